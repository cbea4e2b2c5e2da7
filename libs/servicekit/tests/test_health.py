"""A service process tells whether it lives and can work, also with all hands full."""

import http.client
import json
import os
import subprocess
import sys
import time
from datetime import datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest

from kernel.clock import SHANGHAI, FixedClock
from servicekit import health
from servicekit.assembly import make_desk
from servicekit.testing.house import House, world_at
from servicekit.testing.toy import Count, CounterService, KeeperService

MORNING = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
PROCESS = """
import sys
import eventlet
eventlet.monkey_patch()
from nameko.containers import ServiceContainer
from servicekit.assembly import make_desk
from servicekit.testing.house import world_at
from servicekit.testing.toy import KeeperService
from kernel.clock import SystemClock

desk = make_desk(KeeperService, sys.argv[1], world_at(SystemClock()))
config = {
    "AMQP_URI": "memory://health", "WEB_SERVER_ADDRESS": "127.0.0.1:0", "DESK": desk,
    "INTERNAL_TOKEN": "t", "max_workers": 1,
}
container = ServiceContainer(KeeperService, config)
container.start()
[server] = [e for e in container.subextensions if type(e).__name__ == "InsideServer"]
print(server._sock.getsockname()[1], flush=True)
container.wait()
"""


@pytest.fixture
def house():
    house = House(FixedClock(MORNING), CounterService, KeeperService)
    yield house
    house.close()


def reader(silent_for=0.0, connected=True):
    moment = time.monotonic() - silent_for
    return SimpleNamespace(_live=object() if connected else None, _last_round=moment)


@pytest.mark.parametrize(
    ("readers", "status", "bus"),
    [
        ([], "ok", "ok"),
        ([{}, {}], "ok", "ok"),
        ([{}, {"silent_for": 60}], "degraded", "away"),
        ([{"connected": False}], "degraded", "away"),
    ],
)
def test_a_silent_bus_is_told_and_the_service_stays_ready(house, readers, status, bus):
    found = health.condition(house["keeper"].desk, [reader(**one) for one in readers])
    assert (found["status"], found["bus"], found["database"]) == (status, bus, "ok")


def test_waiting_and_parked_letters_are_counted(house):
    desk = house["counter"].desk
    assert health.condition(desk, [])["outbox_oldest_seconds"] == 0.0
    house.ask(Count(counter=uuid4()))
    found = health.condition(desk, [])
    assert 0.0 <= found["outbox_oldest_seconds"] < 60
    house["keeper"].desk.take_in({"meta": "x"})
    assert health.condition(house["keeper"].desk, [])["parked"] == 1


def test_a_database_that_does_not_answer_makes_it_unready():
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    desk = make_desk(KeeperService, nowhere, world_at(FixedClock(MORNING)))
    assert health.condition(desk, [])["status"] == "unready"


def get(port, path, method="GET"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_a_running_process_answers(house):
    child = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", PROCESS, house["keeper"].url],
        stdout=subprocess.PIPE,
        env=os.environ | {"EVENTLET_NO_GREENDNS": "yes"},
        text=True,
    )
    try:
        port = int(child.stdout.readline())
        assert get(port, "/livez")[0] == 200
        status, body = get(port, "/readyz")
        assert (status, json.loads(body)["database"]) == (200, "ok")
        assert get(port, "/readyz", "POST")[0] == 405
        status, body = get(port, "/metrics")
        assert status == 200
        assert b'lingbu_database_up{service="keeper"} 1.0' in body
    finally:
        child.kill()
        child.wait()
