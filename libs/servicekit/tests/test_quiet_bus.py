"""The bus without a broker: quiet after `settle`, nothing lost when it is taken over."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from kernel.clock import SHANGHAI, FixedClock
from servicekit.embedded.quiet_bus import QuietBus
from servicekit.embedded.waiting import Eye
from servicekit.testing.house import House
from servicekit.testing.toy import Count, CounterMoved, CounterService, KeeperService, heard

NINE = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
ONE, TWO, A_MINUTE = uuid4(), uuid4(), timedelta(minutes=1)


@pytest.fixture
def house():
    house = House(FixedClock(NINE), CounterService, KeeperService)
    house.opened = []
    yield house
    for opened in house.opened:
        opened.close()
    house.close()


def unsent(house):
    house.opened.append(Eye(house["counter"].desk))
    return house.opened[-1].unsent(10)


def bus_of(house):
    """As a process would that takes the house over."""
    bus = QuietBus(house.clock)
    house.opened.append(bus)
    for name, room in house.rooms.items():
        room.desk.world = replace(room.desk.world, wake=bus.bell(name))
        bus.add(room.desk)
    return bus


def count(house, bus, counter, **how):
    house.ask(Count(counter=counter, **how))
    bus.stir("counter")


def turn(house, bus, moment):
    house.clock.set(moment)
    bus.turned()
    bus.settle()


def keeps(house, counter):
    with house["keeper"].desk.uow() as uow:
        return heard(uow.session, counter)


def test_letters_arrive_in_order_and_are_marked_as_sent(house):
    bus = bus_of(house)
    for _ in range(3):
        count(house, bus, ONE)
    bus.settle()
    assert keeps(house, ONE) == ["moved 1", "moved 2", "moved 3"]
    assert unsent(house) == []


def test_a_deadline_is_fired_when_the_clock_has_reached_it_and_not_before(house):
    bus = bus_of(house)
    count(house, bus, ONE, alarm=60)
    bus.settle()
    assert bus.next_due() == NINE + A_MINUTE
    turn(house, bus, NINE + A_MINUTE / 2)
    assert keeps(house, ONE) == ["moved 1"]
    turn(house, bus, NINE + A_MINUTE)
    assert keeps(house, ONE) == ["moved 1", "rang"]
    assert bus.next_due() is None


def test_a_deadline_set_by_a_deadline_is_known(house):
    bus = bus_of(house)
    count(house, bus, ONE, by=2, alarm=60)
    bus.settle()
    turn(house, bus, NINE + A_MINUTE)
    assert bus.next_due() == NINE + 2 * A_MINUTE


def test_who_takes_over_sends_what_was_said_and_fires_what_was_due(house):
    before = bus_of(house)
    count(house, before, ONE, alarm=30)
    house.clock.set(NINE + A_MINUTE)
    bus_of(house).settle()
    assert keeps(house, ONE) == ["moved 1", "rang"]


def test_a_letter_taken_in_and_not_yet_marked_is_taken_in_once(house):
    bus = bus_of(house)
    count(house, bus, ONE)
    [letter] = unsent(house)
    house["keeper"].desk.take_in(letter.body)
    bus_of(house).settle()
    assert keeps(house, ONE) == ["moved 1"]


def test_a_letter_that_fails_is_tried_again_when_its_delay_is_over(house):
    bus = bus_of(house)
    count(house, bus, TWO, secret="fail:1")
    bus.settle()
    assert keeps(house, TWO) == []
    assert bus.next_due() == NINE + timedelta(seconds=1)
    turn(house, bus, NINE + A_MINUTE)
    assert keeps(house, TWO) == ["moved 1"]
    assert bus.next_due() is None


def test_what_is_told_from_outside_twice_is_heard_once(house):
    bus, message_id = bus_of(house), uuid4()
    for _ in range(2):
        bus.tell(CounterMoved(counter=ONE, value=7, secret="quiet"), message_id)
    assert keeps(house, ONE) == ["moved 7"]


def test_letters_that_come_together_are_one_transaction(house):
    bus, commits = bus_of(house), []
    for counter in (ONE, ONE, TWO):
        count(house, bus, counter)
    event.listen(house["keeper"].desk.sessions.kw["bind"], "commit", commits.append)
    bus.settle()
    assert keeps(house, ONE) == ["moved 1", "moved 2"] and keeps(house, TWO) == ["moved 1"]
    assert len(commits) == 1


def test_one_that_cannot_be_applied_keeps_no_other_back(house):
    """Together nothing would be left of them; each alone, two arrive and one is looked at."""
    bus, three = bus_of(house), uuid4()
    count(house, bus, ONE)
    count(house, bus, TWO, secret="refuse")
    count(house, bus, three)
    bus.settle()
    assert keeps(house, ONE) == keeps(house, three) == ["moved 1"]
    assert keeps(house, TWO) == []
    assert [letter.reason for letter in house["keeper"].parked()] == ["not-taken"]


def test_a_letter_that_came_before_is_passed_over_among_others(house):
    bus = bus_of(house)
    count(house, bus, ONE)
    [letter] = unsent(house)
    house["keeper"].desk.take_in(letter.body)
    count(house, bus, ONE)
    bus.settle()
    assert keeps(house, ONE) == ["moved 1", "moved 2"]


def test_a_deadline_that_fails_keeps_no_other_back(house):
    bus, nobody = bus_of(house), uuid4()
    count(house, bus, ONE, alarm=30)
    count(house, bus, TWO, alarm=40)
    with house["counter"].desk.uow() as uow:
        uow.deadlines.set("alarm", nobody, NINE + A_MINUTE / 2)  # there is no such counter
        uow.commit()
    bus.stir("counter")
    turn(house, bus, NINE + A_MINUTE)
    assert keeps(house, ONE) == keeps(house, TWO) == ["moved 1", "rang"]
    with house["counter"].desk.uow() as uow:
        assert len(uow.deadlines.of(nobody)) == 1
