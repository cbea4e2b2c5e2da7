"""The policy, the calendar and a start that the tables of rules are read with."""

from datetime import date

import policy
from kernel.month import Month
from policy.calendar import published_calendar

RULES, CALENDAR = policy.load().on(date(2019, 4, 20)), published_calendar()
MAY = Month(2019, 5)


def month(text: str) -> Month:
    return Month.parse(text)
