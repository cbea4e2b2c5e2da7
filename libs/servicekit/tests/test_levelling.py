"""`lingbu level`: what a reader lost with its database comes again; what a sender lost is told."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from kernel.clock import SHANGHAI, FixedClock
from servicekit.installation import Place
from servicekit.levelling import Ahead, level
from servicekit.testing.house import House
from servicekit.testing.toy import Count, CounterService, KeeperService

MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
ONE = UUID(int=1)
SERVICES = (CounterService, KeeperService)


@pytest.fixture
def house():
    house = House(FixedClock(MONDAY), *SERVICES)
    for key in ("a", "b", "c"):
        house.ask(Count(counter=ONE, by=1), key=key)
    house.settle()
    yield house
    house.close()


def places(house):
    return [
        Place(name=s.name, url=house[s.name].url, metadata=s.store.metadata, service=s)
        for s in SERVICES
    ]


def change(house, service, *statements):
    with house[service].engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def heard(house):
    with house["keeper"].engine.connect() as connection:
        return sorted(connection.scalars(text("SELECT what FROM heard")))


def since():
    return datetime.now(SHANGHAI) - timedelta(hours=1)


def test_a_reader_that_was_set_back_reads_again(house):
    before = heard(house)
    change(house, "keeper", *(f"DELETE FROM {t}" for t in ("heard", "inbox", "applied")))
    assert level(places(house), since(), dry=True) == {"counter → keeper": 3}
    assert house.settle() == 0
    assert level(places(house), since()) == {"counter → keeper": 3}
    assert house.settle() == 3
    assert heard(house) == before
    assert level(places(house), since()) == {}


def test_who_has_lost_nothing_is_sent_nothing(house):
    assert level(places(house), since()) == {}
    assert level(places(house), datetime.now(SHANGHAI) + timedelta(hours=1)) == {}


def test_what_a_sender_lost_is_told_and_nothing_goes_out(house):
    change(house, "counter", "UPDATE streams SET sequence = 1", "DELETE FROM outbox WHERE id > 1")
    change(house, "keeper", "DELETE FROM inbox")
    with pytest.raises(Ahead) as told:
        level(places(house), since())
    assert (told.value.reader, told.value.source) == ("keeper", "counter")
    assert house.settle() == 0
