"""The rules of quarterly reports as tables: domain §8."""

from datetime import date

import pytest
from payments_rules import CALENDAR, RULES, month

from kernel.month import Month
from payments.domain.reports import lapsed, next_reminder, reminder_of, taking, waiting
from policy.reports import report_windows

# domain §8: due -> closes; stop month
WINDOWS = [
    ("2019-05", 36, 12, 1, "2019-07-31", "2019-07-31", "2019-08"),
    ("2019-05", 36, 12, 3, "2020-01-31", "2020-02-03", "2020-02"),
    ("2019-05", 36, 12, 4, "2020-04-30", "2020-04-30", "2020-05"),
    ("2019-06", 13, 4, 1, "2019-08-31", "2019-09-02", "2019-09"),
    ("2019-06", 13, 4, 2, "2019-11-30", "2019-12-02", "2019-12"),
    ("2019-06", 13, 4, 3, "2020-02-29", "2020-03-02", "2020-03"),
    ("2019-06", 13, 4, 4, "2020-05-31", "2020-06-01", "2020-06"),
    ("2020-11", 9, 3, 1, "2021-01-31", "2021-02-01", "2021-02"),
    ("2020-11", 9, 3, 2, "2021-04-30", "2021-04-30", "2021-05"),
    ("2020-11", 9, 3, 3, "2021-07-31", "2021-08-02", "2021-08"),
]


@pytest.mark.parametrize(("start", "n", "count", "number", "due", "closes", "stop"), WINDOWS)
def test_report_windows(start, n, count, number, due, closes, stop):
    windows = report_windows(month(start), n, CALENDAR, RULES)
    window = windows[number - 1]
    assert len(windows) == count
    assert (str(window.due), str(window.closes), str(window.stop_month)) == (due, closes, stop)


JUNE = report_windows(Month(2019, 6), 13, CALENDAR, RULES)  # W1 closes on Monday 2 September


@pytest.mark.parametrize(
    ("day", "fulfilled", "number"),
    [
        (date(2019, 5, 31), (), None),
        (date(2019, 6, 1), (), 1),
        (date(2019, 8, 31), (), 1),
        (date(2019, 9, 2), (), 1),  # the weekend still counts for the first window
        (date(2019, 9, 2), (1,), 2),  # unless it has its report already
        (date(2019, 9, 3), (), 2),
        (date(2019, 7, 1), (1,), 1),  # a second report of the same window
        (date(2020, 6, 2), (), None),  # the trailing month carries no duty
    ],
)
def test_which_window_a_report_goes_to(day, fulfilled, number):
    window = taking(JUNE, fulfilled, day)
    assert (window.number if window else None) == number


def test_waiting_and_lapsed_windows():
    assert waiting(JUNE, (), date(2019, 9, 2)) == JUNE[0]
    assert waiting(JUNE, (1,), date(2019, 7, 1)) == JUNE[1]
    assert lapsed(JUNE, (), 1, date(2019, 9, 2)) is None
    assert lapsed(JUNE, (), 1, date(2019, 9, 3)) == JUNE[0]
    assert lapsed(JUNE, (), 2, date(2019, 9, 3)) is None  # no duty before the activation
    assert waiting(JUNE, (1, 2, 3, 4), date(2020, 6, 1)) is None


def test_reminders_of_a_window():
    first = JUNE[0]
    assert next_reminder(first, date(2019, 8, 1)) == date(2019, 8, 16)
    assert next_reminder(first, date(2019, 8, 16)) == date(2019, 8, 26)
    assert next_reminder(first, date(2019, 8, 30)) is None
    assert reminder_of(first, date(2019, 8, 15)) is None
    assert reminder_of(first, date(2019, 8, 27)) == date(2019, 8, 26)
    assert reminder_of(first, date(2019, 9, 3)) is None
