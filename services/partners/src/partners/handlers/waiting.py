"""The waiting room (等候): what waits for whom, and saying it again."""

import json
from typing import Any
from uuid import UUID

from contracts import partners as shapes
from contracts import wire
from contracts.partners import GetWaiting, ListWaiting, ResendWaiting, Resent, WaitingPage
from kernel.errors import Conflict, Invalid, NotFound
from outside.partners import PARTNERS, Partner
from partners import paging
from partners.clients.post import patience_with
from partners.domain.byhand import ByHand
from partners.domain.line import held
from partners.domain.request import OPEN, WAITING, Request
from partners.handlers.saying import ROUND
from partners.store import Which


def list_waiting(query: ListWaiting, uow: Any) -> WaitingPage:
    """A page of the waiting room; what was asked about whom is not shown."""
    _must_be_known(query.partner)
    limit, after = paging.checked_limit(query.limit), paging.place_of(query.cursor)
    which = Which(
        partner=query.partner,
        message=query.message,
        state=query.state or "",
        error=query.error,
        by_hand=query.by_hand,
    )
    found = uow.requests.page(which, after, limit + 1)
    page, more = found[:limit], len(found) > limit
    return WaitingPage(
        items=tuple(view(request, _entered(request, uow)) for request in page),
        total=uow.requests.count(which),
        next_cursor=paging.cursor_of(page[-1].asked_at, page[-1].number) if more else None,
    )


def get_waiting(query: GetWaiting, uow: Any) -> shapes.Waiting:
    """One question, with reason and evidence of what was entered by hand."""
    request = uow.requests.find(str(query.request_id))
    if request is None:
        raise not_there()
    return view(request, uow.entered.of(request.number))


def resend_waiting(form: ResendWaiting, uow: Any) -> Resent:
    """One, those that fit, or all are said again at the next round, which comes at once."""
    which = _which(form, uow)
    count = kept_back = 0
    for partner in PARTNERS:
        if which.partner in ("", partner.name):
            again = _resend(which, partner, uow)
            count += again
            kept_back += held(uow.lines.of(partner.name), again, uow.now)
    return Resent(count=count, kept_back=kept_back)


def _which(form: ResendWaiting, uow: Any) -> Which:
    _must_be_known(form.partner)
    if form.request_id is not None:
        request = uow.requests.find(str(form.request_id))
        if request is None:
            raise not_there()
        if request.state not in OPEN:
            raise Conflict("该询问已有答复，无须重发。", code="already-answered")
        return Which(number=request.number, partner=request.partner)
    state = form.state or ""
    which = Which(partner=form.partner, message=form.message, state=state, error=form.error)
    if which == Which() and not form.everything:
        sentence = "请指明编号、外部系统、事项、状态或错误；全部重发须写明 everything。"
        raise Invalid(sentence, fields={"request_id": sentence}, code="nothing-chosen")
    return which


def _resend(which: Which, partner: Partner, uow: Any) -> int:
    horizon = uow.now + patience_with(partner).horizon
    which = Which(
        number=which.number,
        partner=partner.name,
        message=which.message,
        state=which.state,
        error=which.error,
    )
    count = int(uow.requests.resend(which, uow.now, horizon))
    if count:
        uow.deadlines.set(ROUND, partner.name, uow.now)
        chosen = {n: v for n in ("number", "message", "state", "error") if (v := getattr(which, n))}
        title = f"重发对{partner.title}的询问 {count} 件"
        uow.note(f"partner/{partner.name}", "waiting_resent", title, detail=chosen)
    return count


def view(request: Request, entered: ByHand | None) -> shapes.Waiting:
    """What is told of a question."""
    return shapes.Waiting(
        request_id=UUID(request.number),
        partner=request.partner,
        title=PARTNERS.named(request.partner).title,
        message=request.message,
        topic=request.topic,
        about=request.about,
        state=request.state,
        asked_at=request.asked_at,
        tries=request.tries,
        sent_at=request.sent_at,
        next_try_at=request.next_try_at if request.state == WAITING else None,
        gives_up_at=request.horizon_at,
        error=request.error,
        answered_at=request.answered_at,
        answer=request.answer,
        source=request.source,
        by_hand=entered and _by_hand(entered),
    )


def not_there() -> NotFound:
    """No question has that number."""
    return NotFound("没有找到该询问。")


def _entered(request: Request, uow: Any) -> ByHand | None:
    entered: ByHand | None = uow.entered.of(request.number)
    return entered


def _by_hand(entered: ByHand) -> shapes.ByHand:
    return shapes.ByHand(
        outcome=wire.load(shapes.Outcome, json.loads(entered.outcome)),
        reason=entered.reason,
        evidence=entered.evidence,
        officer=entered.officer,
        entered_at=entered.entered_at,
        confirmer=entered.confirmer,
        confirmed_at=entered.confirmed_at,
    )


def _must_be_known(partner: str) -> None:
    if partner and PARTNERS.get(partner) is None:
        names = "、".join(one.name for one in PARTNERS)
        sentence = f"没有这个外部系统，可选：{names}。"
        raise Invalid(sentence, fields={"partner": sentence}, code="unknown-partner")
