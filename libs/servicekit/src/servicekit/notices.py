"""Holiday notices (放假通知) in a service's own database, over the calendar of its release.

The calendar of a release knows what had been published when it was made. What comes later is
entered once, travels as `CalendarChanged` and lies here; a notice is never changed or removed.
"""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Row
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts import wire
from contracts.calendar import CalendarChanged, CalendarDay, HolidayNotice
from kernel.calendar import WorkingCalendar
from kernel.clock import SHANGHAI
from policy.calendar import DayOverride, YearNotice, amended
from servicekit import statements
from servicekit.core import Core
from servicekit.tables import KitTables


class Notices:
    """The notices of one service, inside the caller's transaction."""

    def __init__(self, core: Core, tables: KitTables) -> None:
        self._core, self._table = core, tables.notices

    def add(self, event: CalendarChanged) -> bool:
        """Keeps a notice; False when it is here already."""
        values = {
            "id": event.notice_id,
            "document": event.document,
            "published_on": event.published_on,
            "year": event.year,
            "days": [wire.dump(day) for day in event.days],
            "entered_by": event.entered_by,
            "entered_at": event.entered_at,
        }
        put = upsert(self._table).values(values).on_conflict_do_nothing()
        return bool(self._core.execute(put).rowcount)

    def all(self) -> tuple[HolidayNotice, ...]:
        """Every notice, published last and entered last at the end."""
        rows = self._core.execute(statements.all_notices(self._table))
        return tuple(_notice(row) for row in rows)

    def over(self, calendar: WorkingCalendar) -> WorkingCalendar:
        """A release's calendar with every notice that has come since."""
        return _over(calendar, self.all())

    def about(self, first: date, last: date) -> str:
        """The documents that say something of these days or their years, for the record."""
        found = [notice.document for notice in self.all() if _says(notice, first, last)]
        return "、".join(dict.fromkeys(found))


def take_in(event: CalendarChanged, uow: Any) -> None:
    """A reader's own copy; the next round counts its open deadlines again."""
    uow.notices.add(event)


@lru_cache(maxsize=16)
def _over(calendar: WorkingCalendar, notices: tuple[HolidayNotice, ...]) -> WorkingCalendar:
    days = [
        DayOverride(named.day, _kind(named), notice.document, notice.published_on)
        for notice in notices
        for named in notice.days
    ]
    years = [YearNotice(n.year, n.document, n.published_on) for n in notices if n.year]
    return amended(calendar, days, years)


def _kind(named: CalendarDay) -> Any:
    return named.kind  # the contract has checked it


def _says(notice: HolidayNotice, first: date, last: date) -> bool:
    whole_year = notice.year is not None and first.year <= notice.year <= last.year
    return whole_year or any(first <= named.day <= last for named in notice.days)


def _notice(row: Row[Any]) -> HolidayNotice:
    return HolidayNotice(
        notice_id=row.id,
        document=row.document,
        published_on=row.published_on,
        year=row.year,
        days=tuple(wire.load(CalendarDay, day) for day in row.days),
        entered_by=row.entered_by,
        entered_at=row.entered_at.astimezone(SHANGHAI).isoformat(),
    )
