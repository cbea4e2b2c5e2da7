"""The relay: in order, at least once, one at a time, and nothing lost when the bus says no."""

import json
import threading
import time
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from contracts.caller import SYSTEM_CALLER
from kernel.clock import SHANGHAI, FixedClock
from servicekit.database import make_engine
from servicekit.relay import BATCH, Relay, Unroutable
from servicekit.testing.house import House
from servicekit.testing.toy import Count, CounterMoved, CounterService

SECRET = "110101197803070029"


class Post:
    """A publisher that remembers; `refuses` and `breaks_at` are its faults."""

    def __init__(self, refuses=(), breaks_at=None):
        self.letters, self.refuses, self.breaks_at, self.closed = [], refuses, breaks_at, False

    def publish(self, exchange, routing_key, body, message_id):
        if len(self.letters) == self.breaks_at:
            raise ConnectionError("the broker went away")
        letter = json.loads(body)
        if letter["meta"]["aggregate_id"] in self.refuses:
            raise Unroutable("nobody")
        self.letters.append((exchange, routing_key, message_id, letter))

    def close(self):
        self.closed = True

    def values(self, counter=None):
        return [
            letter["data"]["value"]
            for *_, letter in self.letters
            if counter in (None, letter["data"]["counter"])
        ]


RELAYS = []


@pytest.fixture
def house():
    house = House(FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)), CounterService)
    yield house
    while RELAYS:
        RELAYS.pop().let_go()
    house.close()


def relay_over(house, post, copies=1, engine=None):
    """A relay that lets its lock go when the test is over."""
    room = house["counter"]
    connect = post if callable(post) else lambda: post
    RELAYS.append(Relay(engine or room.engine, room.desk.store.kit, connect, copies))
    return RELAYS[-1]


def carried_by(relay):
    """What a relay carries once the server has noticed that the former lock holder is gone."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if count := relay.carry():
            return count
    return 0


def say(house, times, counter=None):
    counter = counter or uuid4()
    for _ in range(times):
        house.ask(Count(counter=counter, secret=SECRET))
    return str(counter)


def say_at_once(house, times):
    """Many letters of one aggregate from one transaction."""
    counter = uuid4()
    with house["counter"].desk.uow(SYSTEM_CALLER) as uow:
        for value in range(1, times + 1):
            uow.emit(CounterMoved(counter=counter, value=value, secret=SECRET))
        uow.commit()


def unsent(house):
    outbox = house["counter"].desk.store.kit.outbox
    waiting = select(outbox).where(outbox.c.sent_at.is_(None)).order_by(outbox.c.id)
    with house["counter"].engine.connect() as connection:
        return connection.execute(waiting).all()


def due_now(house):
    """Lets the wait of refused letters be over, without sleeping through it."""
    with house["counter"].engine.begin() as connection:
        connection.execute(text("UPDATE outbox SET retry_at = clock_timestamp()"))


def test_letters_leave_in_order_and_once(house):
    say(house, 7)
    post = Post()
    relay = relay_over(house, post)
    assert (relay.carry(), relay.carry()) == (7, 0)
    assert post.values() == [1, 2, 3, 4, 5, 6, 7]
    assert unsent(house) == []


def test_a_letter_goes_where_its_event_says_without_personal_data(house):
    say(house, 1)
    post = Post()
    relay_over(house, post).carry()
    [(exchange, routing_key, message_id, letter)] = post.letters
    assert (exchange, routing_key) == ("counter.events", CounterMoved.routing_key())
    assert message_id == letter["meta"]["message_id"]
    assert SECRET not in json.dumps(post.letters)


def test_an_unroutable_letter_stays_and_the_others_go_on(house):
    bad, good = say(house, 2), say(house, 3)
    post = Post(refuses=(bad,))
    relay = relay_over(house, post)
    assert relay.carry() == 3
    assert post.values(good) == [1, 2, 3]
    assert [(row.tries, row.last_error) for row in unsent(house)] == [(1, "unroutable")] * 2


def test_an_unroutable_letter_waits_before_it_is_tried_again_and_leaves_when_it_can(house):
    bad = say(house, 2)
    post = Post(refuses=(bad,))
    relay = relay_over(house, post)
    assert (relay.carry(), relay.carry()) == (0, 0)
    assert {row.tries for row in unsent(house)} == {1}
    post.refuses = ()
    due_now(house)
    assert relay.carry() == 2
    assert post.values(bad) == [1, 2]


def test_a_failing_bus_keeps_every_letter_and_the_next_connection_carries_them(house):
    say(house, 5)
    first, second = Post(breaks_at=3), Post()
    posts = iter([first, second])
    relay = relay_over(house, lambda: next(posts))
    with pytest.raises(ConnectionError):
        relay.carry()
    assert len(unsent(house)) == 5
    relay.let_go()
    assert first.closed
    assert carried_by(relay) == 5
    assert second.values() == [1, 2, 3, 4, 5]


def test_a_bus_that_cannot_be_reached_keeps_every_letter(house):
    say(house, 2)

    def nobody():
        raise ConnectionRefusedError

    with pytest.raises(ConnectionRefusedError):
        relay_over(house, nobody).carry()
    assert len(unsent(house)) == 2


def test_one_relay_at_a_time_and_the_next_takes_over(house):
    say(house, 2)
    first, second = Post(), Post()
    at_work, waiting = relay_over(house, first), relay_over(house, second)
    assert (at_work.carry(), waiting.carry()) == (2, 0)
    say(house, 1)
    assert waiting.carry() == 0
    at_work.let_go()
    assert carried_by(waiting) == 1


def test_a_relay_whose_database_connection_died_gives_the_lock_up(house):
    say(house, 1)
    killed, heir = relay_over(house, Post()), relay_over(house, Post())
    killed.carry()
    with house["counter"].engine.connect() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        connection.execute(text(others))
    say(house, 1)
    with pytest.raises(Exception, match="terminat|closed"):
        killed.carry()
    assert carried_by(heir) == 1


def test_a_number_committed_late_is_not_passed_over(house):
    room, post = house["counter"], Post()
    relay = relay_over(house, post)
    with room.desk.uow(SYSTEM_CALLER) as slow:
        slow.emit(CounterMoved(counter=uuid4(), value=100, secret=""))
        say(house, 1)
        assert relay.carry() == 1
        slow.commit()
    assert relay.carry() == 1
    assert post.values() == [1, 100]


def test_a_long_outbox_leaves_in_batches_in_order(house):
    say_at_once(house, BATCH + 3)
    post = Post()
    relay = relay_over(house, post)
    assert (relay.carry(), relay.carry(), relay.carry()) == (BATCH, 3, 0)
    assert post.values() == list(range(1, BATCH + 4))


def test_two_relays_racing_carry_each_letter_once_in_order(house):
    say_at_once(house, 60)
    post = Post()
    engines = [make_engine(house["counter"].url, pool_size=2) for _ in range(2)]
    relays = [relay_over(house, post, engine=engine) for engine in engines]
    start = threading.Barrier(2)

    def race(relay):
        start.wait()
        for _ in range(20):
            relay.carry()

    threads = [threading.Thread(target=race, args=(relay,)) for relay in relays]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert post.values() == list(range(1, 61))
    for relay, engine in zip(relays, engines, strict=True):
        relay.let_go()
        engine.dispose()


def test_copies_is_a_fault_knob_that_sends_the_same_letter_again(house):
    say(house, 2)
    post = Post()
    relay_over(house, post, copies=3).carry()
    assert post.values() == [1, 1, 1, 2, 2, 2]
    assert len({message_id for _, _, message_id, _ in post.letters}) == 2


def test_the_time_of_sending_is_written_down(house):
    say(house, 1)
    relay_over(house, Post()).carry()
    outbox = house["counter"].desk.store.kit.outbox
    with house["counter"].engine.connect() as connection:
        [row] = connection.execute(select(outbox, func.clock_timestamp().label("now")))
    assert row.created_at <= row.sent_at <= row.now
