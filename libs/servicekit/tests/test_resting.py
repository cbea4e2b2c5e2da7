"""A scheduler rests after a look that found nothing, and misses nothing by it."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from kernel.clock import SHANGHAI, FixedClock
from servicekit import resting
from servicekit.testing.house import House
from servicekit.testing.toy import Count, CounterRang, CounterService

NINE = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)


@pytest.fixture
def house():
    house = House(FixedClock(NINE), CounterService)
    yield house
    house.close()


@pytest.fixture
def desk(house):
    return house["counter"].desk


@pytest.fixture
def looks(desk):
    """Grows with every transaction of the desk."""
    seen = []
    event.listen(desk.sessions, "after_begin", lambda *_: seen.append(1))
    return seen


@pytest.fixture
def machine(monkeypatch):
    """The seconds of the machine, which stand still until they are moved."""
    now = [1000.0]
    monkeypatch.setattr(resting.time, "monotonic", lambda: now[0])
    return now


def rounds(desk, count=10):
    for _ in range(count):
        desk.tick()


def rung(house):
    return len(house.said("counter", CounterRang))


def test_after_a_look_that_found_nothing_it_rests_two_seconds(desk, looks, machine):
    rounds(desk)
    assert len(looks) == 1
    machine[0] += resting.SECONDS  # somebody in another process may have written
    rounds(desk)
    assert len(looks) == 2


def test_what_this_process_commits_ends_the_rest(house, desk, machine):
    rounds(desk)
    house.ask(Count(counter=uuid4(), alarm=0))
    rounds(desk, 1)
    assert rung(house) == 1


def test_a_turn_of_the_clock_to_the_next_deadline_ends_the_rest(house, desk, looks, machine):
    house.ask(Count(counter=uuid4(), alarm=600))
    rounds(desk)
    before = len(looks)
    house.clock.set(NINE + timedelta(seconds=599))
    rounds(desk)
    assert (len(looks), rung(house)) == (before, 0)
    house.clock.set(NINE + timedelta(seconds=600))
    rounds(desk, 1)
    assert rung(house) == 1


def test_a_failed_look_is_no_rest(desk, machine, monkeypatch):
    sessions, tried = desk.sessions, []

    def away(**_):
        tried.append(1)
        raise RuntimeError("no database")

    desk.sessions = away
    rounds(desk, 3)
    assert len(tried) == 3
    desk.sessions = sessions
