"""The published holiday notices (国务院办公厅放假通知) as a calendar value, also as known earlier.

The days come from a maintained library, which knows only their last state. The packs say when
each year's notice was published and what a later notice changed; dated overrides (an operator's
table) say what the library does not know yet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from chinese_calendar import constants  # type: ignore[import-untyped]

from kernel.calendar import WorkingCalendar
from policy.book import load
from policy.dated import Row
from policy.holidays import HolidayChange
from policy.tables import Coded

__all__ = ["DayOverride", "YearNotice", "calendar_as_known", "published_calendar"]


# 全国年节及纪念日放假办法（国务院令第795号）第二条: off in every year, by its date alone. The lunar
# holidays and all make-up days wait for the year's notice.
STATUTORY = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
UNPUBLISHED = range(2020, 2100)


@dataclass(frozen=True, slots=True)
class DayOverride:
    """One day made off or working by a document that became known on a day."""

    day: date
    kind: Literal["off", "work"]
    source: str
    known_from: date

    def __post_init__(self) -> None:
        if self.kind not in ("off", "work") or not self.source.strip():
            raise ValueError("an override is off or work, by a document")


@dataclass(frozen=True, slots=True)
class YearNotice:
    """The holiday notice of a year the library does not know yet; its days are overrides."""

    year: int
    source: str
    known_from: date


def published_calendar(
    overrides: Iterable[DayOverride] = (), notices: Iterable[YearNotice] = ()
) -> WorkingCalendar:
    """Holidays and make-up days by every notice there is.

    A year without a notice is Monday to Friday less the holidays whose dates the law itself
    fixes, and `is_provisional` says so.
    """
    return calendar_as_known(date.max, overrides, notices)


def calendar_as_known(
    on: date, overrides: Iterable[DayOverride] = (), notices: Iterable[YearNotice] = ()
) -> WorkingCalendar:
    """The calendar as it was known on a day: later notices and overrides left out.

    Of several overrides of a day the one known last holds.
    """
    return _known(on, tuple(overrides), tuple(notices))


@lru_cache(maxsize=64)
def _known(
    on: date, overrides: tuple[DayOverride, ...], notices: tuple[YearNotice, ...]
) -> WorkingCalendar:
    kinds = dict.fromkeys(constants.holidays, "off") | dict.fromkeys(constants.workdays, "work")
    kinds.update(_packed_changes(on))
    years = _published_years(on) | {n.year for n in notices if n.known_from <= on}
    kinds = {day: kind for day, kind in kinds.items() if day.year in years}
    kinds |= {date(y, *md): "off" for y in UNPUBLISHED if y not in years for md in STATUTORY}
    for override in sorted(overrides, key=lambda override: override.known_from):
        if override.known_from <= on:
            kinds[override.day] = override.kind
    return WorkingCalendar(
        off=frozenset(day for day, kind in kinds.items() if kind == "off"),
        work=frozenset(day for day, kind in kinds.items() if kind == "work"),
        published_years=frozenset(years),
    )


def _packed_changes(on: date) -> Iterator[tuple[date, str]]:
    for series in load().tables["holiday_changes"].values():
        known = [row for row in series.rows if row.first <= on]
        yield _state(known[-1], after=True) if known else _state(series.rows[0], after=False)


def _state(row: Row[Coded], *, after: bool) -> tuple[date, str]:
    change = row.value
    if not isinstance(change, HolidayChange):
        raise TypeError("the table of holiday changes holds something else")
    return change.day, change.kind if after else change.before


def _published_years(on: date) -> set[int]:
    since = {
        int(year): series.rows[0].first for year, series in load().tables["holiday_notices"].items()
    }
    library = {day.year for day in constants.holidays}
    return {year for year in library | since.keys() if since.get(year, date.min) <= on}
