"""What partners say, as the events Lingbu's services know."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from contracts import wire
from contracts.outside import (
    BasesAnnounced,
    CheckAnswered,
    ContributionAnswered,
    DeductionFileAnnounced,
    DeductionReported,
    EnrolListAcknowledged,
    RefundAnswered,
    StatusReported,
)
from kernel.errors import Conflict
from outside.catalogue import MESSAGES
from outside.centre import (
    BaseAdjust,
    BatchAck,
    ContribReply,
    DeductFile,
    DeductResult,
    Receipt,
    RefundResult,
)
from outside.letters import Letter
from outside.partners import PARTNERS, Partner
from outside.problem import CODES, Problem
from outside.registries import CheckResponse, StatusEvent
from partners.clients.post import LetterHeard, patience_with, say
from partners.domain.line import heard, is_news
from partners.domain.request import BY_HAND, OPEN, PARTNER, Request, answered, failed, refused
from partners.handlers.saying import ROUND


def take_letter(event: LetterHeard, uow: Any) -> None:
    """A partner has spoken: the line is good, and what was said goes where it belongs."""
    partner = PARTNERS.named(event.partner)
    _note_heard(partner, uow)
    if event.problem:
        problem = Problem(code=event.problem, detail=event.detail)
        say(problem, partner.name, event.request, "", None, uow)
        title = f"{partner.title}来文不能采用：{event.problem}"
        uow.note(f"partner/{partner.name}", "letter_refused", title)
        return
    kind = MESSAGES[event.message, event.edition]
    letter = wire.load(kind, json.loads(event.data))
    if kind in UNASKED:
        UNASKED[kind](letter, partner, uow)
        return
    request = uow.requests.find(event.request, lock=True)
    _must_be_his(request, partner, kind)
    if request.state in OPEN:
        uow.requests.save(take_answer(request, letter, partner, uow))
    elif request.source == BY_HAND:
        title = f"{partner.title}在人工录入之后作出答复，未采用，请核对"
        uow.note(request.about, "late_answer", title, detail={"request": request.number})


def _must_be_his(request: Request | None, partner: Partner, kind: type[Letter]) -> None:
    """Raises Conflict: answers are taken from whom was asked, to what was asked."""
    if request is None or request.partner != partner.name:
        raise Conflict("答复与询问对不上。", code="unknown-request")
    if kind is not Problem and request.message not in kind.asked_by.split(", "):
        raise Conflict("答复与询问不是同一事项。", code="wrong-answer")


def take_answer(
    request: Request, letter: Any, partner: Partner, uow: Any, source: str = PARTNER
) -> Request:
    """Says an answer inside; the request as it is then. `source` is whose word it is."""
    if isinstance(letter, Problem):
        return _take_problem(request, letter, partner, uow)
    if isinstance(letter, CheckResponse):
        if letter.check_code != request.topic:
            raise Conflict("答复与询问不是同一事项。", code="wrong-answer")
        _tell_check(request, letter.result, letter.detail, uow)
        if letter.result == "ERROR":
            return failed(request, "ERROR", patience_with(partner), uow.now)
        return answered(request, letter.result, uow.now, source)
    ANSWERS[type(letter)](UUID(request.number), letter, uow)
    return answered(request, letter.message, uow.now, source)


def _take_problem(request: Request, letter: Problem, partner: Partner, uow: Any) -> Request:
    if request.topic:
        _tell_check(request, "ERROR", "", uow)
    if CODES[letter.code]:
        return failed(request, letter.code, patience_with(partner), uow.now)
    title = f"{partner.title}不接受询问：{letter.code}，待人工处理"
    uow.note(request.about, "request_refused", title, detail={"request": request.number})
    return refused(request, letter.code)


def _tell_check(request: Request, result: str, detail: str, uow: Any) -> None:
    uow.emit(
        CheckAnswered(
            request_id=UUID(request.number),
            check_code=request.topic,
            result=result,
            detail=detail,
            answered_at=uow.now,
        )
    )


def _note_heard(partner: Partner, uow: Any) -> None:
    line = uow.lines.of(partner.name)
    if not is_news(line, uow.now):
        return
    line = uow.lines.of(partner.name, lock=True)
    uow.lines.save(heard(line, uow.now))
    if line.state != "closed":
        uow.requests.call_back(partner.name, uow.now)
        uow.deadlines.set(ROUND, partner.name, uow.now)
        uow.note(f"partner/{partner.name}", "line_closed", f"{partner.title}恢复答复")


def _contributions(number: UUID, letter: ContribReply, uow: Any) -> None:
    answer = {"request_id": number, "lines": letter.lines, "answered_at": letter.answered_at}
    uow.emit(ContributionAnswered(**answer))


def _refund(number: UUID, letter: RefundResult, uow: Any) -> None:
    answer = {"request_id": number, "refunded": letter.refunded, "detail": letter.detail}
    uow.emit(RefundAnswered(**answer))


def _acknowledged(number: UUID, letter: BatchAck, uow: Any) -> None:
    uow.emit(EnrolListAcknowledged(list_id=number, refused=letter.refused))


def _received(number: UUID, letter: Receipt, uow: Any) -> None:
    """Nobody waits for it but the request itself."""


def _deduction(letter: DeductResult, partner: Partner, uow: Any) -> None:
    uow.emit(
        DeductionReported(
            application_id=letter.reference,
            month=letter.month,
            attempt=letter.attempt,
            code=letter.code,
            deducted=letter.deducted,
            deferred=letter.deferred,
            purpose=letter.purpose,
        )
    )


def _file(letter: DeductFile, partner: Partner, uow: Any) -> None:
    values = {name: getattr(letter, name) for name in ("agency", "month", "sequence", "lines")}
    uow.emit(DeductionFileAnnounced(**values, total=letter.total, digest=letter.sha256))


def _status(letter: StatusEvent, partner: Partner, uow: Any) -> None:
    uow.emit(
        StatusReported(
            event_id=letter.event_id,
            reporter=partner.title[:20],
            status=letter.status,
            month=letter.month,
            subject=json.dumps({"id_number": letter.subject.id_number}),
        )
    )


def _bases(letter: BaseAdjust, partner: Partner, uow: Any) -> None:
    title = f"{partner.title}公布{letter.year}年度缴费基数：{letter.document}"
    detail = {"year": letter.year, "edition": letter.edition, "bases": dict(letter.bases)}
    uow.note(f"bases/{letter.year}", "bases_announced", title, detail=detail)
    said = {"bases": dict(letter.bases), "limits": dict(letter.limits)}
    numbers = {"year": letter.year, "edition": letter.edition}
    uow.emit(BasesAnnounced(**numbers, document=letter.document, **said))


ANSWERS: dict[type[Letter], Callable[[UUID, Any, Any], None]] = {
    ContribReply: _contributions,
    RefundResult: _refund,
    BatchAck: _acknowledged,
    Receipt: _received,
}
UNASKED: dict[type[Letter], Callable[[Any, Partner, Any], None]] = {
    DeductResult: _deduction,
    DeductFile: _file,
    StatusEvent: _status,
    BaseAdjust: _bases,
}
