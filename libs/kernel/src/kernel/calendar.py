"""Working days (工作日) as a value: Monday to Friday, minus holidays, plus make-up days (调休).

Counting follows 民法典 第二百零一条: the day something starts is not counted, so "within n working
days" ends on the n-th working day after it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

__all__ = ["WorkingCalendar"]

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Days off and make-up working days of the years whose notice has been published.

    For any other year plain Monday to Friday is used, and `is_provisional` says so: a deadline
    reaching into next year must not fail only because the State Council has not spoken yet.
    """

    off: frozenset[date] = field(default_factory=frozenset, repr=False)
    work: frozenset[date] = field(default_factory=frozenset, repr=False)
    published_years: frozenset[int] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        both = self.off & self.work
        if both:
            raise ValueError(f"both off and working: {sorted(both)}")

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open that day."""
        if day in self.work:
            return True
        return day.weekday() < _SATURDAY and day not in self.off

    def is_provisional(self, day: date) -> bool:
        """Whether that day's year has no published holiday notice yet."""
        return day.year not in self.published_years

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`, which itself is not counted; `start` when n is 0.

        Raises ValueError when n is negative.
        """
        if n < 0:
            raise ValueError("working days are counted forward only")
        day = start
        while n:
            day += _DAY
            n -= self.is_working_day(day)
        return day

    def roll_forward(self, day: date) -> date:
        """That day, or the first working day after it: for what citizens must do (民法典 203)."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def roll_back(self, day: date) -> date:
        """That day, or the last working day before it: for what staff must finish."""
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (end - start).days
        return sum(self.is_working_day(start + _DAY * step) for step in range(1, days + 1))
