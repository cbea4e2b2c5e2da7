"""The calendar as it was known on a day, and deadlines that move when a notice changes."""

from datetime import date

import pytest
from chinese_calendar import constants  # type: ignore[import-untyped]

import policy
from policy.calendar import calendar_as_known, published_calendar
from policy.recompute import due

RULEBOOK = policy.load()
FINAL = published_calendar()
BEFORE_MAY_DAY_CHANGE = calendar_as_known(date(2019, 3, 21))
BEFORE_EXTENSION = calendar_as_known(date(2020, 1, 26))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("2019-04-28", False, True),
        ("2019-05-01", False, False),
        ("2019-05-02", True, False),
        ("2019-05-03", True, False),
        ("2019-05-04", False, False),
        ("2019-05-05", False, True),
        ("2019-05-06", True, True),
    ],
)
def test_may_day_2019_changed_ten_days_before_the_new_flow(
    text: str, before: bool, after: bool
) -> None:
    assert BEFORE_MAY_DAY_CHANGE.is_working_day(day(text)) is before
    assert calendar_as_known(date(2019, 3, 22)).is_working_day(day(text)) is after


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("2020-01-30", False, False),
        ("2020-01-31", True, False),
        ("2020-02-01", True, False),  # a Saturday that was to be worked
        ("2020-02-02", False, False),
        ("2020-02-03", True, True),
    ],
)
def test_the_spring_festival_of_2020_was_made_longer(text: str, before: bool, after: bool) -> None:
    assert BEFORE_EXTENSION.is_working_day(day(text)) is before
    assert calendar_as_known(date(2020, 1, 27)).is_working_day(day(text)) is after


@pytest.mark.parametrize(
    ("kind", "trigger", "before", "after"),
    [
        ("initial_review", "2019-04-26", "2019-04-30", "2019-04-29"),
        ("initial_review", "2019-04-29", "2019-05-02", "2019-05-05"),
        ("publicity_end", "2019-04-26", "2019-05-06", "2019-05-06"),
        ("publicity_end", "2019-04-30", "2019-05-08", "2019-05-09"),
        ("first_post", "2019-04-30", "2019-05-08", "2019-05-09"),
    ],
)
def test_deadlines_move_with_may_day(kind: str, trigger: str, before: str, after: str) -> None:
    rules = RULEBOOK.on(date(2019, 4, 1))
    assert due(kind, day(trigger), BEFORE_MAY_DAY_CHANGE, rules).day == day(before)
    assert due(kind, day(trigger), FINAL, rules).day == day(after)


@pytest.mark.parametrize(
    ("kind", "trigger", "before", "after"),
    [
        ("publicity_end", "2020-01-20", "2020-02-01", "2020-02-04"),
        ("publicity_end", "2020-01-23", "2020-02-05", "2020-02-07"),
        ("report_due", "2020-01-31", "2020-01-31", "2020-02-03"),
        ("start_check", "2020-01-17", "2020-02-24", "2020-02-24"),
        ("second_post", "2020-02-01", "2020-02-03", "2020-02-03"),
        ("objection_check", "2020-01-23", "2020-02-05", "2020-02-07"),
    ],
)
def test_deadlines_move_with_the_longer_festival(
    kind: str, trigger: str, before: str, after: str
) -> None:
    rules = RULEBOOK.on(date(2020, 1, 17))
    assert due(kind, day(trigger), BEFORE_EXTENSION, rules).day == day(before)
    assert due(kind, day(trigger), FINAL, rules).day == day(after)


@pytest.mark.parametrize(
    ("known_on", "year", "provisional"),
    [
        ("2018-12-05", 2019, True),
        ("2018-12-06", 2019, False),
        ("2019-11-20", 2020, True),
        ("2019-11-21", 2020, False),
        ("2026-11-22", 2026, False),
        ("2026-11-22", 2027, True),
    ],
)
def test_a_year_is_provisional_until_its_notice(
    known_on: str, year: int, provisional: bool
) -> None:
    assert calendar_as_known(day(known_on)).is_provisional(date(year, 1, 4)) is provisional


def test_the_last_state_is_the_librarys_own() -> None:
    known = FINAL.published_years
    assert {one for one in FINAL.off if one.year in known} == set(constants.holidays)
    assert FINAL.work == frozenset(constants.workdays)


def test_since_when_every_year_is_known() -> None:
    noted = {int(code) for code in RULEBOOK.tables["holiday_notices"]}
    library = {found.year for found in constants.holidays}
    assert {year for year in library if year >= 2019} <= noted  # a new year needs its row


def test_an_unknown_kind_of_deadline() -> None:
    with pytest.raises(KeyError):
        due("tea_break", date(2019, 4, 1), FINAL, RULEBOOK.on(date(2019, 4, 1)))


def test_a_year_without_a_notice_has_the_holidays_whose_dates_the_law_fixes() -> None:
    assert not FINAL.is_working_day(date(2027, 1, 1))
    assert not FINAL.is_working_day(date(2027, 10, 1))
    assert FINAL.is_working_day(date(2027, 1, 4))
    assert FINAL.is_provisional(date(2027, 1, 1))
