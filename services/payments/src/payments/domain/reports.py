"""Which quarterly window (就业情况报告) a day belongs to; the windows are policy's own.

京劳服失发〔2019〕1号 附件1 三.5, 附件3 二.3. A report counts for one window only; one made early
never carries over.
"""

from collections.abc import Collection, Sequence
from datetime import date

from policy.reports import ReportWindow

__all__ = ["lapsed", "next_reminder", "reminder_of", "taking", "waiting"]


def taking(
    windows: Sequence[ReportWindow], fulfilled: Collection[int], day: date
) -> ReportWindow | None:
    """The window a report of that day goes to: an open one first, else one already fulfilled."""
    inside = [window for window in windows if day in window]
    unmet = [window for window in inside if window.number not in fulfilled]
    return next(iter(unmet or inside[-1:]), None)


def waiting(
    windows: Sequence[ReportWindow], fulfilled: Collection[int], day: date
) -> ReportWindow | None:
    """The next window without a report that can still be met on that day."""
    open_ = (w for w in windows if w.number not in fulfilled and w.closes >= day)
    return next(open_, None)


def lapsed(
    windows: Sequence[ReportWindow], fulfilled: Collection[int], first: int, day: date
) -> ReportWindow | None:
    """The first window from number `first` on that closed before that day without a report."""
    late = (w for w in windows if first <= w.number not in fulfilled and w.closes < day)
    return next(late, None)


def reminder_of(window: ReportWindow, day: date) -> date | None:
    """The newest reminder day that has come; None before the first and after the window."""
    come = [reminder for reminder in window.reminders if reminder <= day <= window.closes]
    return max(come, default=None)


def next_reminder(window: ReportWindow, after: date) -> date | None:
    """The next reminder day after a day."""
    return min((reminder for reminder in window.reminders if reminder > after), default=None)
