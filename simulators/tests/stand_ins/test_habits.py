"""Knobs of the stand-ins: slow, forgetful, twice, out of order, unwilling, absent, forged."""

from datetime import timedelta

import pytest

from contracts.outside import CheckAnswered
from contracts.simulators import TeachStandIn
from kernel.errors import Invalid
from outside.places import Place
from simulators.domain.habits import Habits, Turn
from simulators.domain.population import fate_of

from .stand_in_letters import check, events, opened, told


@pytest.fixture
def house():
    house = opened("in person")
    yield house
    house.close()


def teach(house, **habits):
    return house.ask(TeachStandIn(partner="police", **habits))


def said(house):
    exchange = Place("police").said
    return [row.body for row in house["simulators"].letters() if row.exchange == exchange]


def reasons(house):
    return [row.reason for row in house["partners"].parked()]


def test_a_letter_comes_when_its_delay_is_over(house):
    teach(house, delay_ms=30_000)
    told(house, check())
    assert said(house) == []
    house.turn(seconds=31)
    assert [event.result for event in events(house, CheckAnswered)] == ["PASS"]


def test_a_letter_said_twice_has_one_number_and_one_effect(house):
    teach(house, duplicates=100)
    told(house, check())
    first, second = said(house)
    assert first == second
    assert len(events(house, CheckAnswered)) == 1


def test_letters_overtake_each_other(house):
    teach(house, reorder_ms=60_000)
    asked = [check() for _ in range(12)]
    for question in asked:
        told(house, question)
    for _ in range(60):
        house.turn(seconds=1)
    answered = [event.request_id for event in events(house, CheckAnswered)]
    numbers = [question.request_id for question in asked]
    assert sorted(answered) == sorted(numbers) and answered != numbers


@pytest.mark.parametrize("habit", [{"loss": 100}, {"outage": True}])
def test_a_question_that_was_lost_is_asked_again_and_answered_then(house, habit):
    teach(house, **habit)
    told(house, check())
    assert said(house) == []
    teach(house)
    house.turn(minutes=2)
    assert len(events(house, CheckAnswered)) == 1


def test_a_refused_question_is_an_error_and_is_asked_again(house):
    teach(house, refusal=100)
    told(house, check())
    assert [event.result for event in events(house, CheckAnswered)] == ["ERROR"]
    teach(house)
    house.turn(minutes=3)
    assert [event.result for event in events(house, CheckAnswered)] == ["ERROR", "PASS"]


def test_a_wrong_signature_counts_for_nothing_and_the_next_answer_does(house):
    teach(house, wrong_signature=100)
    told(house, check())
    assert (events(house, CheckAnswered), reasons(house)) == ([], ["bad-signature"])
    teach(house)
    house.turn(minutes=2)
    assert [event.result for event in events(house, CheckAnswered)] == ["PASS"]


def test_knobs_of_one_partner_are_nobody_elses(house):
    teach(house, outage=True)
    told(house, check("CHK-YH-ACC"))
    assert len(events(house, CheckAnswered)) == 1
    with pytest.raises(Invalid):
        house.ask(TeachStandIn(partner="nobody"))


def test_settings_turn_them_for_a_whole_process():
    house = opened("in person", {"SIM_LOSS": "100", "SIM_SEED": "7"})
    told(house, check())
    assert said(house) == []
    house.close()
    assert Habits.from_settings({"SIM_LOSS": "3", "SIM_OUTAGE": "", "X": "y"}) == Habits(loss=3)
    with pytest.raises(ValueError):
        Habits.from_settings({"SIM_LOSS": "some"})


def test_chances_are_drawn_from_seed_and_number_alone():
    habits = Habits(loss=30, duplicates=30, reorder_ms=1000)
    turns = [Turn(habits, "s", number) for number in range(2000)]
    again = [Turn(habits, "s", number) for number in range(2000)]
    other = [Turn(habits, "t", number) for number in range(2000)]
    assert [turn.unheard for turn in turns] == [turn.unheard for turn in again]
    assert [turn.unheard for turn in turns] != [turn.unheard for turn in other]
    assert 500 < sum(turn.unheard for turn in turns) < 700
    assert all(timedelta(0) <= turn.wait(0) <= timedelta(seconds=1) for turn in turns)


def test_a_population_is_mostly_well_and_the_same_for_everybody_who_knows_the_seed():
    codes = ["CHK-GA-ID", "CHK-YH-ACC"]
    people = [fate_of("2019", str(number), codes) for number in range(2000)]
    assert people == [fate_of("2019", str(number), codes) for number in range(2000)]
    assert people != [fate_of("2020", str(number), codes) for number in range(2000)]
    assert 0.02 < sum(bool(one.checks) for one in people) / 2000 < 0.08
    assert {code for one in people for code in one.checks} == set(codes)
    assert {code for one in people for code in one.deductions.values()} == {"01"}
