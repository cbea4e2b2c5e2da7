"""Two provinces, the same functions: what differs is data."""

from dataclasses import replace
from datetime import date

import pytest

import policy
from kernel.errors import MissingValue
from kernel.month import Month
from policy import Policy, deadlines
from policy.calendar import published_calendar
from policy.duration import months_granted
from policy.eligibility import Facts, assess
from policy.recompute import KINDS, due
from policy.reports import report_windows
from policy.texts import placeholders, render

BEIJING, GUANGDONG = policy.load("beijing"), policy.load("guangdong")
CALENDAR = published_calendar()
MONDAY = date(2019, 4, 1)
WOMAN = Facts(
    category="PZERO",
    sex="female",
    birth=date(1978, 3, 7),
    applied_on=MONDAY,
    engaged_since=date(2019, 3, 2),
    agency="110101",
    local_household=True,
    hukou_code="11",
    unemployed_since=date(2018, 1, 1),
)

both = pytest.mark.parametrize("rulebook", [BEIJING, GUANGDONG], ids=["beijing", "guangdong"])


def test_beijing_is_what_one_gets_without_asking() -> None:
    assert policy.load() is BEIJING
    assert policy.provinces() == ("beijing", "guangdong")


def test_the_numbers_of_the_variant() -> None:
    rules = GUANGDONG.on(MONDAY)
    assert (rules.review_publicity_working_days, rules.matter_working_days) == (7, 30)
    assert (rules.application_cycle_months, rules.claim_required) == (3, True)


def test_terms_over_several_steps_are_kept_only_where_a_text_gives_them() -> None:
    rules = BEIJING.on(MONDAY)
    for name in ("review_publicity_working_days", "matter_working_days"):
        assert not rules.states(name) and GUANGDONG.on(MONDAY).states(name)
        with pytest.raises(MissingValue, match=name):
            getattr(rules, name)
    assert (rules.application_cycle_months, rules.claim_required) == (1, False)


def test_how_long_the_matter_may_take() -> None:
    rules = GUANGDONG.on(MONDAY)
    assert deadlines.review_publicity_due(MONDAY, CALENDAR, rules) == date(2019, 4, 11)
    over_may_day = date(2019, 5, 15)  # and two make-up Sundays
    assert deadlines.matter_due(MONDAY, CALENDAR, rules) == over_may_day


def test_the_steps_fit_into_what_they_may_take_together() -> None:
    rules = GUANGDONG.on(MONDAY)
    reviewed = deadlines.initial_review_due(MONDAY, CALENDAR, rules)
    until = deadlines.publicity(reviewed, CALENDAR, rules).until
    assert until == deadlines.review_publicity_due(MONDAY, CALENDAR, rules)
    decided = deadlines.second_post_due(until, CALENDAR, rules)
    assert decided <= deadlines.matter_due(MONDAY, CALENDAR, rules)
    for kind in KINDS:
        found = due(kind, MONDAY, CALENDAR, rules)
        assert found.day >= MONDAY
        assert found.clause.document


@both
def test_an_eligible_person_gets_months_and_windows(rulebook: Policy) -> None:
    rules = rulebook.on(MONDAY)
    assert assess(WOMAN, rules).eligible
    start = deadlines.proposed_start(Month.of(MONDAY), rules)
    granted = months_granted(
        category=WOMAN.category,
        sex=WOMAN.sex,
        retire_class=WOMAN.retire_class,
        birth=WOMAN.birth,
        first_approval_date=MONDAY,
        start=start,
        months_used=14,
        rules=rules,
    )
    assert (granted.months, granted.end) == (22, start + 21)
    windows = report_windows(start, granted.months, CALENDAR, rules)
    assert [str(window.first) for window in windows[:2]] == [str(start), str(start + 3)]


@pytest.mark.parametrize(
    ("facts", "beijing", "guangdong"),
    [
        (replace(WOMAN, hukou_code="21"), ["R-RURAL"], []),
        (replace(WOMAN, category="P4045"), [], ["R-CAT"]),
        (replace(WOMAN, category="P4050"), ["R-CAT"], []),
        (replace(WOMAN, engaged_since=date(2019, 3, 3)), ["R-30D"], ["R-30D"]),
        (replace(WOMAN, employed_by_unit=True), ["R-EMP"], ["R-EMP"]),
    ],
)
def test_who_is_eligible_differs_by_data_alone(
    facts: Facts, beijing: list[str], guangdong: list[str]
) -> None:
    for rulebook, codes in [(BEIJING, beijing), (GUANGDONG, guangdong)]:
        reasons = assess(facts, rulebook.on(MONDAY)).reasons
        assert [reason.code for reason in reasons] == codes


def test_graduates_have_two_years_there_and_three_here() -> None:
    day = date(2020, 11, 2)
    caps = [book.on(day).category("PGRAD").cap_months for book in (BEIJING, GUANGDONG)]
    assert caps == [36, 24]


@both
def test_every_text_can_be_filled_with_the_same_values(rulebook: Policy) -> None:
    rules = rulebook.on(MONDAY)
    for number in range(1, 12):
        names = placeholders(f"T{number}", rules)
        assert names == placeholders(f"T{number}", BEIJING.on(MONDAY))
        assert render(f"T{number}", dict.fromkeys(names, "某"), rules)
