"""Quarterly reports (就业情况报告): when each is due, and what follows when it is not made."""

from dataclasses import dataclass
from datetime import date, timedelta

from kernel.calendar import WorkingCalendar
from kernel.month import Month
from policy.rules import Rules

__all__ = ["ReportWindow", "report_windows"]


@dataclass(frozen=True, slots=True)
class ReportWindow:
    """One window: at least one report from the first to the last month; 附件1 三.5, 附件3 二.3.

    `due` is its last calendar day and `closes` the next working day, up to which a late citizen is
    still in time (民法典 第二百零三条). Without a report the benefit stops from `stop_month`.
    """

    number: int
    first: Month
    last: Month
    due: date
    closes: date
    stop_month: Month
    reminders: tuple[date, ...]

    def __contains__(self, day: date) -> bool:
        return self.first.first_day <= day <= self.closes


def report_windows(
    start: Month, months: int, calendar: WorkingCalendar, rules: Rules
) -> tuple[ReportWindow, ...]:
    """The windows of a benefit from its confirmed start month; a shorter rest carries no duty."""
    length = rules.report_window_months
    whole, rest = divmod(months, length)
    count = whole + bool(rest and rules.report_partial_window)
    end = start + months - 1
    return tuple(
        _window(number, start + number * length, end, calendar, rules) for number in range(count)
    )


def _window(
    number: int, first: Month, end: Month, calendar: WorkingCalendar, rules: Rules
) -> ReportWindow:
    last = min(first + rules.report_window_months - 1, end)
    due = last.last_day
    return ReportWindow(
        number=number + 1,
        first=first,
        last=last,
        due=due,
        closes=calendar.roll_forward(due),
        stop_month=last + 1,
        reminders=tuple(due - timedelta(days=ahead) for ahead in rules.report_remind_days),
    )
