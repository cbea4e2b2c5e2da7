"""A house is quiet when every letter has been read and nothing that is due waits."""

from collections import deque
from datetime import datetime, timedelta
from queue import Queue
from types import SimpleNamespace
from uuid import uuid4

import pytest
from kombu.transport.memory import Channel

from kernel.clock import SHANGHAI, FixedClock
from servicekit.embedded.quietness import Quietness
from servicekit.mailbox import Reader
from servicekit.testing.house import House
from servicekit.testing.toy import Count, CounterService, KeeperService

NINE = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)


@pytest.fixture
def house():
    house = House(FixedClock(NINE), CounterService, KeeperService)
    yield house
    house.close()


@pytest.fixture
def reader():
    return Reader()


@pytest.fixture
def quietness(house, reader, monkeypatch):
    monkeypatch.setattr(Channel, "queues", {})
    containers = [SimpleNamespace(subextensions=[reader])]
    return Quietness([room.desk for room in house.rooms.values()], containers)


def test_a_letter_that_has_not_left_is_something_to_do(house, quietness):
    assert quietness.is_there()
    house.ask(Count(counter=uuid4()))
    assert not quietness.is_there()
    house.settle()
    assert quietness.is_there()


def test_a_letter_on_the_bus_is_something_to_do(quietness):
    Channel.queues["keeper"] = Queue()
    assert quietness.is_there()
    Channel.queues["keeper"].put("letter")
    assert not quietness.is_there()


def test_a_letter_in_hand_is_something_to_do(quietness, reader):
    reader.in_hand = 1
    assert not quietness.is_there()


def test_what_is_due_is_something_to_do(house, quietness):
    house.ask(Count(counter=uuid4(), alarm=60))
    house.settle()
    assert quietness.is_there()
    house.clock.set(NINE + timedelta(seconds=61))
    assert not quietness.is_there()
    house["counter"].desk.fire_due()
    house.settle()
    assert quietness.is_there()


def test_what_is_written_between_two_looks_is_seen(house, quietness, monkeypatch):
    """At the first look a letter is in hand; its reader speaks and is done before the second."""
    looks = deque([[0, 0], [1, 0]])
    monkeypatch.setattr(quietness, "_look", looks.popleft)
    assert not quietness.is_there()
