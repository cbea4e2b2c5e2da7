"""按季申请: where a pack wants it, paid months are subsidised only once they are applied for."""

from dataclasses import dataclass
from datetime import date, timedelta

from kernel.calendar import WorkingCalendar
from kernel.month import Month
from policy.rules import Rules

__all__ = ["ClaimWindow", "claim_window"]


@dataclass(frozen=True, slots=True)
class ClaimWindow:
    """One cycle: its months, and the days on which it may be applied for, both included.

    `due` is the last calendar day and `closes` the next working day, up to which a late citizen
    is still in time (民法典 第二百零三条).
    """

    first: Month
    last: Month
    opens: date
    due: date
    closes: date
    reminders: tuple[date, ...]

    def __contains__(self, day: date) -> bool:
        return self.opens <= day <= self.closes


def claim_window(month: Month, calendar: WorkingCalendar, rules: Rules) -> ClaimWindow | None:
    """The window of the cycle a month lies in, by the rules of that month; None where none is due.

    Cycles are counted from January, as for applications (`application_cycle_months`).
    """
    if not rules.claim_required:
        return None
    length = rules.application_cycle_months
    first = month - (month.month - 1) % length
    last = first + (length - 1)
    due = (last + rules.claim_window_months).last_day
    return ClaimWindow(
        first=first,
        last=last,
        opens=last.last_day + timedelta(days=1),
        due=due,
        closes=calendar.roll_forward(due),
        reminders=tuple(due - timedelta(days=ahead) for ahead in rules.claim_remind_days),
    )
