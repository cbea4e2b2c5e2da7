"""人工录入: an outcome entered by one officer and confirmed by another counts as the answer."""

import json
from typing import Any

from contracts import partners as shapes
from contracts import wire
from contracts.partners import ConfirmOutcome, EnterOutcome, Outcome
from kernel.errors import Conflict
from outside.centre import BatchAck, ContribReply, Receipt, RefundResult
from outside.letters import Letter
from outside.partners import PARTNERS
from outside.registries import CheckResponse
from partners.domain.byhand import ByHand, Hand, key_missing, must_fit
from partners.domain.request import BY_HAND, OPEN, Request
from partners.handlers.hearing import take_answer
from partners.handlers.waiting import not_there, view
from servicekit.signing.decisions import Signed

WORDS = "人工录入"


def enter_outcome(form: EnterOutcome, uow: Any) -> shapes.Waiting:
    """The first hand: nothing counts yet."""
    request = _open(form.request_id, uow)
    if not uow.caller.key_serial.strip():
        raise key_missing()
    must_fit(request.message, _said(form.outcome))
    title = PARTNERS.named(request.partner).title
    signed = uow.sign(form, f"录入{title}的答复", request=request.number, topic=request.topic)
    hand = _hand(signed, uow)
    entered = ByHand(
        number=request.number,
        outcome=json.dumps(wire.dump(form.outcome), ensure_ascii=False),
        reason=form.reason,
        evidence=form.evidence,
        officer=hand.officer,
        officer_key=hand.key_serial,
        officer_certificate=hand.certificate,
        entered_at=hand.at,
    )
    uow.entered.save(entered)
    why = f"{form.reason}\n{form.evidence}"
    _note(request, "outcome_entered", f"{WORDS}{title}的答复，待复核", why, uow)
    return view(request, entered)


def confirm_outcome(form: ConfirmOutcome, uow: Any) -> shapes.Waiting:
    """The second hand: it counts as the answer of whom it stands for, or is taken back."""
    request = _open(form.request_id, uow)
    entered = uow.entered.of(request.number, lock=True)
    if entered is None:
        raise Conflict("该询问没有待复核的人工录入。", code="nothing-entered")
    entered.must_be_second(uow.caller.subject, uow.caller.key_serial)
    title = PARTNERS.named(request.partner).title
    verb = "复核" if form.upheld else "退回"
    signed = uow.sign(
        form,
        f"{verb}人工录入的{title}答复",
        request=request.number,
        topic=request.topic,
        outcome=json.loads(entered.outcome),
        entered_by=entered.officer,
    )
    if not form.upheld:
        uow.entered.take_back(request.number)
        _note(request, "outcome_taken_back", f"退回{WORDS}的{title}答复", form.reason, uow)
        return view(request, None)
    entered = entered.confirmed(_hand(signed, uow), signed.rebound_at)
    uow.entered.save(entered)
    request = _count(request, entered, uow)
    _note(request, "outcome_confirmed", f"{WORDS}的{title}答复经复核采用", form.reason, uow)
    return view(request, entered)


def _open(number: Any, uow: Any) -> Request:
    request: Request | None = uow.requests.find(str(number), lock=True)
    if request is None:
        raise not_there()
    if request.state not in OPEN:
        raise Conflict("该询问已有答复，不能再人工录入。", code="already-answered")
    return request


def _count(request: Request, entered: ByHand, uow: Any) -> Request:
    outcome = wire.load(Outcome, json.loads(entered.outcome))
    letter = _as_letter(request, outcome, uow)
    answered = take_answer(request, letter, PARTNERS.named(request.partner), uow, BY_HAND)
    uow.requests.save(answered)
    return answered


def _as_letter(request: Request, outcome: Outcome, uow: Any) -> Letter:
    """What the partner would have said."""
    detail = f"{WORDS}：{outcome.detail}" if outcome.detail else WORDS
    if request.message == "check.request":
        answer = {"check_code": request.topic, "result": outcome.finding or ""}
        return CheckResponse(**answer, detail=detail, answered_at=uow.now)
    if request.message == "contrib.query":
        return ContribReply(lines=outcome.lines, answered_at=uow.now)
    if request.message == "refund.request":
        return RefundResult(refunded=bool(outcome.refunded), detail=detail)
    if request.message in ("enroll.batch", "leave.batch"):
        return BatchAck(refused=outcome.refused)
    return Receipt()


def _said(outcome: Outcome) -> dict[str, bool]:
    return {
        "finding": bool(outcome.finding),
        "refunded": outcome.refunded is not None,
        "lines": bool(outcome.lines),
        "refused": bool(outcome.refused),
    }


def _hand(signed: Signed, uow: Any) -> Hand:
    return Hand(uow.caller.subject, uow.caller.key_serial, signed.fingerprint, uow.now)


def _note(request: Request, action: str, title: str, why: str, uow: Any) -> None:
    detail = {"request": request.number, "partner": request.partner, "topic": request.topic}
    uow.note(request.about, action, title, detail=detail | {"source": BY_HAND}, why=why)
