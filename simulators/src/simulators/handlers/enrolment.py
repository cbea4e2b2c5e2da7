"""Stand-in of the social-security centre and the banks: lists in, deductions out."""

import json
from typing import Any
from uuid import UUID

from contracts.outside import (
    AccountUpdateSent,
    DeductionReported,
    DifferenceAsked,
    EnrolListAcknowledged,
    EnrolListSent,
    EnrolRow,
    RefusedRow,
)
from kernel.errors import MissingValue
from kernel.month import Month
from servicekit.deadlines import Deadline
from simulators.clients.voice import say
from simulators.domain.lesson import ENROLMENT, SILENT
from simulators.domain.run import deduction_at, first_deduction_at
from simulators.handlers.answering import answer
from simulators.store import Enrolled


def take_list(event: EnrolListSent, uow: Any) -> None:
    """Additions are enrolled or refused row by row; removals end what is collected.

    A list with somebody on it about whom the centre is silent gets no answer at all.
    """
    people = json.loads(event.people)
    if any(_is_silent(_of_row(people, place, row), uow) for place, row in enumerate(event.rows)):
        return
    refused = []
    for place, row in enumerate(event.rows):
        if event.kind == "removals":
            uow.enrolments.end(row.application_id, row.month)
        elif reason := _enrol(row, _of_row(people, place, row), uow):
            refused.append(RefusedRow(row=row.row, code="E01", reason=reason))
    said = EnrolListAcknowledged(list_id=event.list_id, refused=tuple(refused))
    answer(said, event.list_id, uow)


def _is_silent(id_number: str, uow: Any) -> bool:
    lesson = uow.lessons.of(uow.lessons.key(id_number))
    return bool(lesson.finding(ENROLMENT) == SILENT)


def _enrol(row: EnrolRow, id_number: str, uow: Any) -> str:
    """Empty when enrolled, else the reason why not."""
    person = uow.lessons.key(id_number)
    if reason := uow.lessons.of(person).refuse_enrolment:
        return str(reason)
    before = uow.enrolments.of(row.application_id)
    if before and (before.first, before.until) == (row.month, ""):
        return ""  # the same list again
    uow.enrolments.save(
        Enrolled(
            application_id=row.application_id,
            person=person,
            first=row.month,
            personal=row.personal,
        )
    )
    due = first_deduction_at(Month.parse(row.month), uow.now)
    uow.deadlines.set("deduct", f"{row.application_id}/{row.month}", due)
    return ""


def take_account(event: AccountUpdateSent, uow: Any) -> None:
    """Another account: what was taught to fail for the account's sake succeeds from then on."""
    person = uow.lessons.key(json.loads(event.subject)["id_number"])
    uow.lessons.save(person, uow.lessons.of(person).with_account_from(event.from_month))


def deduct(deadline: Deadline, uow: Any) -> None:
    """One month of one person: reports the bank's result and sets the next month's run."""
    application_id, month = deadline.subject.split("/")
    enrolled = uow.enrolments.of(UUID(application_id))
    if enrolled is None or month < enrolled.first or (enrolled.until and month >= enrolled.until):
        return
    lesson = uow.lessons.of(enrolled.person)
    code = lesson.deduction(month)
    said = DeductionReported(
        application_id=enrolled.application_id,
        month=month,
        attempt=1,
        code=code,
        deducted=_amount(Month.parse(month), enrolled, uow) if code == "00" else "0.00",
        deferred=lesson.put_off(month),
    )
    say(said, uow)
    following = Month.parse(month) + 1
    uow.deadlines.set("deduct", f"{application_id}/{following}", deduction_at(following))


def collect_difference(event: DifferenceAsked, uow: Any) -> None:
    """补差: collected or returned with the next run, whose account is the same."""
    enrolled = uow.enrolments.of(event.application_id)
    code = uow.lessons.of(enrolled.person).deduction(event.month) if enrolled else "02"
    said = DeductionReported(
        application_id=event.application_id,
        month=event.month,
        attempt=1,
        code=code,
        deducted=event.personal if code == "00" else "0.00",
        purpose="difference",
    )
    say(said, uow)


def _amount(month: Month, enrolled: Enrolled, uow: Any) -> str:
    """The month's personal part in yuan; the listed one while the new base is unpublished."""
    try:
        return str(uow.policy.contribution(month).personal)
    except MissingValue:
        return enrolled.personal


def _of_row(people: list[dict[str, Any]], place: int, row: EnrolRow) -> str:
    """The identity number of a row: by its row number where the list says one, else by place."""
    named = [one for one in people if one.get("row") == row.row]
    return str((named or people[place : place + 1])[0]["id_number"])
