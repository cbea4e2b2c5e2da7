"""When each step is due. All days are Shanghai days; a step due on a day may be done until 24:00.

Deadlines are computed from the trigger and the calendar, so that a changed holiday notice
recomputes them. 附件1 三.2 and 三.3 start publicity and the district's clock together, while the
second post must wait for the end of publicity: its own day is therefore counted from there.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from kernel.calendar import WorkingCalendar
from kernel.month import Month
from policy.rules import Rules

__all__ = [
    "Publicity",
    "first_post_due",
    "initial_review_due",
    "is_fresh",
    "matter_due",
    "matter_warning",
    "objection_due",
    "proposed_start",
    "publicity",
    "review_publicity_due",
    "second_post_due",
    "second_post_limit",
    "start_cutoff",
    "start_cutoff_of",
    "start_warning",
]


@dataclass(frozen=True, slots=True)
class Publicity:
    """First and last day on show (公示), both included, and the day the second post opens."""

    opens: date
    until: date
    second_post_opens: date


def initial_review_due(accepted_on: date, calendar: WorkingCalendar, rules: Rules) -> date:
    """Last day for the street's initial review (初审): 2 working days; 附件1 三.2."""
    return calendar.add_working_days(accepted_on, rules.initial_review_working_days)


def publicity(reviewed_on: date, calendar: WorkingCalendar, rules: Rules) -> Publicity:
    """Publicity after an initial review done that day: 5 whole working days; 附件1 三.2.

    The second post opens at 00:00 of `second_post_opens`, whether offices are open or not.
    """
    until = calendar.add_working_days(reviewed_on, rules.publicity_working_days)
    opens = calendar.add_working_days(reviewed_on, 1)
    return Publicity(opens, until, until + timedelta(days=1))


def first_post_due(reviewed_on: date, calendar: WorkingCalendar, rules: Rules) -> date:
    """Last day for the first post (岗1): 5 working days after the initial review; 附件1 三.3."""
    return calendar.add_working_days(reviewed_on, rules.first_post_working_days)


def second_post_due(publicity_until: date, calendar: WorkingCalendar, rules: Rules) -> date:
    """Last day for the second post (岗2): 1 working day after publicity; our reading of 三.3."""
    return calendar.add_working_days(publicity_until, rules.second_post_working_days)


def second_post_limit(
    publicity_until: date, applied_on: date, calendar: WorkingCalendar, rules: Rules
) -> date:
    """The day after which a late second post costs the applicant a month."""
    late = calendar.add_working_days(publicity_until, rules.second_post_limit_working_days)
    return min(late, start_cutoff(Month.of(applied_on), calendar, rules))


def objection_due(raised_on: date, calendar: WorkingCalendar, rules: Rules) -> date:
    """Last day for the street to look into an objection (异议)."""
    return calendar.add_working_days(raised_on, rules.objection_working_days)


def review_publicity_due(accepted_on: date, calendar: WorkingCalendar, rules: Rules) -> date:
    """Last day for initial review and publicity together."""
    return calendar.add_working_days(accepted_on, rules.review_publicity_working_days)


def matter_due(accepted_on: date, calendar: WorkingCalendar, rules: Rules) -> date:
    """Last day for the whole matter (办结), from acceptance to the decision."""
    return calendar.add_working_days(accepted_on, rules.matter_working_days)


def matter_warning(accepted_on: date, calendar: WorkingCalendar, rules: Rules) -> date:
    """The day at whose end officers are warned: so many working days before the matter's last."""
    days = rules.matter_working_days - rules.matter_warn_working_days
    return calendar.add_working_days(accepted_on, max(days, 0))


def proposed_start(applied_in: Month, rules: Rules) -> Month:
    """The start month an application asks for (申请享受月份); 附件1 三.4, 附件3 二.4.

    Applications of one cycle count together: the start lies `start_offset_months` after the last
    month of the cycle, and cycles are counted from January. A cycle of one month is the month.
    """
    cycle = rules.application_cycle_months
    last_of_cycle = applied_in + (cycle - 1 - (applied_in.month - 1) % cycle)
    return last_of_cycle + rules.start_offset_months


def start_cutoff(applied_in: Month, calendar: WorkingCalendar, rules: Rules) -> date:
    """Last day to confirm the start an application asks for; 附件1 三.4."""
    return start_cutoff_of(proposed_start(applied_in, rules), calendar, rules)


def start_cutoff_of(start: Month, calendar: WorkingCalendar, rules: Rules) -> date:
    """Last day to confirm that start month, also a postponed one: before its 24th.

    A staff deadline, so it rolls back to a working day.
    """
    day = rules.cutoff_day if rules.cutoff_inclusive else rules.cutoff_day - 1
    return calendar.roll_back(start.first_day.replace(day=day))


def is_fresh(found_on: date, today: date, calendar: WorkingCalendar, rules: Rules) -> bool:
    """Whether a registry's or the centre's word may still be relied on: 5 working days."""
    return calendar.working_days_between(found_on, today) <= rules.check_stale_working_days


def start_warning(applied_in: Month, rules: Rules) -> date:
    """The day from which an unconfirmed start month is shown as urgent."""
    return proposed_start(applied_in, rules).first_day.replace(day=rules.cutoff_warn_day)
