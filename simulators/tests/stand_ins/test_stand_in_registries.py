"""The stand-in registries find what they were taught, when, and keep nobody's number."""

from uuid import uuid4

import pytest

from contracts.outside import (
    CheckAnswered,
)
from contracts.simulators import TeachSimulator
from kernel.errors import Invalid

from .stand_in_letters import ID, OTHER, additions, check, events, opened, teach, told


@pytest.mark.parametrize("taught", ["PASS", "FAIL", "NO_DATA", "ERROR"])
def test_a_registry_finds_what_it_was_taught(house, taught):
    teach(house, checks={"CHK-GA-ID": taught})
    told(house, check())
    assert [a.result for a in events(house, CheckAnswered)] == [taught]


def test_others_and_other_checks_pass(house):
    teach(house, checks={"CHK-GA-ID": "FAIL"})
    told(house, check("CHK-GA-HK"))
    told(house, check(id_number=OTHER))
    assert [a.result for a in events(house, CheckAnswered)] == ["PASS", "PASS"]


def test_a_silent_registry_says_nothing(house):
    teach(house, checks={"CHK-GA-ID": "SILENT"})
    told(house, check())
    house.turn(days=9)
    assert events(house, CheckAnswered) == []


def test_the_person_is_recognised_however_the_number_is_written(house):
    house.ask(TeachSimulator(id_number="110101780307002", checks={"CHK-GA-ID": "FAIL"}))
    told(house, check())
    assert [a.result for a in events(house, CheckAnswered)] == ["FAIL"]


@pytest.mark.parametrize(
    "lesson",
    [
        {"id_number": "110101197803070020", "checks": {}},
        {"id_number": ID, "checks": {"CHK-GA-ID": "MAYBE"}},
        {"id_number": ID, "checks": {}, "deductions": {"2019-05": "no money"}},
    ],
)
def test_what_cannot_be_taught_is_refused(house, lesson):
    with pytest.raises(Invalid):
        house.ask(TeachSimulator(**lesson))


@pytest.mark.parametrize("door", ["near", "in person"])
def test_an_answer_can_take_its_time(door):
    house = opened(door, {"SIM_DELAY_MS": "90000"})
    told(house, check())
    house.turn(seconds=89)
    assert events(house, CheckAnswered) == []
    house.turn(seconds=1)
    assert [a.result for a in events(house, CheckAnswered)] == ["PASS"]
    house.close()


def test_the_stand_ins_keep_nobodys_number_or_name(house):
    teach(house, checks={"CHK-GA-ID": "FAIL"})
    told(house, check())
    told(house, additions((uuid4(), "2019-05", ID)))
    with house["simulators"].engine.connect() as connection:
        dump = "".join(
            str(row)
            for table in ("lessons", "enrolled", "outbox")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        )
    assert ID not in dump
    assert "李秀英" not in dump
    assert "CHK-GA-ID" in dump
