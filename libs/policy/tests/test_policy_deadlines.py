from dataclasses import replace
from datetime import date, timedelta

import pytest

import policy
from kernel.month import Month
from policy import deadlines
from policy.calendar import published_calendar

RULEBOOK = policy.load()
CALENDAR = published_calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("applied", "review", "until", "second", "cutoff"),
    [
        ("2019-04-01", "2019-04-03", "2019-04-11", "2019-04-12", "2019-05-24"),
        ("2019-04-04", "2019-04-09", "2019-04-16", "2019-04-17", "2019-05-24"),
        ("2019-04-24", "2019-04-26", "2019-05-06", "2019-05-07", "2019-05-24"),
        ("2019-04-28", "2019-04-30", "2019-05-09", "2019-05-10", "2019-05-24"),
        ("2019-04-29", "2019-05-05", "2019-05-10", "2019-05-13", "2019-05-24"),  # make-up Sunday
        ("2019-04-30", "2019-05-06", "2019-05-13", "2019-05-14", "2019-05-24"),
        ("2019-09-26", "2019-09-29", "2019-10-11", "2019-10-12", "2019-10-24"),
        ("2019-09-29", "2019-10-08", "2019-10-14", "2019-10-15", "2019-10-24"),
        ("2019-09-30", "2019-10-09", "2019-10-15", "2019-10-16", "2019-10-24"),
        ("2019-12-30", "2020-01-02", "2020-01-09", "2020-01-10", "2020-01-23"),  # 除夕
        ("2020-01-17", "2020-01-20", "2020-02-04", "2020-02-05", "2020-02-24"),  # extended holiday
        ("2020-01-21", "2020-01-23", "2020-02-07", "2020-02-10", "2020-02-24"),
        ("2020-09-28", "2020-09-30", "2020-10-14", "2020-10-15", "2020-10-23"),
        ("2020-09-30", "2020-10-10", "2020-10-16", "2020-10-19", "2020-10-23"),
        ("2021-02-08", "2021-02-10", "2021-02-23", "2021-02-24", "2021-03-24"),
        ("2021-04-29", "2021-05-06", "2021-05-12", "2021-05-13", "2021-05-24"),
    ],
)
def test_the_way_of_an_application(
    applied: str, review: str, until: str, second: str, cutoff: str
) -> None:
    rules = RULEBOOK.on(day(applied))
    reviewed = deadlines.initial_review_due(day(applied), CALENDAR, rules)
    shown = deadlines.publicity(reviewed, CALENDAR, rules)
    due = deadlines.second_post_due(shown.until, CALENDAR, rules)
    last = deadlines.start_cutoff(Month.of(day(applied)), CALENDAR, rules)
    assert [reviewed, shown.until, due, last] == [day(d) for d in (review, until, second, cutoff)]
    assert deadlines.first_post_due(reviewed, CALENDAR, rules) == shown.until
    assert reviewed < shown.opens <= shown.until
    assert shown.second_post_opens == shown.until + timedelta(days=1) <= due


@pytest.mark.parametrize(
    ("applied", "cutoff"),
    [
        ("2019-07", "2019-08-23"),
        ("2019-10", "2019-11-22"),
        ("2019-12", "2020-01-23"),
        ("2020-04", "2020-05-22"),
        ("2020-09", "2020-10-23"),
        ("2020-12", "2021-01-22"),
        ("2021-03", "2021-04-23"),
        ("2021-06", "2021-07-23"),
        ("2021-09", "2021-10-22"),
    ],
)
def test_a_cutoff_on_a_day_off_rolls_back(applied: str, cutoff: str) -> None:
    rules = RULEBOOK.on(date(2021, 9, 1))
    assert deadlines.start_cutoff(Month.parse(applied), CALENDAR, rules) == day(cutoff)
    assert deadlines.start_warning(Month.parse(applied), rules).day == 20


def test_whether_the_24th_itself_counts_is_a_policy_value() -> None:
    rules = RULEBOOK.on(date(2019, 4, 1))
    series = rules.values["cutoff_inclusive"]
    exclusive = replace(series, rows=(replace(series.rows[0], value=False),))
    strict = replace(rules, values={**rules.values, "cutoff_inclusive": exclusive})
    assert deadlines.start_cutoff(Month(2019, 4), CALENDAR, strict) == date(2019, 5, 23)


def test_a_second_post_may_be_late_but_not_past_the_cutoff() -> None:
    rules = RULEBOOK.on(date(2020, 9, 30))
    limit = deadlines.second_post_limit(date(2020, 10, 16), date(2020, 9, 30), CALENDAR, rules)
    assert limit == date(2020, 10, 23)
    early = deadlines.second_post_limit(date(2019, 4, 11), date(2019, 4, 1), CALENDAR, rules)
    assert early == date(2019, 4, 18)
    assert deadlines.objection_due(date(2019, 4, 11), CALENDAR, rules) == date(2019, 4, 18)


def test_the_second_post_always_ends_before_the_cutoff() -> None:
    today = date(2019, 4, 1)
    while today < date(2026, 11, 1):
        if CALENDAR.is_working_day(today):
            rules = RULEBOOK.on(today)
            reviewed = deadlines.initial_review_due(today, CALENDAR, rules)
            until = deadlines.publicity(reviewed, CALENDAR, rules).until
            due = deadlines.second_post_due(until, CALENDAR, rules)
            cutoff = deadlines.start_cutoff(Month.of(today), CALENDAR, rules)
            assert due < cutoff, today
        today += timedelta(days=1)


def test_a_year_without_a_notice_counts_and_says_so() -> None:
    assert not CALENDAR.is_provisional(date(2026, 12, 31))
    assert CALENDAR.is_provisional(date(2027, 1, 4))
    rules = RULEBOOK.on(date(2026, 12, 30))
    assert deadlines.initial_review_due(date(2026, 12, 30), CALENDAR, rules) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("text", "working"),
    [
        ("2019-05-05", True),
        ("2019-05-03", False),
        ("2020-01-31", False),  # the extension of 2020
        ("2020-02-01", False),
        ("2020-02-03", True),
        ("2020-10-10", True),
        ("2026-10-10", True),
        ("2026-02-16", False),
    ],
)
def test_the_published_calendar(text: str, working: bool) -> None:
    assert CALENDAR.is_working_day(day(text)) is working
