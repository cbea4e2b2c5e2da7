"""The report windows of one entitlement and the deadlines they set."""

from datetime import date, datetime, timedelta
from typing import Any

from kernel.clock import start_of_day
from kernel.month import Month
from payments.domain.reports import lapsed, next_reminder, waiting
from payments.rows import EntitlementRow
from policy.reports import ReportWindow, report_windows

REMIND_AT = timedelta(hours=9)  # when people read their messages
STOP_AT = timedelta(minutes=30)  # after midnight: whatever was filed in time has arrived


def windows_of(row: EntitlementRow, uow: Any) -> tuple[ReportWindow, ...]:
    """The quarterly windows from the confirmed start month; none before it is confirmed."""
    if row.start_month is None:
        return ()
    rules = uow.policy.on(uow.today)
    return report_windows(Month.parse(row.start_month), row.months, uow.calendar, rules)


def filed_on(row: EntitlementRow, uow: Any) -> dict[int, date]:
    """Fulfilled windows by number, with the day of their first report."""
    days: dict[int, date] = {}
    for report in uow.ledgers.reports(row.application_id):
        if not report.employed_by_unit:
            days.setdefault(report.window, report.filed_at.astimezone(uow.now.tzinfo).date())
    return days


def first_duty(row: EntitlementRow, uow: Any) -> int:
    """The first window that can still be met: nobody could report before the activation."""
    windows = windows_of(row, uow)
    window = waiting(windows, (), uow.today)
    return window.number if window else len(windows) + 1


def arm_reports(row: EntitlementRow, uow: Any, after: date | None = None) -> None:
    """Sets reminder and stop for the next window without a report; none is left at the end."""
    window = next_window(row, uow)
    yesterday = uow.today - timedelta(days=1)
    reminder = next_reminder(window, after or yesterday) if window else None
    for kind in ("report_remind", "report_stop"):
        uow.deadlines.cancel(kind, row.application_id)
    if window is not None:
        set_stop(window, row, uow)
    if reminder is not None:
        due = remind_at(reminder)
        uow.deadlines.set("report_remind", row.application_id, due, rule=str(uow.step("reports")))


def next_window(row: EntitlementRow, uow: Any) -> ReportWindow | None:
    """One that lapsed while nobody looked comes first: its stop is still to be made."""
    windows, filed = windows_of(row, uow), filed_on(row, uow)
    late = lapsed(windows, filed, row.first_window, uow.today)
    return late or waiting(windows, filed, uow.today)


def set_stop(window: ReportWindow, row: EntitlementRow, uow: Any) -> datetime:
    """Sets the stop for the day after a window closes; returns when it is due."""
    stop = start_of_day(window.closes + timedelta(days=1)) + STOP_AT
    uow.deadlines.set(
        "report_stop",
        row.application_id,
        stop,
        rule=str(uow.step("reports")),
        calendar=uow.calendar,
    )
    return stop


def remind_at(day: date) -> datetime:
    """When on a reminder day people are reminded."""
    return start_of_day(day) + REMIND_AT
