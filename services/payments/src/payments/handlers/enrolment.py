"""The centre's answer to a list: who is enrolled is active, who is refused waits again."""

import json
from typing import Any

from contracts.outside import EnrolListAcknowledged, RefusedRow
from kernel.contact import blot
from kernel.month import Month
from payments.domain.states import ACTIVE, CONFIRMED, ENLISTED
from payments.handlers.active import begin
from payments.handlers.common import about, queue
from payments.handlers.leaving import arm_leaving
from payments.handlers.ledger import settle
from payments.handlers.turning import plan_until
from payments.rows import EntitlementRow, PlaceRow


def note_acknowledgement(event: EnrolListAcknowledged, uow: Any) -> None:
    """Takes each row once; an answer that comes again finds nothing left to do."""
    closed = uow.lists.get(event.list_id)
    if closed is None:
        return
    refused = {row.row: row for row in event.refused}
    for place in uow.lists.places(closed.list_id):
        if place.state != "sent":
            continue
        refusal = refused.get(place.row)
        place.state = "refused" if refusal else "accepted"
        row = uow.entitlements.get(place.application_id)
        place.refusal = _said(refusal, row, uow) if refusal else ""
        if closed.kind == "removals":
            _removed(row, refusal, uow)
        elif refusal:
            _refused(row, place, refusal, uow)
        else:
            _enrolled(row, uow)
        queue(row, uow)


def _said(refusal: RefusedRow, row: EntitlementRow, uow: Any) -> str:
    """The centre's own words, should they quote the person: they are kept and shown in clear."""
    name = json.loads(about(row, uow, "name"))["name"]
    return blot(f"{refusal.code} {refusal.reason}", name)[:300]


def _enrolled(row: EntitlementRow, uow: Any) -> None:
    row.enrolment = "enrolled"
    if row.state == ENLISTED:
        _active(row, uow)
    arm_leaving(row, uow)


def _active(row: EntitlementRow, uow: Any) -> None:
    row.state = ACTIVE
    begin(row, uow)
    plan_until(row, Month.of(uow.today), uow)
    settle(row, uow)


def _refused(row: EntitlementRow, place: PlaceRow, refusal: RefusedRow, uow: Any) -> None:
    row.enrolment, row.enrol_refusal = "none", place.refusal
    if row.state == ENLISTED:
        row.state = CONFIRMED
    title = f"社保中心未予增员（{blot(refusal.code)[:20]}），核实后可再次列入名单"
    uow.note(row.application_id, "enrolment_refused", title, clause=uow.step("lists"))


def _removed(row: EntitlementRow, refusal: RefusedRow | None, uow: Any) -> None:
    if row.enrolment != "removing":
        return
    row.enrolment = "enrolled" if refusal else "none"
    if refusal and row.state == CONFIRMED:  # the stop was lifted meanwhile
        _active(row, uow)
    arm_leaving(row, uow, not_before=Month.of(uow.today) + 1)
    title = "社保中心未予减员，下次名单再报" if refusal else "社保中心已减员"
    uow.note(row.application_id, "removal_answered", title, clause=uow.step("lists"))
