"""What a reader such as payments makes of two sources that share one outbox."""

import random
from uuid import uuid4

import pytest
from sqlalchemy import Column, Integer, String, Table, select
from sqlalchemy.orm import DeclarativeBase

from contracts.outside import (
    CheckAnswered,
    DeductionReported,
)
from kernel.clock import FixedClock
from servicekit.frontdoor import obeys, reads, rings
from servicekit.store import Store
from servicekit.tables import kit_tables
from servicekit.testing.house import House
from simulators.service import SimulatorsService

from .stand_in_letters import ID, additions, at, check


class Base(DeclarativeBase):
    """The reader's tables."""


heard = Table(
    "heard",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("what", String(80)),
)


def hear(event, uow):
    what = event.month if isinstance(event, DeductionReported) else event.check_code
    uow.session.execute(heard.insert().values(what=what))


class Reader:
    """Subscribes to one event of each source, not to the others between them."""

    name = "reader"
    store = Store(metadata=Base.metadata, kit=kit_tables(Base.metadata))
    obey, ring = obeys({}), rings({})
    read = reads({CheckAnswered: hear, DeductionReported: hear})


@pytest.mark.parametrize("seed", range(8))
def test_two_sources_of_one_outbox_hold_no_reader_back(seed):
    house = House(FixedClock(at("2019-05-20T09:00")), SimulatorsService, Reader)
    case = uuid4()
    house.tell(check("first", request=case))  # the same aggregate id as the deductions
    house.tell(additions((case, "2019-05", ID)))
    for _ in range(6):  # everything waits in the outbox, then arrives at once in any order
        house.clock.turn(days=31)
        house["simulators"].desk.fire_due()
    house.tell(check("last", request=case))
    house.settle(copies=3, shuffle=random.Random(seed))

    with house["reader"].engine.connect() as connection:
        told = [row.what for row in connection.execute(select(heard).order_by(heard.c.id))]
        left = list(connection.execute(select(Reader.store.kit.held)))
    months = [what for what in told if what.startswith("2019")]
    assert months == [f"2019-{month:02d}" for month in range(5, 11)]
    assert sorted(set(told) - set(months)) == ["first", "last"]  # in any order, each once
    assert len(told) == len(months) + 2
    assert (left, house["reader"].parked()) == ([], [])
    house.close()
