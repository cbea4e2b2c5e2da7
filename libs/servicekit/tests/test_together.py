"""Many at once: one effect for each key, one firing for each deadline, letters once in order."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from contracts.caller import Caller
from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Refusal
from servicekit.assembly import make_desk
from servicekit.testing.house import House, world_at
from servicekit.testing.toy import Count, CounterRang, CounterService, KeeperService, Look, heard

THREADS = 20


def rang(deadline, uow):
    """An alarm that only says that it went off."""
    uow.emit(CounterRang(counter=UUID(deadline.subject)))


@pytest.fixture
def house():
    house = House(
        FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)), CounterService, KeeperService
    )
    house["counter"].desk.deadlines["alarm"] = rang
    yield house
    house.close()


@pytest.fixture
def replicas(house):
    """Two more processes' worth of the counter over the same database."""
    world, url = world_at(house.clock), house["counter"].url
    desks = [make_desk(CounterService, url, world, pool_size=12) for _ in range(2)]
    for desk in desks:
        desk.deadlines["alarm"] = rang
    yield desks
    for desk in desks:
        desk.sessions.kw["bind"].dispose()


def rung(house):
    """Whose alarms went off, in order."""
    return [str(event.counter) for event in house.said("counter", CounterRang)]


def at_once(works):
    """Runs all works at the same moment; returns their answers or what they raised."""
    start = threading.Barrier(len(works))

    def run(work):
        start.wait()
        try:
            return work()
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_the_same_key_from_twenty_threads_has_one_effect_and_one_answer(house, replicas):
    counter = uuid4()
    order = Count(counter=counter)
    answers = at_once(
        [
            lambda n=n: replicas[n % 2].perform(order, Caller(subject="clerk"), "k")
            for n in range(THREADS)
        ]
    )
    assert [answer.value for answer in answers] == [1] * THREADS
    assert len(house["counter"].letters()) == 1


def test_the_same_key_with_other_bodies_has_one_effect_and_the_others_are_refused(house, replicas):
    orders = [Count(counter=uuid4(), by=100 + n) for n in range(THREADS)]
    clerk = Caller(subject="clerk")
    answers = at_once(
        [lambda n=n: replicas[n % 2].perform(orders[n], clerk, "k") for n in range(THREADS)]
    )
    [done] = [answer for answer in answers if not isinstance(answer, str)]
    assert Counter(a for a in answers if a is not done) == {"idempotency-key-reused": THREADS - 1}
    assert len(house["counter"].letters()) == 1


def test_two_people_may_use_the_same_key(house, replicas):
    counter = uuid4()
    house.ask(Count(counter=counter, by=100))
    at_once(
        [
            lambda n=n: replicas[n % 2].perform(
                Count(counter=counter), Caller(subject=f"c{n}"), "k"
            )
            for n in range(THREADS)
        ]
    )
    assert house.ask(Look(counter=counter)).value == 100 + THREADS


def test_letters_of_changes_made_at_once_are_numbered_without_gap(house, replicas):
    counter = uuid4()
    house.ask(Count(counter=counter, by=100))
    at_once(
        [
            lambda n=n: replicas[n % 2].perform(Count(counter=counter), Caller(subject="c"))
            for n in range(THREADS)
        ]
    )
    letters = house["counter"].letters()
    by_number = sorted(letters, key=lambda row: row.sequence)
    assert [row.sequence for row in by_number] == list(range(1, THREADS + 2))
    assert [row.body["data"]["value"] for row in by_number] == list(range(100, 101 + THREADS))


def test_a_letter_delivered_to_twenty_threads_is_applied_once(house):
    counter = uuid4()
    house.ask(Count(counter=counter))
    [row] = house["counter"].unsent(house.clock.now())
    keeper = house["keeper"].desk
    outcomes = at_once([lambda: keeper.take_in(row.body)] * 8)
    assert Counter(outcomes) == {"applied": 1, "duplicate": 7}
    with keeper.uow() as uow:
        assert heard(uow.session, counter) == ["moved 1"]


@pytest.mark.parametrize("turn", range(3))
def test_letters_of_one_case_read_at_once_by_many_are_applied_in_order(house, turn):
    counter = uuid4()
    for _ in range(8):
        house.ask(Count(counter=counter))
    bodies = [row.body for row in house["counter"].unsent(house.clock.now())]
    keeper = house["keeper"].desk
    at_once([lambda body=body: keeper.take_in(body) for body in reversed(bodies)])
    with keeper.uow() as uow:
        assert heard(uow.session, counter) == [f"moved {n}" for n in range(1, 9)]


def test_two_schedulers_fire_two_hundred_deadlines_once_each(house, replicas):
    subjects = [str(uuid4()) for _ in range(200)]
    with house["counter"].desk.uow() as uow:
        for subject in subjects:
            uow.deadlines.set("alarm", subject, uow.now + timedelta(minutes=1))
        uow.commit()
    house.clock.set(house.clock.now() + timedelta(minutes=1))
    fired = at_once([desk.fire_due for desk in replicas])
    assert sum(fired) == 200
    assert min(fired) > 0, "one of the two had nothing to do: the race was none"
    assert Counter(rung(house)) == Counter(subjects)


def test_a_deadline_whose_handler_fails_holds_up_no_other_and_is_tried_again(house):
    desk = house["counter"].desk
    bad, good = str(uuid4()), str(uuid4())
    good_days = []

    def ring(deadline, uow):
        rang(deadline, uow)
        if deadline.subject == bad and not good_days:
            raise RuntimeError("a bad day")

    desk.deadlines["alarm"] = ring
    with desk.uow() as uow:
        for subject in (bad, good):
            uow.deadlines.set("alarm", subject, uow.now)
        uow.commit()
    desk.fire_due()
    assert rung(house) == [good]
    good_days.append("today")
    house.clock.set(house.clock.now() + timedelta(seconds=2))
    desk.fire_due()
    assert rung(house) == [good, bad]


def test_a_cancelled_deadline_does_not_fire_and_a_moved_one_fires_at_its_new_time(house):
    desk = house["counter"].desk
    moved, cancelled = str(uuid4()), str(uuid4())
    with desk.uow() as uow:
        for subject in (moved, cancelled):
            uow.deadlines.set("alarm", subject, uow.now + timedelta(hours=1), rule="甲")
        uow.deadlines.set("alarm", moved, uow.now + timedelta(hours=2), rule="乙")
        uow.deadlines.cancel("alarm", cancelled)
        [left] = uow.deadlines.of(moved)
        assert (left.rule, uow.deadlines.of(cancelled)) == ("乙", [])
        uow.commit()
    house.turn(hours=1)
    assert house.said("counter", CounterRang) == []
    house.turn(hours=1)
    assert rung(house) == [moved]
