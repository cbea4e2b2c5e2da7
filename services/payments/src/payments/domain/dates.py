"""Days that payments tells people: until when to hold the money in the account."""

from datetime import date

from kernel.calendar import WorkingCalendar
from kernel.month import Month
from policy import Rules

__all__ = ["next_july", "pay_by"]


def pay_by(month: Month, today: date, calendar: WorkingCalendar, rules: Rules) -> date:
    """The next deposit day after today, in `month` or later (附件4 四、五): never a day gone by.

    The bank collects afterwards, so it rolls back to a working day.
    """
    target = max(month, Month.of(today))
    day = _deposit_day(target, calendar, rules)
    return day if day > today else _deposit_day(target + 1, calendar, rules)


def next_july(after: date) -> date:
    """The next 1 July after a day: new contribution bases begin there (附件4 五)."""
    year = after.year if after < date(after.year, 7, 1) else after.year + 1
    return date(year, 7, 1)


def _deposit_day(month: Month, calendar: WorkingCalendar, rules: Rules) -> date:
    return calendar.roll_back(month.first_day.replace(day=rules.deposit_day))
