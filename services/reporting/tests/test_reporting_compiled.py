"""用款计划: the city's one plan of all districts, and many officers at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from reporting_plans import (
    MAY,
    OTHER,
    accepted_plan,
    code,
    compiled,
    late_april,
    make,
    stop,
    submit,
)
from reporting_story import (
    CITY_CLERK,
    CLERK,
    ELSEWHERE,
    accepted,
    active,
)

from contracts.reporting import (
    CompileFundPlan,
    GetCompiledPlan,
    SubmitFundPlan,
)
from kernel.errors import Conflict, Refusal


@pytest.fixture(autouse=True)
def _when(house):
    late_april(house)


def test_the_city_compiles_each_district_once_and_names_who_is_missing(house):
    active(accepted("n1")).tell(house)
    active(accepted("n2", **OTHER)).tell(house)
    active(accepted("n3", **OTHER)).tell(house)
    accepted_plan(house)
    accepted_plan(house, caller=ELSEWHERE)

    whole = compiled(house)

    assert [(line.agency, line.figures.total) for line in whole.lines] == [
        ("110101", "863.67"),
        ("110105", "1727.34"),
    ]
    assert len(whole.missing) == 15 and "西城区" in whole.missing
    assert (whole.figures.persons, whole.figures.total) == (3, "2591.01")
    for column in ("pension", "unemployment", "medical", "total"):
        parts = sum(Decimal(getattr(line.figures, column)) for line in whole.lines)
        assert parts == Decimal(getattr(whole.figures, column))
    with pytest.raises(Conflict) as again:
        compiled(house)
    assert code(again) == "nothing-new"


def test_a_corrected_plan_makes_a_new_version_of_the_compiled_one(house):
    active(accepted("n1")).tell(house)
    accepted_plan(house)
    first = compiled(house)
    active(accepted("n2")).tell(house)
    accepted_plan(house, reason="新增一人")
    second = compiled(house)
    assert [(plan.version, plan.figures.persons) for plan in (first, second)] == [(1, 1), (2, 2)]
    assert house.ask(GetCompiledPlan(month=MAY, version=1), CITY_CLERK) == first
    assert house.ask(GetCompiledPlan(month=MAY), CITY_CLERK) == second


def test_who_is_stopped_after_the_district_planned_is_not_compiled(house):
    story = active(accepted("n1")).tell(house)
    active(accepted("n2")).tell(house)
    accepted_plan(house)
    stop(story, MAY, "S09").tell(house)
    [line] = compiled(house).lines
    assert (line.dropped, line.figures.persons, line.figures.total) == (1, 1, "863.67")


def test_without_an_accepted_plan_nothing_is_compiled(house):
    active(accepted()).tell(house)
    submit(house, make(house))
    with pytest.raises(Conflict) as refused:
        compiled(house)
    assert code(refused) == "no-plan-accepted"


def at_once(work, hands):
    def press(hand):
        try:
            return work(hand)
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(len(hands)) as desks:
        return list(desks.map(press, hands))


def test_many_officers_at_once_compile_one_version(house):
    active(accepted()).tell(house)
    accepted_plan(house)
    hands = [replace(CITY_CLERK, subject=f"c{n}", key_serial=f"K-c{n}") for n in range(4)]
    for hand in hands:
        house.presser.bind(hand)
    form = CompileFundPlan(month=MAY)
    answers = at_once(lambda hand: house.ask(form, hand).version, hands)
    assert answers.count(1) == 1
    assert set(answers) <= {1, "nothing-new", "plan-in-hand"}
    assert house.ask(GetCompiledPlan(month=MAY), CITY_CLERK).version == 1


def test_many_officers_at_once_hand_up_one_plan(house):
    active(accepted()).tell(house)
    make(house)
    hands = [replace(CLERK, subject=f"d{n}", key_serial=f"K-d{n}") for n in range(4)]
    for hand in hands:
        house.presser.bind(hand)
    form = SubmitFundPlan(month=MAY, version=1)
    answers = at_once(lambda hand: house.ask(form, hand).state, hands)
    assert sorted(answers) == ["plan-moved-on"] * 3 + ["submitted"]
