"""When the database drops its connections, work goes on over new ones."""

from datetime import datetime
from uuid import uuid4

import psycopg2
import pytest

from kernel.clock import SHANGHAI, FixedClock
from servicekit.testing.house import House
from servicekit.testing.postgres import server_url
from servicekit.testing.toy import Count, CounterService, KeeperService, Look


@pytest.fixture
def house():
    house = House(
        FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)), CounterService, KeeperService
    )
    yield house
    house.close()


def drop_connections(room):
    name = room.url.rpartition("/")[2].partition("?")[0]
    connection = psycopg2.connect(server_url())
    connection.autocommit = True
    connection.cursor().execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
    )
    connection.close()


def test_a_keyed_command_a_question_and_a_letter_go_on(house):
    counter = uuid4()
    house.ask(Count(counter=counter), key="one")
    drop_connections(house["counter"])
    assert house.ask(Count(counter=counter), key="two").value == 2
    drop_connections(house["counter"])
    assert house.ask(Look(counter=counter)).value == 2
    drop_connections(house["keeper"])
    house.settle()
    assert house["keeper"].parked() == []


def test_a_command_without_a_key_is_not_repeated(house):
    counter = uuid4()
    house.ask(Count(counter=counter))
    drop_connections(house["counter"])
    with pytest.raises(Exception, match="幂等键"):
        house.ask(Count(counter=counter))
