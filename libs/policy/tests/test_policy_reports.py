from datetime import date, timedelta

import pytest

import policy
from kernel.month import Month
from policy.calendar import published_calendar
from policy.reports import report_windows

RULEBOOK = policy.load()

CALENDAR = published_calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "number", "due", "closes", "stop"),
    [
        ("2019-05", 36, 1, "2019-07-31", "2019-07-31", "2019-08"),
        ("2019-05", 36, 2, "2019-10-31", "2019-10-31", "2019-11"),
        ("2019-05", 36, 3, "2020-01-31", "2020-02-03", "2020-02"),
        ("2019-05", 36, 4, "2020-04-30", "2020-04-30", "2020-05"),
        ("2019-06", 13, 1, "2019-08-31", "2019-09-02", "2019-09"),
        ("2019-06", 13, 2, "2019-11-30", "2019-12-02", "2019-12"),
        ("2019-06", 13, 3, "2020-02-29", "2020-03-02", "2020-03"),
        ("2019-06", 13, 4, "2020-05-31", "2020-06-01", "2020-06"),
        ("2020-11", 9, 1, "2021-01-31", "2021-02-01", "2021-02"),
        ("2020-11", 9, 2, "2021-04-30", "2021-04-30", "2021-05"),
        ("2020-11", 9, 3, "2021-07-31", "2021-08-02", "2021-08"),
    ],
)
def test_when_reports_are_due(
    start: str, months: int, number: int, due: str, closes: str, stop: str
) -> None:
    windows = report_windows(Month.parse(start), months, CALENDAR, RULEBOOK.on(day(due)))
    window = windows[number - 1]
    found = (window.number, window.due, window.closes, str(window.stop_month))
    assert found == (number, day(due), day(closes), stop)
    assert window.reminders == tuple(day(due) - timedelta(days=n) for n in (15, 5, 1))
    assert window.first.first_day in window
    assert window.closes in window
    assert window.closes + timedelta(days=1) not in window


@pytest.mark.parametrize(("months", "count"), [(36, 12), (13, 4), (9, 3), (2, 0), (0, 0)])
def test_a_shorter_rest_carries_no_duty(months: int, count: int) -> None:
    rules = RULEBOOK.on(date(2019, 6, 1))
    assert len(report_windows(Month(2019, 6), months, CALENDAR, rules)) == count
