"""Time as something handed in: the real clock, and one that tests and training can turn."""

from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

__all__ = ["SHANGHAI", "Clock", "FixedClock", "SystemClock", "end_of_day", "start_of_day"]

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Whoever needs the time takes one of these."""

    def now(self) -> datetime:
        """The present moment, aware, in Asia/Shanghai."""

    def today(self) -> date:
        """The present calendar day in Asia/Shanghai."""


class SystemClock:
    """The machine's clock, read in Beijing whatever the machine's own zone is."""

    def now(self) -> datetime:
        """The present moment, aware, in Asia/Shanghai."""
        return datetime.now(SHANGHAI)

    def today(self) -> date:
        """The present calendar day in Asia/Shanghai."""
        return self.now().date()


class FixedClock:
    """Stands still until it is turned."""

    def __init__(self, now: datetime) -> None:
        self._now = _in_shanghai(now)

    def now(self) -> datetime:
        """The moment it was last set to, in Asia/Shanghai."""
        return self._now

    def today(self) -> date:
        """The Shanghai calendar day of that moment."""
        return self._now.date()

    def turn(
        self,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
        weeks: float = 0,
        milliseconds: float = 0,
        microseconds: float = 0,
    ) -> datetime:
        """Move on (or back) by that much; returns the new moment."""
        self._now += timedelta(
            days=days,
            hours=hours,
            minutes=minutes,
            seconds=seconds,
            weeks=weeks,
            milliseconds=milliseconds,
            microseconds=microseconds,
        )
        return self._now

    def set(self, now: datetime) -> datetime:
        """Jump to an aware moment; returns it in Asia/Shanghai."""
        self._now = _in_shanghai(now)
        return self._now


def start_of_day(day: date) -> datetime:
    """The first moment of a Shanghai day, 00:00:00."""
    return datetime.combine(day, time.min, SHANGHAI)


def end_of_day(day: date) -> datetime:
    """The last moment of a Shanghai day, 23:59:59.999999."""
    return datetime.combine(day, time.max, SHANGHAI)


def _in_shanghai(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a clock needs an aware datetime: a bare one may be eight hours off")
    return moment.astimezone(SHANGHAI)
