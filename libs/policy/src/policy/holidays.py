"""Holiday notices (放假通知) as dated rows: what was known of the working days, and since when."""

from dataclasses import dataclass
from datetime import date

from policy.tables import Code
from policy.words import must_be_one_of

__all__ = ["DAY_KINDS", "HolidayChange", "HolidayNotice", "StatutoryHoliday"]

DAY_KINDS = frozenset({"plain", "off", "work"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayNotice(Code):
    """A year's holiday notice (放假通知), known from the day of its row; code: the year."""

    def __post_init__(self) -> None:
        Code.__post_init__(self)
        if not (len(self.code) == len("2019") and self.code.isdecimal()):
            raise ValueError(f"code: a year is expected, not {self.code!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayChange(Code):
    """A later notice turned `day` from `before` into `kind` ("plain", "off", "work").

    The code is the day; "plain" is what the weekday alone makes of it.
    """

    day: date
    kind: str
    before: str = "plain"

    def __post_init__(self) -> None:
        Code.__post_init__(self)
        must_be_one_of("kind", self.kind, DAY_KINDS)
        must_be_one_of("before", self.before, DAY_KINDS)
        if self.code != self.day.isoformat():
            raise ValueError(f"code is the day, {self.day}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutoryHoliday(Code):
    """Off in every year by the law (全国年节及纪念日放假办法 第二条); code: month-day."""

    def __post_init__(self) -> None:
        Code.__post_init__(self)
        self.in_year(2019)

    def in_year(self, year: int) -> date:
        """Its day in a year; raises ValueError for a code that is no day."""
        return date.fromisoformat(f"{year}-{self.code}")
