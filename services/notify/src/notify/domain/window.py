"""When a message may go out, and how long to wait after a failed attempt."""

from datetime import datetime, time, timedelta

__all__ = ["backoff", "next_opening", "tomorrow"]


def next_opening(now: datetime, opens: time, closes: time) -> datetime:
    """`now` inside the window (opening included, closing not), else the next opening."""
    if opens <= now.time() < closes:
        return now
    day = now.date() if now.time() < opens else now.date() + timedelta(days=1)
    return datetime.combine(day, opens, now.tzinfo)


def tomorrow(now: datetime, opens: time) -> datetime:
    """The next day's opening."""
    return datetime.combine(now.date() + timedelta(days=1), opens, now.tzinfo)


def backoff(attempts: int) -> timedelta:
    """1, 5, 25 minutes after the first, second, third attempt."""
    return timedelta(minutes=5 ** max(attempts - 1, 0))
