"""增员名单 and 减员名单: closed and sent by the district each month, answered by the centre."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from contracts.outside import EnrolListSent, EnrolRow
from contracts.payments import (
    AdditionList,
    CloseAdditionList,
    Enlisted,
    GetAdditionList,
    ListPreview,
    PreviewAdditionList,
)
from kernel.errors import Conflict, NotFound
from kernel.month import Month
from payments.domain.states import CONFIRMED, ENLISTED
from payments.domain.stops import Stop
from payments.handlers.accounts import tell_account
from payments.handlers.common import queue
from payments.handlers.listview import digest_of, line, view
from payments.handlers.places import addition, people, removal
from payments.handlers.running_grounds import of_addition, of_removal
from payments.rows import EntitlementRow, ListRow, PlaceRow

ADDITIONS, REMOVALS = "additions", "removals"


def close_list(form: CloseAdditionList, uow: Any) -> AdditionList:
    """Closes and sends the month's additions and removals of the caller's district.

    With nothing new since, the last list is the answer; a month without anybody has an empty one.
    """
    month, agency = Month.parse(form.month), uow.caller.division
    if month > Month.of(uow.today) + 1:
        message = "只能报送本月或下月的名单，更晚的月份尚未开始。"
        raise Conflict(message, fields={"month": "不能晚于下月。"}, code="list-month-in-future")
    uow.lists.one_at_a_time(agency)
    _send_removals(agency, month, uow)
    return view(_send_additions(agency, month, uow), uow)


def get_list(form: GetAdditionList, uow: Any) -> AdditionList:
    """The newest list of a month, masked; a street sees none, a district its own."""
    if not uow.caller.covers("", form.agency):
        raise NotFound("没有找到该名单。")
    found = uow.lists.newest(form.agency, str(Month.parse(form.month)), form.kind)
    if found is None:
        raise NotFound("该月名单尚未报送。", code="list-not-closed")
    return view(found, uow)


def preview_list(form: PreviewAdditionList, uow: Any) -> ListPreview:
    """Whom the lists would name if they were closed now: nothing is written, nobody is held."""
    month, agency = Month.parse(form.month), uow.caller.division
    joining = uow.lists.to_enlist(agency, str(month), lock=False)
    leaving = uow.lists.to_remove(agency, str(month), lock=False)
    added = [addition(n, row, month, uow) for n, row in enumerate(joining, 1)]
    removed = [
        removal(n, row, Stop(row.stop_code, Month.parse(row.stop_month)), month, uow)
        for n, row in enumerate(leaving, 1)
    ]
    return ListPreview(
        agency=agency,
        month=str(month),
        additions=tuple(map(line, added)),
        removals=tuple(map(line, removed)),
    )


def _send_additions(agency: str, month: Month, uow: Any) -> ListRow:
    waiting: list[EntitlementRow] = uow.lists.to_enlist(agency, str(month))
    newest: ListRow | None = uow.lists.newest(agency, str(month), ADDITIONS)
    if not waiting and newest is not None:
        return newest
    places = [addition(n, row, month, uow) for n, row in enumerate(waiting, 1)]
    closed = _close(agency, month, ADDITIONS, places, uow)
    for row, place in zip(waiting, places, strict=True):
        row.enrolment, row.enrol_refusal, row.centre = "listed", "", agency
        if row.state == CONFIRMED:  # one that was transferred here runs on
            row.state = ENLISTED
            uow.emit(Enlisted(application_id=row.application_id, month=str(month)))
        title = f"列入{month.chinese()}增员名单（第{closed.sequence}批）"
        basis = of_addition(place, uow)
        uow.note(row.application_id, "enlisted", title, clause=uow.step("lists"), basis=basis)
        tell_account(row, uow, after=month)
        queue(row, uow)
    return closed


def _send_removals(agency: str, month: Month, uow: Any) -> None:
    waiting: list[EntitlementRow] = uow.lists.to_remove(agency, str(month))
    if waiting:
        stops = [(row, Stop(row.stop_code, Month.parse(row.stop_month))) for row in waiting]
        send_removals(agency, month, stops, uow)


def send_removals(
    agency: str, month: Month, leaving: Sequence[tuple[EntitlementRow, Stop]], uow: Any
) -> None:
    """减员名单 of a district for a month: who leaves its centre, and by which stop."""
    places = [removal(n, row, stop, month, uow) for n, (row, stop) in enumerate(leaving, 1)]
    closed = _close(agency, month, REMOVALS, places, uow)
    for row, stop in leaving:
        row.enrolment = "removing"
        title = f"列入{month.chinese()}减员名单（第{closed.sequence}批，{stop.code}）"
        basis = of_removal(stop, uow)
        uow.note(row.application_id, "removal_listed", title, clause=uow.step("lists"), basis=basis)


def _close(agency: str, month: Month, kind: str, places: list[PlaceRow], uow: Any) -> ListRow:
    newest = uow.lists.newest(agency, str(month), kind)
    closed = ListRow(
        list_id=uuid4(),
        agency=agency,
        month=str(month),
        kind=kind,
        sequence=newest.sequence + 1 if newest else 1,
        closed_at=uow.now,
        closed_by=uow.caller.subject,
    )
    closed.digest = digest_of(closed, places, uow)
    for place in places:
        place.list_id = closed.list_id
    uow.lists.add(closed, places)
    if places:
        uow.emit(_letter(closed, places))
    return closed


def _letter(closed: ListRow, places: list[PlaceRow]) -> EnrolListSent:
    return EnrolListSent(
        list_id=closed.list_id,
        agency=closed.agency,
        month=closed.month,
        kind=closed.kind,
        sequence=closed.sequence,
        rows=tuple(
            EnrolRow(
                row=place.row,
                application_id=place.application_id,
                month=place.month,
                personal=str(place.personal),
                subsidy=str(place.subsidy),
                code=place.code,
            )
            for place in places
        ),
        digest=closed.digest,
        people=json.dumps(people(places), ensure_ascii=False),
    )
