"""Edge cases of the scheme that are pure policy; the others live in the services' tests.

The numbers are those of the list of edge cases in the domain notes. Policy: 1, 2, 3, 11, 12, 13,
18, 19, 21, 22, 23, 24, 25, 28. Services: 4 to 10, 14 to 17, 20, 26, 27, 29 to 32, and of 5, 14, 19,
24 and 28 what needs a case, a ledger or a running benefit.
"""

from datetime import date, datetime, timedelta

import pytest

import policy
from kernel.clock import SHANGHAI, end_of_day, start_of_day
from kernel.errors import MissingValue
from kernel.identity import Sex
from kernel.month import Month
from policy import deadlines
from policy.calendar import published_calendar
from policy.duration import Grant, extension, months_granted, months_used
from policy.retirement import retirement_month

RULEBOOK = policy.load()
CALENDAR = published_calendar()


def grant(birth: date, start: str, approved: date, *, sex: Sex = "female", used: int = 0) -> Grant:
    return months_granted(
        category="P4045",
        sex=sex,
        retire_class="worker",
        birth=birth,
        first_approval_date=approved,
        start=Month.parse(start),
        months_used=used,
        rules=RULEBOOK.on(approved),
    )


def test_01_one_second_decides_which_flow() -> None:
    last = datetime(2019, 3, 31, 23, 59, 59, tzinfo=SHANGHAI)
    assert RULEBOOK.process_version(last) == "legacy"
    assert RULEBOOK.process_version(last + timedelta(seconds=1)) == "2019"


def test_02_an_application_and_a_deadline_on_make_up_sundays() -> None:
    rules = RULEBOOK.on(date(2019, 4, 28))
    assert CALENDAR.is_working_day(date(2019, 4, 28))
    assert deadlines.initial_review_due(date(2019, 4, 28), CALENDAR, rules) == date(2019, 4, 30)
    assert deadlines.initial_review_due(date(2019, 4, 29), CALENDAR, rules) == date(2019, 5, 5)


def test_03_publicity_over_national_day_ends_with_its_last_second() -> None:
    shown = deadlines.publicity(date(2019, 9, 29), CALENDAR, RULEBOOK.on(date(2019, 9, 29)))
    assert (shown.opens, shown.until) == (date(2019, 9, 30), date(2019, 10, 11))
    assert shown.second_post_opens == date(2019, 10, 12)
    too_early = end_of_day(shown.until)
    assert start_of_day(shown.second_post_opens) - too_early == timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("start", "months", "code"),
    [("2019-05", 40, None), ("2019-07", 38, None), ("2022-08", 1, None), ("2022-09", 0, "R-RET")],
)
def test_11_postponing_costs_months_only_before_retirement(
    start: str, months: int, code: str | None
) -> None:
    granted = grant(date(1962, 8, 15), start, date(2019, 4, 20), sex="male")
    assert (granted.months, granted.code) == (months, code)
    young = grant(date(1978, 3, 7), start, date(2019, 4, 20))
    assert young.months == 36


@pytest.mark.parametrize(
    ("applied", "start", "cutoff"),
    [
        ("2019-12", "2020-01", date(2020, 1, 23)),  # the 24th is 除夕
        ("2020-12", "2021-01", date(2021, 1, 22)),
        ("2020-01", "2020-02", date(2020, 2, 24)),  # Spring Festival in between
        ("2021-01", "2021-02", date(2021, 2, 24)),
    ],
)
def test_12_december_and_january(applied: str, start: str, cutoff: date) -> None:
    month = Month.parse(applied)
    rules = RULEBOOK.on(month.first_day)
    assert str(deadlines.proposed_start(month, rules)) == start
    assert deadlines.start_cutoff(month, CALENDAR, rules) == cutoff


def test_13_thirty_six_months_over_julys_and_the_new_rate() -> None:
    months = list(Month.range(Month(2020, 7), Month(2023, 6)))
    sums = [str(RULEBOOK.contribution(month).subsidy) for month in months]
    assert len(sums) == 36
    expected = {"863.55": 6, "856.32": 6, "1114.88": 12, "1220.75": 12}
    assert {amount: sums.count(amount) for amount in dict.fromkeys(sums)} == expected


def test_13_a_year_without_a_published_base_stops_the_sum_by_name() -> None:
    with pytest.raises(MissingValue, match=r"medical_base.*2019-07"):
        [RULEBOOK.contribution(month) for month in Month.range(Month(2019, 5), Month(2020, 5))]


@pytest.mark.parametrize(
    ("birth", "last"),
    [
        (date(1972, 2, 29), "2022-02"),  # retires on 28 February
        (date(1971, 8, 31), "2021-08"),  # birthday on the last day of the last month
        (date(1971, 8, 1), "2021-08"),
    ],
)
def test_18_the_month_of_the_last_birthday_is_still_paid(birth: date, last: str) -> None:
    granted = grant(birth, "2019-05", date(2019, 4, 20))
    assert str(granted.end) == last


def test_19_what_was_frozen_at_the_first_approval_stays() -> None:
    woman, approved = date(1975, 3, 10), date(2024, 12, 20)
    frozen = grant(woman, "2025-01", approved)
    assert str(frozen.end) == "2025-03"  # of the old age, although 2025 brings a later one
    late = retirement_month(woman, "female", "worker", RULEBOOK.on(date(2025, 1, 1)))
    assert str(late) == "2025-05"


def test_21_fourteen_months_used_leave_twenty_two() -> None:
    granted = grant(date(1978, 3, 7), "2021-05", date(2019, 4, 20), used=14)
    assert granted.months == 22
    assert [why.sentence for why in granted.reasons] == ["4045人员最长36个月。", "已享受14个月。"]


@pytest.mark.parametrize(
    ("category", "used"),
    [("P4045", 14 + 6), ("PZERO", 14 + 6), ("PDIS3", 14 + 6), ("PGRAD", 9), ("PRURAL", 14 + 6)],
)
def test_23_a_graduates_months_are_counted_apart(category: str, used: int) -> None:
    rules = RULEBOOK.on(date(2020, 11, 2))
    enjoyed = {"P4045": 14, "PUN1Y": 6, "PGRAD": 9}
    assert months_used(category, enjoyed, rules) == used
    assert months_used(category, {}, rules) == 0


@pytest.mark.parametrize(
    ("end", "longer"), [("2020-12", "2021-12"), ("2021-01", None), ("2019-12", None)]
)
def test_25_only_what_ends_in_2020_is_extended(end: str, longer: str | None) -> None:
    found = extension(Month.parse(end), Month(2030, 1), RULEBOOK.on(date(2020, 12, 31)))
    assert (str(found.end) if found else None) == longer
