from datetime import date

import pytest

from kernel.calendar import WorkingCalendar

# The spring of 2019: Qingming and May Day off, two make-up Sundays.
SPRING = WorkingCalendar(
    off=frozenset({date(2019, 4, 5), *(date(2019, 5, d) for d in (1, 2, 3, 4))}),
    work=frozenset({date(2019, 4, 28), date(2019, 5, 5)}),
    published_years=frozenset({2019}),
)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2019, 4, 4), True),
        (date(2019, 4, 5), False),  # Qingming, a Friday
        (date(2019, 4, 6), False),  # Saturday
        (date(2019, 4, 28), True),  # make-up Sunday
        (date(2019, 5, 5), True),  # make-up Sunday
        (date(2030, 5, 1), True),  # nothing published: a plain Wednesday
        (date(2030, 5, 4), False),
    ],
)
def test_working_days(day: date, working: bool) -> None:
    assert SPRING.is_working_day(day) is working


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2019, 4, 1), 0, date(2019, 4, 1)),
        (date(2019, 4, 1), 2, date(2019, 4, 3)),
        (date(2019, 4, 3), 5, date(2019, 4, 11)),
        (date(2019, 4, 29), 2, date(2019, 5, 5)),  # due on a make-up Sunday
        (date(2019, 4, 30), 2, date(2019, 5, 6)),
        (date(2019, 4, 6), 1, date(2019, 4, 8)),  # from a day off
    ],
)
def test_counting_starts_the_day_after(start: date, n: int, end: date) -> None:
    assert SPRING.add_working_days(start, n) == end
    assert SPRING.working_days_between(start, end) == n
    assert SPRING.working_days_between(end, start) == -n


def test_it_does_not_count_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        SPRING.add_working_days(date(2019, 4, 1), -1)


@pytest.mark.parametrize(
    ("day", "back", "forward"),
    [
        (date(2019, 4, 24), date(2019, 4, 24), date(2019, 4, 24)),
        (date(2019, 4, 6), date(2019, 4, 4), date(2019, 4, 8)),
        (date(2019, 5, 2), date(2019, 4, 30), date(2019, 5, 5)),
    ],
)
def test_rolling(day: date, back: date, forward: date) -> None:
    assert (SPRING.roll_back(day), SPRING.roll_forward(day)) == (back, forward)


def test_a_year_without_a_notice_is_provisional_and_still_counts() -> None:
    assert SPRING.is_provisional(date(2020, 1, 1))
    assert not SPRING.is_provisional(date(2019, 12, 31))
    assert SPRING.add_working_days(date(2019, 12, 31), 1) == date(2020, 1, 1)


def test_a_day_cannot_be_both_off_and_working() -> None:
    day = frozenset({date(2019, 5, 5)})
    with pytest.raises(ValueError, match="both"):
        WorkingCalendar(off=day, work=day)
