"""The quarters of one entitlement that are to be applied for, and the deadlines they set."""

from datetime import date, timedelta
from typing import Any

from contracts import payments
from kernel.clock import start_of_day
from kernel.month import Month
from payments.domain.claims import distinct, next_reminder, state_of, unclaimed
from payments.rows import EntitlementRow
from policy.claims import ClaimWindow, claim_window

REMIND_AT = timedelta(hours=9)
LAPSE_AT = timedelta(minutes=30)  # after midnight: whatever was filed in time has arrived


def window_of(month: Month, uow: Any) -> ClaimWindow | None:
    """The window of the quarter a month lies in, by the rules of that month."""
    return claim_window(month, uow.calendar, uow.policy.on(month.first_day))


def windows_of(row: EntitlementRow, uow: Any) -> tuple[ClaimWindow, ...]:
    """The windows of all months enjoyed; none where the pack wants no application."""
    if row.start_month is None or row.end_month is None:
        return ()
    start, end = Month.parse(row.start_month), Month.parse(row.end_month)
    if row.stop_month:
        end = min(end, Month.parse(row.stop_month) - 1)
    return distinct(window_of(month, uow) for month in Month.range(start, end))


def claimed(row: EntitlementRow, uow: Any) -> frozenset[Month]:
    """First months of the quarters applied for."""
    return frozenset(
        Month.parse(claim.first_month) for claim in uow.ledgers.claims(row.application_id)
    )


def awaits_claim(month: Month, done: frozenset[Month], uow: Any) -> bool:
    """Whether a deducted month is subsidised only once its quarter has been applied for."""
    window = window_of(month, uow)
    return window is not None and window.first not in done


def arm_claims(row: EntitlementRow, uow: Any, after: date | None = None) -> None:
    """Sets reminder and end for the next quarter that is not applied for; none is left at last."""
    window = unclaimed(windows_of(row, uow), claimed(row, uow), uow.today)
    for kind in ("claim_remind", "claim_lapse"):
        uow.deadlines.cancel(kind, row.application_id)
    if window is None:
        return
    rule = str(uow.step("claims"))
    ends = start_of_day(window.closes + timedelta(days=1)) + LAPSE_AT
    uow.deadlines.set("claim_lapse", row.application_id, ends, rule=rule, calendar=uow.calendar)
    yesterday = uow.today - timedelta(days=1)
    reminder = next_reminder(window, after or yesterday)
    if reminder is not None:
        due = start_of_day(reminder) + REMIND_AT
        uow.deadlines.set("claim_remind", row.application_id, due, rule=rule)


def claims_of(row: EntitlementRow, uow: Any) -> tuple[payments.ClaimWindow, ...]:
    """The quarters as people see them."""
    done = claimed(row, uow)
    return tuple(
        payments.ClaimWindow(
            first_month=str(window.first),
            last_month=str(window.last),
            opens=window.opens,
            due=window.closes,
            state=state_of(window, done, uow.today),
        )
        for window in windows_of(row, uow)
    )
