"""A centre takes off whom it enlisted, also when another district owns the case by then."""

from datetime import timedelta
from typing import Any

from kernel.clock import start_of_day
from kernel.month import Month
from payments.domain.states import ACTIVE, ENDED
from payments.domain.stops import Stop, first_month_without
from payments.domain.transfer import TRANSFERRED, remover
from payments.handlers.common import queue, ringing
from payments.handlers.lists import send_removals
from payments.rows import EntitlementRow

LEFT_AT = timedelta(minutes=15)  # after midnight of the first, after the ledger has turned


def leave_old_centre(row: EntitlementRow, uow: Any) -> None:
    """Takes a moved person off the old district's centre, so that the new one's list can follow.

    Where the old centre would not let go, or had the person's addition still under way, the next
    month's turn asks again.
    """
    former = _former(row)
    if row.state != ACTIVE or not former:
        return
    effective = uow.policy.on(uow.today).stop(TRANSFERRED).effective
    start, end = Month.parse(str(row.start_month)), Month.parse(str(row.end_month))
    month = first_month_without(effective, Month.of(uow.today), start, end)
    uow.lists.one_at_a_time(former)
    send_removals(former, month - 1, [(row, Stop(TRANSFERRED, month))], uow)
    row.collect_from = str(month)


def arm_leaving(row: EntitlementRow, uow: Any, not_before: Month | None = None) -> None:
    """An ended benefit that a former district's centre still collects for is taken off there.

    Its officers see the case no longer and the new ones have nobody to remove, so a deadline
    does it: at the first month without benefit, or in the month after a centre's refusal.
    """
    if row.state in ENDED and _former(row):
        month = max(Month.parse(row.stop_month), not_before or Month.parse(row.stop_month))
        due = start_of_day(month.first_day) + LEFT_AT
        rule = str(uow.policy.on(uow.today).stop(TRANSFERRED).clause)
        uow.deadlines.set("leaving_due", row.application_id, due, rule=rule)


def leave_after_end(deadline: Any, uow: Any) -> None:
    """The removal of an ended benefit goes to the centre that enlisted the person."""
    row = ringing(deadline, uow)
    if row is None or row.state not in ENDED:
        return
    former = _former(row)
    if former:
        stop = Stop(row.stop_code, Month.parse(row.stop_month))
        uow.lists.one_at_a_time(former)
        send_removals(former, Month.of(uow.today), [(row, stop)], uow)
    queue(row, uow)


def _former(row: EntitlementRow) -> str:
    """The agency that has to remove the person though another one owns the case; "" if none."""
    found = remover(row.agency, row.centre, row.enrolment, ended=row.state in ENDED)
    return "" if found == row.agency else found
