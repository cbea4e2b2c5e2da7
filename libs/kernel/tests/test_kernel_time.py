from datetime import UTC, date, datetime, timedelta

import pytest

from kernel.age import age_on, reaches
from kernel.clock import SHANGHAI, FixedClock, SystemClock, end_of_day, start_of_day


def test_the_day_turns_at_midnight_in_beijing_not_in_london() -> None:
    clock = FixedClock(datetime(2019, 3, 31, 15, 59, 59, tzinfo=UTC))
    assert clock.today() == date(2019, 3, 31)
    clock.turn(seconds=1)
    assert clock.today() == date(2019, 4, 1)
    assert clock.now() == start_of_day(date(2019, 4, 1))
    assert clock.now().tzinfo is SHANGHAI


def test_a_fixed_clock_can_be_set_and_refuses_a_bare_datetime() -> None:
    clock = FixedClock(start_of_day(date(2019, 4, 1)))
    clock.set(end_of_day(date(2019, 5, 1)))
    assert clock.now().isoformat() == "2019-05-01T23:59:59.999999+08:00"
    with pytest.raises(ValueError, match="aware"):
        clock.set(datetime(2019, 5, 1))


def test_the_days_touch_without_a_gap() -> None:
    day = date(2019, 4, 30)
    after = end_of_day(day) + timedelta(microseconds=1)
    assert after == start_of_day(date(2019, 5, 1))


def test_the_system_clock_speaks_shanghai_time() -> None:
    assert SystemClock().now().utcoffset() == timedelta(hours=8)
    assert SystemClock().today() - SystemClock().now().date() == timedelta(0)


@pytest.mark.parametrize(
    ("birth", "day", "inclusive", "age"),
    [
        (date(1979, 4, 1), date(2019, 3, 31), True, 39),
        (date(1979, 4, 1), date(2019, 4, 1), True, 40),
        (date(1979, 4, 1), date(2019, 4, 1), False, 39),
        (date(1979, 4, 1), date(2019, 4, 2), False, 40),
        (date(1980, 2, 29), date(2019, 2, 28), True, 39),  # common year: 28 February
        (date(1980, 2, 29), date(2019, 2, 27), True, 38),
        (date(1980, 2, 29), date(2020, 2, 28), True, 39),  # leap year: its own day
        (date(1980, 2, 29), date(2020, 2, 29), True, 40),
        (date(2020, 1, 2), date(2020, 1, 1), True, -1),
    ],
)
def test_age(birth: date, day: date, inclusive: bool, age: int) -> None:
    assert age_on(birth, day, reached_on_birthday=inclusive) == age


@pytest.mark.parametrize(
    ("birth", "years", "day"),
    [
        (date(1964, 6, 30), 60, date(2024, 6, 30)),
        (date(1980, 2, 29), 45, date(2025, 2, 28)),
        (date(1980, 2, 29), 40, date(2020, 2, 29)),
    ],
)
def test_the_day_an_age_is_reached(birth: date, years: int, day: date) -> None:
    assert reaches(birth, years) == day
