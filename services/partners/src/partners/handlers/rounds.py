"""Every round: who has not answered is asked again, or given up; who was kept back is let go."""

import logging
from datetime import timedelta
from typing import Any

from outside.partners import PARTNERS, Partner
from partners.clients.post import patience_with
from partners.domain.line import CLOSED, Line, missed
from partners.domain.request import Request, abandoned
from partners.handlers.saying import ROUND, ROUND_EVERY, say_again
from servicekit.deadlines import Deadline

log = logging.getLogger(__name__)


def go_round(deadline: Deadline, uow: Any) -> None:
    """Looks after one partner's waiting questions, some at a time."""
    partner = PARTNERS.get(deadline.subject)
    if partner is None:
        return
    line = uow.lines.of(partner.name, lock=True)
    due = uow.requests.due(partner.name, uow.now, partner.drain_each_round)
    before = line
    for request in due:
        request, line = _look_after(request, partner, line, uow)
        uow.requests.save(request)
    if line != before:
        uow.lines.save(line)
        _tell_turn(before, line, partner, uow)
    more = len(due) == partner.drain_each_round and line.state == CLOSED
    wait = timedelta(seconds=1) if more else ROUND_EVERY
    uow.deadlines.set(ROUND, partner.name, uow.now + wait)


def _look_after(request: Request, partner: Partner, line: Line, uow: Any) -> tuple[Request, Line]:
    if request.unanswered:
        line = missed(line, "no-answer", patience_with(partner), uow.now)
    if request.horizon_at <= uow.now:
        return _give_up(request, uow), line
    return say_again(request, partner, line, uow)


def _give_up(request: Request, uow: Any) -> Request:
    title = f"{PARTNERS.named(request.partner).title}在期限内未答复，停止询问，待人工处理"
    detail = {"partner": request.partner, "request": request.number, "tries": request.tries}
    uow.note(request.about, "request_abandoned", title, detail=detail)
    log.error("a request was given up", extra=detail)
    return abandoned(request)


def _tell_turn(before: Line, line: Line, partner: Partner, uow: Any) -> None:
    if before.state != line.state:
        title = f"{partner.title}连续未答复，暂停询问，定时试探"
        uow.note(f"partner/{partner.name}", "line_opened", title)
