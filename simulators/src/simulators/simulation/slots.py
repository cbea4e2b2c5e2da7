"""The hours at which people act: half past nine and half past two of every day, numbered."""

from datetime import date, datetime, time

from kernel.calendar import WorkingCalendar
from kernel.clock import SHANGHAI

__all__ = ["AFTERNOON", "MORNING", "at_work", "day_of", "moment_of", "slot_at", "slot_of"]

MORNING, AFTERNOON = 0, 1
_HOURS = (time(9, 30), time(14, 30))


def slot_of(day: date, part: int = MORNING) -> int:
    """The number of a morning or an afternoon."""
    return day.toordinal() * 2 + part


def day_of(slot: int) -> date:
    """The day a slot lies in."""
    return date.fromordinal(slot // 2)


def moment_of(slot: int) -> datetime:
    """When a slot is, in Beijing."""
    return datetime.combine(day_of(slot), _HOURS[slot % 2], SHANGHAI)


def slot_at(moment: datetime) -> int:
    """The first slot at or after a moment."""
    here = moment.astimezone(SHANGHAI)
    return slot_of(here.date()) + sum(hour < here.time() for hour in _HOURS)


def at_work(slot: int, calendar: WorkingCalendar) -> int:
    """That slot, or the first morning after it on which offices are open."""
    day = day_of(slot)
    return slot if calendar.is_working_day(day) else slot_of(calendar.roll_forward(day))
