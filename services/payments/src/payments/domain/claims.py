"""Which quarters of a benefit are to be applied for (按季申请), and where each stands."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from kernel.month import Month
from policy.claims import ClaimWindow

__all__ = ["distinct", "lapsed_on", "next_reminder", "reminder_of", "state_of", "unclaimed"]


def distinct(windows: Iterable[ClaimWindow | None]) -> tuple[ClaimWindow, ...]:
    """Each window once, in order; months that need none are left out."""
    return tuple({window.first: window for window in windows if window is not None}.values())


def state_of(window: ClaimWindow, claimed: Collection[Month], day: date) -> str:
    """coming, open, claimed or lapsed."""
    if window.first in claimed:
        return "claimed"
    if day < window.opens:
        return "coming"
    return "open" if day in window else "lapsed"


def unclaimed(
    windows: Sequence[ClaimWindow], claimed: Collection[Month], day: date
) -> ClaimWindow | None:
    """The next window that can still be met on that day, open or coming."""
    left = (w for w in windows if w.first not in claimed and w.closes >= day)
    return next(left, None)


def lapsed_on(
    windows: Sequence[ClaimWindow], claimed: Collection[Month], day: date
) -> tuple[ClaimWindow, ...]:
    """The windows that closed before that day without an application."""
    return tuple(w for w in windows if w.first not in claimed and w.closes < day)


def reminder_of(window: ClaimWindow, day: date) -> date | None:
    """The newest reminder day that has come while the window is open."""
    return max((each for each in window.reminders if each <= day), default=None)


def next_reminder(window: ClaimWindow, after: date) -> date | None:
    """The next reminder day after a day."""
    return min((each for each in window.reminders if each > after), default=None)
