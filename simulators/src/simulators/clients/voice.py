"""What the stand-ins say: as the partner they stand in for, or straight to Lingbu's services.

Where a town has no partners service (tests of one service, the simulation), the stand-ins stand
in for that too and say its events.
"""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from contracts import outside as inside
from contracts.message import Event
from outside.centre import BatchAck, ContribReply, DeductResult, Receipt, RefundResult
from outside.envelope import close
from outside.letters import LINGBU, Envelope, Letter
from outside.partners import PARTNERS
from outside.places import Place
from outside.problem import Problem
from outside.registries import CheckResponse, Person, StatusEvent
from simulators.clients.ear import forged_keys_of, keys_of
from simulators.domain.habits import Habits, Turn

__all__ = ["say", "say_kept", "say_problem", "say_receipt"]

CENTRE = "centre"
REPORTS_OTHERWISE = {"卫健": "civil_affairs", "社保": CENTRE}  # how people call a reporter


def say(event: Event, uow: Any) -> None:
    """Says a finding, an answer or a report."""
    if "STAND_IN_KEYS" not in uow.world.settings:
        uow.emit(event)
        return
    partner, request, letter = SAID[type(event)](event)
    _post(letter, partner, request, uow)


def say_problem(code: str, partner: str, request: str, uow: Any) -> None:
    """The partner does not take a question."""
    _post(Problem(code=code), partner, request, uow)


def say_kept(number: UUID, uow: Any) -> None:
    """A letter whose delay is over."""
    kept = uow.letters.take(number)
    if kept is not None:
        partner, key, body = kept
        uow.post(Place(partner).said, key, uuid4(), body)


def say_receipt(request: str, uow: Any) -> None:
    """The centre has taken note of what needs no other answer."""
    _post(Receipt(), CENTRE, request, uow)


def _post(letter: Letter, partner: str, request: str, uow: Any) -> None:
    envelope = Envelope(
        letter=uuid4(),
        message=letter.message,
        version=letter.version,
        sender=partner,
        receiver=LINGBU,
        request=request,
        sent_at=uow.now,
    )
    habits: Habits = uow.habits.of(partner)
    turn = Turn(habits, uow.world.settings.get("SIM_SEED", ""), envelope.letter)
    bad = turn.badly_signed and bool(letter.asked_by)  # what nobody asked for is not said again
    keys = forged_keys_of if bad else keys_of
    body = close(letter, envelope, keys(partner, uow.world))
    for copy in range(turn.copies):
        _send(partner, letter.routing_key(), body, turn.wait(copy), uow)


def _send(partner: str, key: str, body: dict[str, Any], wait: timedelta, uow: Any) -> None:
    """Over the partner's exchange, now or later; the envelope's number tells copies."""
    number = uuid4()
    if wait <= timedelta(0):
        uow.post(Place(partner).said, key, number, body)
        return
    uow.letters.keep(number, partner, key, body)
    uow.deadlines.set("say", number, uow.now + wait)


def _check(event: Any) -> tuple[str, str, Letter]:
    partner = PARTNERS.who_answers(event.check_code)
    if partner is None:
        raise LookupError(event.check_code)
    letter = CheckResponse(
        check_code=event.check_code,
        result=event.result,
        detail=event.detail,
        answered_at=event.answered_at,
    )
    return partner.name, str(event.request_id), letter


def _contributions(event: Any) -> tuple[str, str, Letter]:
    letter = ContribReply(lines=event.lines, answered_at=event.answered_at)
    return CENTRE, str(event.request_id), letter


def _refund(event: Any) -> tuple[str, str, Letter]:
    letter = RefundResult(refunded=event.refunded, detail=event.detail)
    return CENTRE, str(event.request_id), letter


def _acknowledged(event: Any) -> tuple[str, str, Letter]:
    return CENTRE, str(event.list_id), BatchAck(refused=event.refused)


def _deduction(event: Any) -> tuple[str, str, Letter]:
    letter = DeductResult(
        reference=event.application_id,
        month=event.month,
        attempt=event.attempt,
        code=event.code,
        deducted=event.deducted,
        deferred=event.deferred,
        purpose=event.purpose,
    )
    return CENTRE, f"{event.application_id}/{event.month}/{event.purpose}/{event.attempt}", letter


def _status(event: Any) -> tuple[str, str, Letter]:
    called = {partner.title: partner.name for partner in PARTNERS} | REPORTS_OTHERWISE
    letter = StatusEvent(
        event_id=event.event_id,
        status=event.status,
        month=event.month,
        subject=Person(id_number=json.loads(event.subject)["id_number"]),
    )
    return called.get(event.reporter, "police"), str(event.event_id), letter


SAID = {
    inside.CheckAnswered: _check,
    inside.ContributionAnswered: _contributions,
    inside.RefundAnswered: _refund,
    inside.EnrolListAcknowledged: _acknowledged,
    inside.DeductionReported: _deduction,
    inside.StatusReported: _status,
}
