"""What an operator enters before the library knows it."""

from datetime import date

import pytest

import policy
from policy.calendar import DayOverride, YearNotice, calendar_as_known, published_calendar
from policy.recompute import due

RULEBOOK = policy.load()
FINAL = published_calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_an_operator_enters_what_the_library_does_not_know() -> None:
    known = date(2026, 9, 1)
    overrides = [
        DayOverride(day("2026-11-13"), "off", "北京市政府通知", known),
        DayOverride(day("2026-11-15"), "work", "北京市政府通知", known),
    ]
    assert FINAL.add_working_days(day("2026-11-12"), 2) == day("2026-11-16")
    changed = published_calendar(overrides)
    assert not changed.is_working_day(day("2026-11-13"))
    assert changed.is_working_day(day("2026-11-15"))  # a Sunday
    assert calendar_as_known(date(2026, 8, 31), overrides) == calendar_as_known(date(2026, 8, 31))
    assert published_calendar() == FINAL  # nothing sticks


def test_of_two_overrides_the_one_known_last_holds() -> None:
    target = day("2026-11-13")
    first = DayOverride(target, "off", "第一次通知", date(2026, 9, 1))
    taken_back = DayOverride(target, "work", "第二次通知", date(2026, 10, 1))
    for order in ([first, taken_back], [taken_back, first]):
        assert not calendar_as_known(date(2026, 9, 30), order).is_working_day(target)
        assert calendar_as_known(date(2026, 10, 1), order).is_working_day(target)


@pytest.mark.parametrize(("kind", "source"), [("holiday", "通知"), ("off", " ")])
def test_an_override_has_a_kind_and_a_document(kind: str, source: str) -> None:
    with pytest.raises(ValueError, match="off or work"):
        DayOverride(day("2026-11-13"), kind, source, day("2026-09-01"))  # type: ignore[arg-type]


def test_a_deadline_into_an_unpublished_year_says_so_and_moves_later() -> None:
    rules = RULEBOOK.on(day("2026-12-29"))
    before = due("initial_review", day("2026-12-30"), FINAL, rules)
    assert (before.day, before.provisional) == (day("2027-01-04"), True)
    notice = YearNotice(2027, "2027年节假日安排", date(2026, 12, 31))
    new_year = [
        DayOverride(day(off), "off", "2027年节假日安排", date(2026, 12, 31))
        for off in ("2027-01-01", "2027-01-04")
    ]
    calendar = published_calendar(new_year, [notice])
    after = due("initial_review", day("2026-12-30"), calendar, rules)
    assert (after.day, after.provisional) == (day("2027-01-05"), False)
    assert calendar_as_known(day("2026-12-30"), new_year, [notice]).is_provisional(after.day)
