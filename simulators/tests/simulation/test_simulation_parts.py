"""What a simulation is made of: chance, slots, homes, people, the journal, adding up."""

import subprocess
import sys
from collections import Counter
from datetime import date, datetime

import pytest

import policy
from kernel.clock import SHANGHAI
from kernel.identity import parse
from policy.calendar import published_calendar
from simulators.simulation.chance import Chance
from simulators.simulation.homes import shares_of
from simulators.simulation.journal import Journal
from simulators.simulation.life import Life
from simulators.simulation.plan import AnotherPlan, Plan
from simulators.simulation.population import residents
from simulators.simulation.slots import AFTERNOON, MORNING, at_work, moment_of, slot_at, slot_of
from simulators.simulation.summary import added, summary

PLAN = Plan(persons=600, months=18, seed=3, first="2021-07")
CALENDAR, RULEBOOK = published_calendar(), policy.load()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_chance_is_the_same_in_every_process():
    here = Chance(1, "p1").part("day")
    code = "from simulators.simulation.chance import Chance; print(Chance(1, 'p1').part('day'))"
    there = subprocess.check_output([sys.executable, "-W", "ignore", "-c", code], text=True)
    assert float(there) == here
    assert Chance(2, "p1").part("day") != here
    assert Chance(1, "p2").part("day") != here


def test_draws_come_as_often_as_they_should():
    chances = [Chance(1, f"p{number}") for number in range(4000)]
    assert 0.08 < sum(chance.happens("x", 0.1) for chance in chances) / 4000 < 0.12
    picked = Counter(chance.pick("y", {"a": 3, "b": 1}) for chance in chances)
    assert 0.72 < picked["a"] / 4000 < 0.78
    assert {chance.number("z", 2, 4) for chance in chances} == {2, 3, 4}


@pytest.mark.parametrize(
    ("moment", "day", "part"),
    [
        ("2022-03-01T00:10:00", date(2022, 3, 1), MORNING),
        ("2022-03-01T09:30:00", date(2022, 3, 1), MORNING),
        ("2022-03-01T09:30:00.000001", date(2022, 3, 1), AFTERNOON),
        ("2022-03-01T14:30:00", date(2022, 3, 1), AFTERNOON),
        ("2022-03-01T23:59:59.999999", date(2022, 3, 2), MORNING),
    ],
)
def test_what_is_due_is_done_in_the_first_slot_after_it(moment, day, part):
    slot = slot_at(at(moment))
    assert slot == slot_of(day, part)
    assert moment_of(slot - 1) < at(moment) <= moment_of(slot)


def test_offices_work_on_make_up_sundays_and_not_on_holidays():
    sunday = slot_of(date(2022, 1, 30), AFTERNOON)
    assert at_work(sunday, CALENDAR) == sunday
    assert at_work(slot_of(date(2022, 1, 31), AFTERNOON), CALENDAR) == slot_of(date(2022, 2, 7))


def test_everybody_is_somebody_else_and_lives_somewhere():
    everybody, places = list(residents(PLAN, RULEBOOK, CALENDAR)), RULEBOOK.divisions
    assert len({one.person.id_number for one in everybody}) == PLAN.persons
    assert {one.home.agency for one in everybody} == {agency.code for agency in places.agencies()}
    assert len({one.home.street for one in everybody}) > 200
    assert all(places.agency_of(one.home.street).code == one.home.agency for one in everybody)
    assert {parse(one.person.id_number).sex for one in everybody} == {"female", "male"}


def test_every_open_category_comes_and_graduates_not_before_their_article():
    opened = {kind.code for kind in RULEBOOK.on(PLAN.first_day).categories if kind.open}
    assert {one.person.category for one in residents(PLAN, RULEBOOK, CALENDAR)} == opened
    early = Plan(persons=600, months=6, seed=3, first="2019-04")
    come = {one.person.category for one in residents(early, RULEBOOK, CALENDAR)}
    assert not {"PGRAD", "PRURAL"} & come


def test_a_district_is_never_divided_among_shares():
    people = {"a": 5, "b": 3, "c": 3, "d": 1}
    shares = shares_of(people, 2)
    assert sorted(agency for share in shares for agency in share) == sorted(people)
    assert [sum(people[agency] for agency in share) for share in shares] == [6, 6]
    assert shares_of(dict(reversed(people.items())), 2) == shares


def test_a_torn_last_line_never_happened(tmp_path):
    journal = Journal(tmp_path / "journal")
    journal.came(7)
    journal.lived(7, [Life("p1", "look", 8)])
    journal.came(8)
    journal.saw(8, {"p1": {"state": "x"}})
    with (tmp_path / "journal").open("a") as file:
        file.write('{"slot": 8, "lives": [{"who": "p1", "st')
    standing = journal.read()
    assert (standing.slot, standing.seen, standing.lived) == (8, {"p1": {"state": "x"}}, False)
    assert standing.lives["p1"].step == "look"
    journal.lived(8, [Life("p1", "read", 9)])
    assert journal.read().lives["p1"].step == "read"


def test_a_directory_keeps_its_plan_and_refuses_another(tmp_path):
    assert PLAN.kept(tmp_path) == PLAN
    more_hands = Plan(**PLAN.told(), shares=5)
    assert more_hands.kept(tmp_path).shares == PLAN.shares
    with pytest.raises(AnotherPlan):
        Plan(**PLAN.told() | {"seed": 4}).kept(tmp_path)


def test_counts_are_added_leaf_by_leaf():
    one, other = {"a": 1, "b": {"x": 1}}, {"b": {"x": 2, "y": 3}, "c": {"z": 1}}
    assert added(one, other) == {"a": 1, "b": {"x": 3, "y": 3}, "c": {"z": 1}}
    assert added(one, other) == added(other, one)


def test_money_is_added_in_fen_and_told_in_yuan():
    month = {"months": 1, "personal": 38592, "subsidy": 111488, "total": 150080}
    counts = {"applications_by_state": {"approved": 1}, "money_by_month": {"2022-03": month}}
    found = summary(PLAN, [{"counts": counts, "violations": ["b"]}] * 2)
    assert found["counts"]["money"]["total"] == "3001.60"
    assert found["counts"]["money_by_month"]["2022-03"]["personal"] == "771.84"
    assert found["violations"] == ["b", "b"]
