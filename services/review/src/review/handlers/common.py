"""What every decision begins and ends with: the case in hand, and its terms as deadlines."""

from datetime import date
from uuid import UUID

from contracts.caller import DISTRICT, STREET, Caller
from contracts.common import Done
from kernel.clock import start_of_day
from kernel.errors import Conflict, NotFound
from review.domain import moves
from review.domain.case import Case
from review.domain.terms import Term, Timetable
from review.rights import allowed, in_hand
from servicekit.deadlines import Deadline
from servicekit.uow import UnitOfWork


def take(application_id: UUID, step: str, uow: UnitOfWork) -> Case:
    """The case, locked, after everything that can bar this caller from this step.

    Raises NotFound, or Conflict (legacy-process, case-moved-on).
    """
    case: Case | None = uow.cases.lock(application_id)
    if case is None:
        raise not_found()
    uow.caller.must_see(case.street_code, case.agency)
    must_be_new_flow(case)
    now_allowed = allowed(case, uow.caller, uow.today)
    if (step, case.state) not in moves.NOT_YET:
        moves.require(step, case.state, now_allowed)
    if not in_hand(step, case.state, uow.caller):
        raise moves.moved_on(case.state, now_allowed)
    return case


def not_found() -> NotFound:
    """Absent, or not for this reader: the same words for both."""
    return NotFound("没有找到该申请。")


def must_be_new_flow(case: Case) -> None:
    """Refuses an application accepted before 2019-04-01 00:00: it follows the old flow."""
    if case.legacy:
        raise Conflict(
            "该申请于2019年4月1日0时前受理，按原流程办理，不适用新流程。", code="legacy-process"
        )


def keep(uow: UnitOfWork, before: Case, after: Case, fired: Deadline | None = None) -> None:
    """Saves the case; what is due on it becomes deadlines, what no longer is due is cancelled."""
    uow.cases.save(after)
    set_deadlines(uow, after, before.terms)
    left = {_key(term) for term in after.terms}
    for term in before.terms:
        if _key(term) not in left and not (fired and fired.kind == term.kind):
            uow.deadlines.cancel(term.kind, _subject(after, term))


def set_deadlines(uow: UnitOfWork, case: Case, known: tuple[Term, ...] = ()) -> None:
    """Opens a deadline for each term that is new or has moved."""
    due = {(_key(term), term.due_at, term.provisional) for term in known}
    for term in case.terms:
        if (_key(term), term.due_at, term.provisional) not in due:
            uow.deadlines.set(
                term.kind,
                _subject(case, term),
                term.due_at,
                rule=term.clause,
                trigger_on=start_of_day(term.counted_from),
                calendar=uow.calendar,
            )


def timetable(uow: UnitOfWork, day: date | None = None) -> Timetable:
    """The rules of a day, today if none is said, and the calendar."""
    return Timetable(uow.policy.on(day or uow.today), uow.calendar)


def done(case: Case) -> Done:
    """The short answer to a command."""
    return Done(application_id=case.application_id, state=case.state, number=case.number)


def _key(term: Term) -> tuple[str, str]:
    return term.kind, term.ref


def _subject(case: Case, term: Term) -> str:
    return f"{case.application_id}/{term.ref}" if term.ref else str(case.application_id)


def jurisdiction(caller: Caller) -> dict[str, str]:
    """What narrows a list to the caller's street or district; nothing for the city."""
    if caller.tier == DISTRICT:
        return {"agency": caller.division}
    return {"street_code": caller.division} if caller.tier == STREET else {}
