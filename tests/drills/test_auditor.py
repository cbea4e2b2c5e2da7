"""The auditor is nobody's friend: it imports nothing of ours and sees one changed letter."""

import ast
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from drills.auditor import chains
from drills.auditor.evidence import Evidence
from drills.auditor.letters import kept, outboxes, signed_once
from kernel.clock import SHANGHAI, FixedClock
from servicekit.testing.house import House
from servicekit.testing.toy import Count, CounterService, KeeperService

ROOM = Path(__file__).parent / "auditor"
BOUND = [("counter.events", "counter_moved.v1", "keeper.from.counter")]


def imported(path: Path) -> set[str]:
    """The packages that a module names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add(str(node.module).split(".")[0])
    return found


def test_it_imports_nothing_of_lingbu():
    names = set().union(*(imported(path) for path in ROOM.glob("*.py")))
    assert names - set(sys.stdlib_module_names) == {"psycopg2", "drills"}


@pytest.fixture
def house():
    house = House(
        FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)), CounterService, KeeperService
    )
    for key in ("a", "b", "c"):
        house.ask(Count(counter=UUID(int=1)), key=key)
    house.settle()
    yield house
    house.close()


def wrong(house, check, *statements, service="counter"):
    """How much a check finds wrong after somebody with every right did these."""
    with house[service].engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for statement in statements:
            connection.exec_driver_sql(statement)
    urls = {
        name: room.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        for name, room in house.rooms.items()
    }
    found = check(Evidence(urls, BOUND, [], [], 0))
    assert found.looked
    return found.wrong


def test_a_whole_house_is_in_order(house):
    for check in (chains.verify, outboxes, kept, signed_once):
        assert wrong(house, check) == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET title = 'other' WHERE n = 2",
        "DELETE FROM audit WHERE n = 3",
        "DELETE FROM audit WHERE n = 2",
        "UPDATE audit_heads SET n = 2",
    ],
)
def test_it_sees_a_changed_record(house, change):
    assert wrong(house, chains.verify, change)


@pytest.mark.parametrize(
    ("check", "service", "change"),
    [
        (outboxes, "counter", "UPDATE outbox SET sent_at = NULL WHERE sequence = 3"),
        (outboxes, "counter", "DELETE FROM outbox WHERE sequence = 2"),
        (signed_once, "counter", "DELETE FROM outbox WHERE sequence = 2"),
        (signed_once, "keeper", "DELETE FROM inbox"),
    ],
)
def test_it_sees_a_lost_letter(house, check, service, change):
    assert wrong(house, check, change, service=service)
