"""Holiday notices (放假通知): entered once, heard by every service that counts working days."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.message import Command, Event, Query
from contracts.wire import LINE, between, described, length, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """One day that is not what its weekday makes of it."""

    day: date
    kind: str = described("off: 放假; work: 调休上班", one_of("off", "work"))


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayNotice:
    """A notice as it was entered. `year` is the year whose arrangement it publishes, if any."""

    notice_id: UUID
    document: str
    published_on: date
    year: int | None
    days: tuple[CalendarDay, ...]
    entered_by: str
    entered_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterHolidayNotice(Command):
    """放假通知: days off, make-up days, a year's whole arrangement.

    The same notice entered again is the same notice. Of two notices that name a day, the one
    published last holds, and of these the one entered last.
    """

    service, answer = "intake", HolidayNotice

    document: str = described("发文字号或通知名称", length(2, 200), LINE)
    published_on: date = described("通知发布的日期，不得晚于今天")
    days: tuple[CalendarDay, ...] = described("放假和调休上班的日期", default=())
    year: int | None = described(
        "该通知公布其全年安排的年份；只调整个别日期的通知不填", between(2019, 2099), default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayNotices:
    """All notices that were entered, those published last first."""

    items: tuple[HolidayNotice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHolidayNotices(Query):
    """Which notices were entered here, beyond those the release already knows."""

    service, answer = "intake", HolidayNotices


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged(Event):
    """A holiday notice was entered; whoever counts working days counts again."""

    source, aggregate = "intake", "notice_id"

    notice_id: UUID
    document: str
    published_on: date
    year: int | None
    days: tuple[CalendarDay, ...]
    entered_by: str
    entered_at: datetime
