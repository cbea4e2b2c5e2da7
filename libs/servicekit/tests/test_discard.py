"""A discarded letter: it is never applied, and those behind it wait for it no more."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from kernel.clock import SHANGHAI, FixedClock
from servicekit.installation import Place
from servicekit.operations import _redrive
from servicekit.testing.house import House
from servicekit.testing.toy import Count, CounterService, KeeperService, heard


@pytest.fixture
def house():
    house = House(
        FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)), CounterService, KeeperService
    )
    yield house
    house.close()


def say(house, counter, *secrets):
    for secret in secrets:
        house.ask(Count(counter=counter, secret=secret))
    house.settle()


def operate(house, *ids, discard, dry_run=False):
    """What `lingbu redrive` does with these letters of the keeper."""
    keeper, service = house["keeper"], KeeperService
    place = Place(name="keeper", url=keeper.url, metadata=service.store.metadata, service=service)
    with Session(keeper.engine) as session:
        count = _redrive(place, session, (None, None, ids), discard, dry_run)
        session.commit()
    return count


def keeps(house, counter):
    with house["keeper"].desk.uow() as uow:
        return heard(uow.session, counter)


@pytest.mark.parametrize("behind", [1, 3])
def test_those_behind_are_read_in_order(house, behind):
    counter = uuid4()
    say(house, counter, "refuse", *["quiet"] * behind)
    [parked] = house["keeper"].parked()
    assert operate(house, parked.id, discard=True) == 1
    house["keeper"].desk.tick()
    assert keeps(house, counter) == [f"moved {n}" for n in range(2, behind + 2)]
    assert house["keeper"].parked() == []


def test_only_the_chosen_one_is_discarded(house):
    first, second = uuid4(), uuid4()
    say(house, first, "refuse", "quiet")
    say(house, second, "refuse", "quiet")
    parked = {row.aggregate_id: row.id for row in house["keeper"].parked()}
    operate(house, parked[str(first)], discard=True)
    house["keeper"].desk.tick()
    assert (keeps(house, first), keeps(house, second)) == (["moved 2"], [])
    assert [row.aggregate_id for row in house["keeper"].parked()] == [str(second)]


def test_a_dry_run_changes_nothing(house):
    counter = uuid4()
    say(house, counter, "refuse", "quiet")
    [parked] = house["keeper"].parked()
    for discard in (True, False):
        assert operate(house, parked.id, discard=discard, dry_run=True) == 1
    house["keeper"].desk.tick()
    assert keeps(house, counter) == []
    assert [row.id for row in house["keeper"].parked()] == [parked.id]


def test_a_letter_driven_again_whose_reason_is_gone_is_applied_with_those_behind(house):
    counter = uuid4()
    say(house, counter, "refuse", "quiet")
    desk = house["keeper"].desk
    [parked] = house["keeper"].parked()
    [moved] = [event for event in desk.readers.table if event.__name__ == "CounterMoved"]
    taken = []
    desk.readers.table[moved] = lambda event, uow: taken.append(event.value)
    assert operate(house, parked.id, discard=False) == 1
    desk.tick()
    assert taken == [1, 2]
    assert house["keeper"].parked() == []


def test_many_cases_that_wait_do_not_keep_a_discarded_one_waiting(house):
    stuck, chosen = [uuid4() for _ in range(210)], uuid4()
    for counter in (*stuck, chosen):
        say(house, counter, "refuse", "quiet")
    parked = {row.aggregate_id: row.id for row in house["keeper"].parked()}
    operate(house, parked[str(chosen)], discard=True)
    house["keeper"].desk.tick()
    assert keeps(house, chosen) == ["moved 2"]
