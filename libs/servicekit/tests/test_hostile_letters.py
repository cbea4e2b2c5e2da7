"""Whatever comes over the bus is parked or ignored with a reason, and the queue keeps flowing."""

import json
from datetime import datetime
from uuid import uuid4

import pytest

from kernel.clock import SHANGHAI, FixedClock
from servicekit.testing.house import House
from servicekit.testing.toy import Count, CounterService, KeeperService, heard


@pytest.fixture
def house():
    house = House(
        FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)), CounterService, KeeperService
    )
    yield house
    house.close()


def said(house, counter, times=1):
    for _ in range(times):
        house.ask(Count(counter=counter))
    return [row.body for row in house["counter"].unsent(house.clock.now())]


def changed(letter, meta=(), data=()):
    """The letter with parts of its envelope or content exchanged, under a number of its own."""
    envelope = letter["meta"] | {"message_id": str(uuid4())} | dict(meta)
    return {"meta": envelope, "data": letter["data"] | dict(data)}


BODIES = {
    "nothing": lambda good: None,
    "a text": lambda good: "hello",
    "a number": lambda good: 5,
    "a list": lambda good: [good],
    "no data": lambda good: {"meta": good["meta"]},
    "no meta": lambda good: {"data": good["data"]},
    "data of another kind": lambda good: changed(good) | {"data": "x"},
    "no message number": lambda good: changed(good, {"message_id": "x"}),
    "an unknown event": lambda good: changed(good, {"event": "never_heard_of"}),
    "an unknown version": lambda good: changed(good, {"version": 9}),
    "another source": lambda good: changed(good, {"source": "elsewhere"}),
    "a huge version": lambda good: changed(good, {"version": 10**30}),
    "a huge sequence": lambda good: changed(good, {"sequence": 2**40}),
    "a sequence that is true": lambda good: changed(good, {"sequence": True}),
    "a trail of texts": lambda good: changed(good, {"trail": {"counter_moved": "x"}}),
    "a trail that is a list": lambda good: changed(good, {"trail": [1]}),
    "a huge value": lambda good: changed(good, data={"value": 2**70}),
    "a value of another type": lambda good: changed(good, data={"value": "1"}),
    "an edited seal": lambda good: changed(good, data={"secret": "s1.k1.AAAA"}),
    "an unknown key": lambda good: changed(good, data={"secret": "s1.k9.AAAA"}),
    "no seal at all": lambda good: changed(good, data={"secret": "王小明"}),
}
UNSTORABLE_BODIES = {
    "a NUL": lambda good: {"meta": "\0"},
    "half a character": lambda good: {"meta": "\ud800"},
    "not a number": lambda good: {"meta": float("nan")},
    "an infinite number": lambda good: changed(good, {"version": float("inf")}),
    "a NUL in a field": lambda good: changed(good, data={"value": "\0"}),
    "a long event": lambda good: changed(good, {"event": "e" * 200}),
    "a long source": lambda good: changed(good, {"source": "s" * 200}),
}
CASES = [pytest.param(make, id=name) for name, make in BODIES.items()] + [
    pytest.param(make, id=name) for name, make in UNSTORABLE_BODIES.items()
]


@pytest.mark.parametrize("make", CASES)
def test_a_hostile_letter_is_parked_with_a_reason_and_the_next_one_is_read(house, make):
    counter, keeper = uuid4(), house["keeper"]
    [good] = said(house, counter)
    assert keeper.desk.take_in(make(good)) == "parked"
    [parked] = keeper.parked()
    assert parked.reason in ("malformed", "unknown-message")
    assert "王小明" not in parked.detail
    assert keeper.desk.take_in(good) == "applied"
    with keeper.desk.uow() as uow:
        assert heard(uow.session, counter) == ["moved 1"]


@pytest.mark.parametrize("make", [BODIES["an unknown version"], BODIES["an edited seal"]])
def test_a_parked_letter_driven_again_is_parked_again_and_kept_once(house, make):
    [good] = said(house, uuid4())
    desk, letter = house["keeper"].desk, make(good)
    for _ in range(3):
        assert desk.take_in(letter) == "parked"
    assert len(house["keeper"].parked()) == 1


def test_bytes_that_are_no_letter_are_kept_sealed(house):
    house["keeper"].desk.park_raw("王小明\0\xff".encode(), "UnicodeDecodeError")
    [parked] = house["keeper"].parked()
    assert (parked.reason, parked.detail) == ("undecodable", "UnicodeDecodeError")
    assert parked.body is None
    assert parked.raw.startswith("s1.")


@pytest.mark.parametrize("letter", [{"data": {"name": "王小明"}}, ["王小明"], "王小明"])
def test_json_without_our_envelope_is_kept_sealed(house, letter):
    assert house["keeper"].desk.take_in(letter) == "parked"
    [parked] = house["keeper"].parked()
    assert (parked.reason, parked.body) == ("malformed", None)
    assert parked.raw.startswith("s1.") and "王小明" not in house["keeper"].dump()


def test_a_letter_that_takes_the_process_down_is_set_aside(house):
    [letter] = said(house, uuid4())
    assert house["keeper"].desk.take_in(letter, crashed=True) == "parked"
    [parked] = house["keeper"].parked()
    assert parked.reason == "crashed"
    assert parked.body == json.loads(json.dumps(letter))


def test_a_letter_whose_predecessors_never_come_waits_and_holds_up_nobody(house):
    counter, other = uuid4(), uuid4()
    [_, second] = said(house, counter, times=2)
    [good] = said(house, other)
    desk = house["keeper"].desk
    assert [desk.take_in(second), desk.take_in(good)] == ["held", "applied"]
