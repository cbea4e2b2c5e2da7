"""The desk: commands once per key, letters once and in order, deadlines when due."""

import random
from datetime import datetime
from uuid import uuid4

import pytest

from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Conflict, Refusal
from servicekit.testing.house import House
from servicekit.testing.toy import (
    Count,
    Counted,
    CounterService,
    KeeperService,
    Look,
    heard,
    look,
)


@pytest.fixture
def house():
    house = House(
        FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)), CounterService, KeeperService
    )
    yield house
    house.close()


def keeps(house, counter):
    with house["keeper"].desk.uow() as uow:
        return heard(uow.session, counter)


def test_the_same_key_and_body_give_the_same_answer_and_one_effect(house):
    counter = uuid4()
    first = house.ask(Count(counter=counter), key="k")
    again = house.ask(Count(counter=counter), key="k")
    assert first == again
    assert house.ask(Look(counter=counter)).value == 1


def test_a_key_is_remembered_for_seven_days(house):
    """What is older `lingbu purge` removes, see test_audit_purge."""
    counter = uuid4()
    first = house.ask(Count(counter=counter), key="k")
    days = house["counter"].desk.world.policy.on(house.clock.today()).idempotency_days
    house.turn(days=days, minutes=-1)
    assert days == 7
    assert house.ask(Count(counter=counter), key="k") == first
    assert house.ask(Look(counter=counter)).value == 1


def test_the_same_key_with_another_body_is_refused(house):
    counter = uuid4()
    house.ask(Count(counter=counter), key="k")
    with pytest.raises(Refusal) as refused:
        house.ask(Count(counter=counter, by=2), key="k")
    assert refused.value.code == "idempotency-key-reused"
    assert house.ask(Look(counter=counter)).value == 1


def test_a_refusal_writes_nothing_and_its_key_may_be_used_again(house):
    counter = uuid4()
    with pytest.raises(Conflict):
        house.ask(Count(counter=counter, by=13), key="k")
    assert house["counter"].letters() == []
    assert house.ask(Count(counter=counter, by=12), key="k").value == 12


@pytest.mark.parametrize("copies", [1, 3])
def test_letters_are_applied_once_however_often_they_come(house, copies):
    counter = uuid4()
    for _ in range(3):
        house.ask(Count(counter=counter))
    house.settle(copies=copies)
    assert keeps(house, counter) == ["moved 1", "moved 2", "moved 3"]


@pytest.mark.parametrize("seed", range(5))
def test_letters_of_one_aggregate_are_applied_in_order_whatever_the_bus_does(house, seed):
    counters = [uuid4() for _ in range(3)]
    for counter in counters:
        for _ in range(6):
            house.ask(Count(counter=counter))
    house.settle(copies=2, shuffle=random.Random(seed))
    for counter in counters:
        assert keeps(house, counter) == [f"moved {n}" for n in range(1, 7)], f"seed {seed}"


def test_a_refused_letter_is_parked_and_holds_back_only_its_own_aggregate(house):
    bad, good = uuid4(), uuid4()
    house.ask(Count(counter=bad, secret="refuse"))
    house.ask(Count(counter=bad))
    house.ask(Count(counter=good))
    house.settle()
    assert keeps(house, good) == ["moved 1"]
    assert keeps(house, bad) == []
    assert [row.reason for row in house["keeper"].parked()] == ["not-taken"]


def test_a_failing_letter_comes_again_after_its_delay_and_in_order(house):
    counter = uuid4()
    house.ask(Count(counter=counter, secret="fail:2"))
    house.ask(Count(counter=counter))
    [*letters] = [row.body for row in house["counter"].unsent(house.clock.now())]
    desk = house["keeper"].desk
    assert [desk.take_in(body) for body in letters] == ["delayed", "held"]
    house.turn(seconds=2)
    assert keeps(house, counter) == []
    house.turn(seconds=6)
    assert keeps(house, counter) == ["moved 1", "moved 2"]
    assert house["keeper"].parked() == []


def test_a_letter_that_keeps_failing_is_parked_with_the_reason_after_six_delays(house):
    counter = uuid4()
    house.ask(Count(counter=counter, secret="fail:99"))
    [row] = house["counter"].unsent(house.clock.now())
    house["keeper"].desk.take_in(row.body)
    for _ in range(6):
        house.turn(hours=2)
    [parked] = house["keeper"].parked()
    assert (parked.reason, parked.detail, parked.attempts) == ("failed", "RuntimeError", 7)
    assert parked.redrive_at is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (None, "malformed"),
        ([], "malformed"),
        ({"meta": {}, "data": {}}, "malformed"),
        ({"meta": "x"}, "malformed"),
    ],
)
def test_what_is_no_letter_is_parked(house, body, reason):
    assert house["keeper"].desk.take_in(body) == "parked"
    assert [row.reason for row in house["keeper"].parked()] == [reason]


def test_an_unknown_version_is_parked_with_its_name(house):
    house.ask(Count(counter=uuid4()))
    [row] = house["counter"].unsent(house.clock.now())
    body = row.body | {"meta": row.body["meta"] | {"version": 9}}
    assert house["keeper"].desk.take_in(body) == "parked"
    [parked] = house["keeper"].parked()
    assert (parked.reason, parked.detail) == ("unknown-message", "counter.counter_moved.v9")


def test_personal_data_is_sealed_in_the_outbox(house):
    house.ask(Count(counter=uuid4(), secret="110101197803070029"))
    assert "110101197803070029" not in str([row.body for row in house["counter"].letters()])


def test_a_deadline_fires_when_due_and_once(house):
    counter = uuid4()
    house.ask(Count(counter=counter, alarm=60))
    house.turn(seconds=59)
    assert keeps(house, counter) == ["moved 1"]
    house.turn(seconds=1)
    house.turn(days=1)
    assert keeps(house, counter) == ["moved 1", "rang"]


def test_a_handler_may_set_its_own_deadline_anew(house):
    counter = uuid4()
    house.ask(Count(counter=counter, by=2, alarm=60))
    house.turn(seconds=60)
    assert keeps(house, counter) == ["moved 2", "rang"]
    house.turn(seconds=60)
    assert keeps(house, counter) == ["moved 2", "rang", "rang"]


def test_an_answer_of_several_statements_shows_one_moment(house):
    counter = uuid4()
    house.ask(Count(counter=counter))

    def look_twice(form, uow):
        before = look(form, uow).value
        house.ask(Count(counter=counter))
        uow.session.expire_all()
        return Counted(counter=counter, value=look(form, uow).value - before)

    house["counter"].desk.commands[Look] = look_twice
    assert house.ask(Look(counter=counter)).value == 0
