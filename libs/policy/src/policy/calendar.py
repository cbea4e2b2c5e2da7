"""The published holiday notices (国务院办公厅放假通知) as a calendar value, also as known earlier.

The days come from a maintained library, which knows only their last state. The packs say when
each year's notice was published and what a later notice changed; dated overrides (an operator's
table) say what the library does not know yet.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from chinese_calendar import constants  # type: ignore[import-untyped]

from kernel.calendar import WorkingCalendar
from policy.book import load
from policy.dated import Row
from policy.holidays import HolidayChange, StatutoryHoliday
from policy.tables import Coded

__all__ = [
    "DayOverride",
    "YearNotice",
    "amended",
    "calendar_as_known",
    "edition",
    "published_calendar",
]

HORIZON = 2100  # nothing that is decided here reaches further


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
    return amended(
        _known(on),
        [override for override in overrides if override.known_from <= on],
        [notice for notice in notices if notice.known_from <= on],
    )


def amended(
    calendar: WorkingCalendar, overrides: Iterable[DayOverride], notices: Iterable[YearNotice]
) -> WorkingCalendar:
    """A calendar with more notices; of several overrides of a day the one known last holds."""
    kinds = {override.day: override.kind for override in sorted(overrides, key=_known_from)}
    named = frozenset(kinds)
    off = frozenset(day for day, kind in kinds.items() if kind == "off")
    return WorkingCalendar(
        off=(calendar.off - named) | off,
        work=(calendar.work - named) | (named - off),
        published_years=calendar.published_years | {notice.year for notice in notices},
    )


@lru_cache(maxsize=64)
def edition(calendar: WorkingCalendar) -> str:
    """A short name of exactly these working days, the same in every process."""
    days = [sorted(calendar.off), sorted(calendar.work), sorted(calendar.published_years)]
    return hashlib.sha256(str(days).encode()).hexdigest()[:16]


def _known_from(override: DayOverride) -> date:
    return override.known_from


@lru_cache(maxsize=64)
def _known(on: date) -> WorkingCalendar:
    kinds = dict.fromkeys(constants.holidays, "off") | dict.fromkeys(constants.workdays, "work")
    kinds.update(_packed_changes(on))
    years = _published_years(on)
    kinds = {day: kind for day, kind in kinds.items() if day.year in years}
    unpublished = set(range(min(years), HORIZON)) - years
    kinds |= {day: "off" for year in unpublished for day in _statutory(year)}
    return WorkingCalendar(
        off=frozenset(day for day, kind in kinds.items() if kind == "off"),
        work=frozenset(day for day, kind in kinds.items() if kind == "work"),
        published_years=frozenset(years),
    )


def _statutory(year: int) -> Iterator[date]:
    """Off by the law and their date alone; the lunar ones wait for the year's notice."""
    for series in load().tables["statutory_holidays"].values():
        for row in series.rows:
            if isinstance(row.value, StatutoryHoliday) and row.holds_on(row.value.in_year(year)):
                yield row.value.in_year(year)


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
