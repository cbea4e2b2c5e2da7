"""What monitoring reads: letters and deadlines in numbers, no person and no case."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from prometheus_client.parser import text_string_to_metric_families

from kernel.clock import SHANGHAI, FixedClock
from servicekit.assembly import make_desk
from servicekit.metrics import exposition, readings
from servicekit.testing.house import House, world_at
from servicekit.testing.toy import Count, CounterService, KeeperService

MORNING = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)


@pytest.fixture
def house():
    house = House(FixedClock(MORNING), CounterService, KeeperService)
    yield house
    house.close()


def read(house, name):
    """Metric -> value, as Prometheus would parse them."""
    desk = house[name].desk
    text = exposition(desk.name, readings(desk, [])).decode()
    families = text_string_to_metric_families(text)
    samples = [sample for family in families for sample in family.samples]
    assert {sample.labels["service"] for sample in samples} == {name}
    return {sample.name: sample.value for sample in samples}


def test_a_quiet_house_says_nothing_waits(house):
    assert read(house, "counter") == {
        "lingbu_bus_connected": 1,
        "lingbu_database_up": 1,
        "lingbu_outbox_unsent": 0,
        "lingbu_outbox_oldest_seconds": 0,
        "lingbu_letters_parked": 0,
        "lingbu_letters_held": 0,
        "lingbu_deadlines_overdue": 0,
        "lingbu_deadline_oldest_overdue_seconds": 0,
    }


def test_what_has_not_left_is_counted(house):
    house.ask(Count(counter=uuid4()))
    found = read(house, "counter")
    assert found["lingbu_outbox_unsent"] == 1
    assert found["lingbu_outbox_oldest_seconds"] >= 0
    house.settle()
    assert read(house, "counter")["lingbu_outbox_unsent"] == 0


def test_a_deadline_that_nobody_rang_is_overdue_by_the_clock_of_the_house(house):
    with house["counter"].desk.uow() as uow:
        uow.deadlines.set("kind", "subject", MORNING + timedelta(hours=1))
        uow.deadlines.set("kind", "later", MORNING + timedelta(hours=9))
        uow.commit()
    assert read(house, "counter")["lingbu_deadlines_overdue"] == 0
    house.clock.set(MORNING + timedelta(hours=3))
    found = read(house, "counter")
    assert found["lingbu_deadlines_overdue"] == 1
    assert found["lingbu_deadline_oldest_overdue_seconds"] == 7200


def test_a_database_that_is_away_is_a_number_too():
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    desk = make_desk(KeeperService, nowhere, world_at(FixedClock(MORNING)))
    found = {reading.name: reading.value for reading in readings(desk, [])}
    assert found == {"bus_connected": True, "database_up": 0}
