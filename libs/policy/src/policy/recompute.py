"""A deadline from its trigger and its rule, so that a changed holiday notice moves it.

The kinds carry the names under which the services keep their deadlines.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from kernel.calendar import WorkingCalendar
from kernel.month import Month
from policy import deadlines
from policy.dated import Clause
from policy.rules import Rules

__all__ = ["KINDS", "Due", "due"]


@dataclass(frozen=True, slots=True)
class Due:
    """The last day and its clause; provisional when it lies in a year without a notice."""

    day: date
    provisional: bool
    clause: Clause


Rule = Callable[[date, WorkingCalendar, Rules], date]


def _publicity_end(reviewed_on: date, calendar: WorkingCalendar, rules: Rules) -> date:
    return deadlines.publicity(reviewed_on, calendar, rules).until


def _start_check(applied_on: date, calendar: WorkingCalendar, rules: Rules) -> date:
    return deadlines.start_cutoff(Month.of(applied_on), calendar, rules)


def _report_due(last_day: date, calendar: WorkingCalendar, _rules: Rules) -> date:
    return calendar.roll_forward(last_day)


_RULES: Mapping[str, tuple[str, Rule]] = {
    "initial_review": ("initial_review_working_days", deadlines.initial_review_due),
    "street_correction": ("initial_review_working_days", deadlines.initial_review_due),
    "publicity_end": ("publicity_working_days", _publicity_end),
    "first_post": ("first_post_working_days", deadlines.first_post_due),
    "second_post": ("second_post_working_days", deadlines.second_post_due),
    "objection_check": ("objection_working_days", deadlines.objection_due),
    "review_publicity": ("review_publicity_working_days", deadlines.review_publicity_due),
    "matter_warning": ("matter_warn_working_days", deadlines.matter_warning),
    "matter": ("matter_working_days", deadlines.matter_due),
    "start_check": ("cutoff_day", _start_check),
    "report_due": ("report_window_months", _report_due),
}

KINDS = tuple(_RULES)


def due(kind: str, trigger: date, calendar: WorkingCalendar, rules: Rules) -> Due:
    """When something of that kind, triggered on that day, is due by that calendar.

    Triggers: acceptance for initial_review, review_publicity, matter and its warning; the return
    to the street for street_correction; the initial review for publicity_end and first_post; the
    last day of publicity for second_post; the objection for objection_check; the application for
    start_check; the last calendar day of the window for report_due. `rules` are those of the
    trigger day. Raises KeyError for an unknown kind.
    """
    name, rule = _RULES[kind]
    day = rule(trigger, calendar, rules)
    return Due(day, calendar.is_provisional(day), rules.clause(name))
