"""Quarterly application, and measures of 2020, by data alone."""

from datetime import date

import pytest

import policy
from kernel.errors import MissingValue
from kernel.month import Month
from policy import deadlines
from policy.calendar import published_calendar
from policy.duration import extension

BEIJING, GUANGDONG = policy.load("beijing"), policy.load("guangdong")
CALENDAR = published_calendar()


@pytest.mark.parametrize(
    ("applied", "beijing", "guangdong", "beijing_cutoff", "guangdong_cutoff"),
    [
        ("2019-01", "2019-02", "2019-04", "2019-02-22", "2019-04-24"),
        ("2019-03", "2019-04", "2019-04", "2019-04-24", "2019-04-24"),
        ("2019-04", "2019-05", "2019-07", "2019-05-24", "2019-07-24"),
        ("2019-06", "2019-07", "2019-07", "2019-07-24", "2019-07-24"),
        ("2019-10", "2019-11", "2020-01", "2019-11-22", "2020-01-23"),
        ("2019-12", "2020-01", "2020-01", "2020-01-23", "2020-01-23"),
    ],
)
def test_a_quarterly_application_starts_with_the_next_quarter(
    applied: str, beijing: str, guangdong: str, beijing_cutoff: str, guangdong_cutoff: str
) -> None:
    month = Month.parse(applied)
    for rulebook, start, cutoff in [
        (BEIJING, beijing, beijing_cutoff),
        (GUANGDONG, guangdong, guangdong_cutoff),
    ]:
        rules = rulebook.on(date(2019, 4, 1))
        assert str(deadlines.proposed_start(month, rules)) == start
        last_day = deadlines.start_cutoff(month, CALENDAR, rules)
        assert last_day == date.fromisoformat(cutoff)
        assert deadlines.start_cutoff_of(Month.parse(start), CALENDAR, rules) == last_day
        assert deadlines.start_warning(month, rules) <= last_day


def test_a_province_without_the_measure_of_2020_extends_nothing() -> None:
    end, retires = Month(2020, 11), Month(2030, 1)
    day = date(2020, 10, 15)
    assert extension(end, retires, BEIJING.on(day)) is not None
    assert extension(end, retires, GUANGDONG.on(day)) is None


def test_a_sum_nobody_has_given_fails_by_its_name() -> None:
    with pytest.raises(MissingValue, match=r"medical_base.*2019-07"):
        BEIJING.contribution(Month(2019, 7))


def test_an_invented_sum_says_that_it_is_invented() -> None:
    month = GUANGDONG.contribution(Month(2021, 7))
    assert {clause.trust for share in month for clause in share.clauses} == {"example"}
    invented = {name for name in GUANGDONG.values if name.startswith(("pension", "unemp", "medi"))}
    assert set(GUANGDONG.examples()) == invented
    assert BEIJING.examples() == ()
