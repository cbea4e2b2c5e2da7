"""Stand-in of the centre and the banks: when a month is deducted."""

from datetime import datetime, time, timedelta

from kernel.clock import SHANGHAI
from kernel.month import Month

__all__ = ["deduction_at", "first_deduction_at"]

RUN_DAY, RUN_HOUR = 25, 10


def deduction_at(month: Month) -> datetime:
    """The bank run of a month: the 25th, 10:00 in Beijing."""
    day = month.first_day.replace(day=RUN_DAY)
    return datetime.combine(day, time(RUN_HOUR), SHANGHAI)


def first_deduction_at(month: Month, now: datetime) -> datetime:
    """That run; for somebody enrolled after it, the day after enrolment."""
    run = deduction_at(month)
    if now <= run:
        return run
    return datetime.combine(now.date() + timedelta(days=1), time(RUN_HOUR), SHANGHAI)
