"""A small town lives through the real services: the same bytes however it was lived, all in order.

It is lived once in this process, as one share, and once by the command as two shares that are
killed in the middle and taken over.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from servicekit.embedded.secrets import demo_secrets
from simulators.simulation import databases
from simulators.simulation.counting import count
from simulators.simulation.journal import Journal
from simulators.simulation.page import page
from simulators.simulation.plan import Plan
from simulators.simulation.share import Share
from simulators.simulation.slots import slot_of
from simulators.simulation.summary import canonical, summary
from simulators.simulation.town import Town
from simulators.simulation.violations import violations

PLAN = Plan(persons=10, months=7, seed=5, first="2022-01", shares=1)
ARGUMENTS = ["--persons", "10", "--months", "7", "--seed", "5", "--from", "2022-01", "--json"]


@pytest.fixture(scope="module")
def folder():
    """Not pytest's own: its sessions shut each other's out from the database's user."""
    made = Path(tempfile.mkdtemp(prefix="lingbu-simulation-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def lived(folder):
    var = folder / "one"
    server = databases.start(var)
    town = Town(server, 0, demo_secrets(var).sealing_keys, slot_of(PLAN.first_day))
    share = Share(PLAN, 0, town, Journal(var / "journal.jsonl"))
    share.run(lambda slot: None)
    yield town, list(share.lives.values())
    town.close()
    server.halt()


@pytest.fixture(scope="module")
def found(lived):
    return summary(PLAN, [{"counts": count(*lived), "violations": violations(*lived)}])


def command(var, **environment):
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "servicekit.cli", "simulate", *ARGUMENTS]
        + ["--var", str(var), "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | environment,
        preexec_fn=interruptible,
    )


def interruptible():
    """A shell's background jobs are born deaf to Ctrl-C; what is tested here must hear it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_until_lived(process, var: Path, slots: int):
    """Until both shares have acted in so many slots; a process that ends says why."""
    end = time.monotonic() + 240
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(process.communicate()[1].decode())
        journals = [path.read_text() for path in var.glob("journal-*.jsonl")]
        if len(journals) == 2 and all(text.count('"lives"') >= slots for text in journals):
            return
        time.sleep(0.05)
    process.kill()
    raise AssertionError(f"nothing happens: {sorted(map(str, var.glob('*')))}")


def test_nothing_is_violated(found):
    assert found["violations"] == []


def test_people_came_through_all_services(found):
    counts = found["counts"]
    assert counts["applications"] >= PLAN.persons
    assert counts["entitlements_by_state"]["active"] >= 4
    assert {"T1", "T3", "T5", "T6"} <= set(counts["messages"])
    money = counts["money"]
    assert money["months"] == sum(m["months"] for m in counts["money_by_month"].values()) > 10
    assert counts["money_by_month"]["2022-06"]["personal"] != "0.00"


def test_no_identifier_and_no_personal_data_is_told(found):
    told = canonical(found)
    assert not any(len(word) >= 15 and word.isdigit() for word in told.split('"'))
    assert "-4" not in told and "138000" not in told


def test_the_page_says_what_the_json_says(found):
    shown = page(found)
    assert found["counts"]["money"]["subsidy"] in shown
    assert "核对：没有违反" in shown
    assert "✗ month paid twice" in page(found | {"violations": ["month paid twice: x"]})


def test_interrupted_killed_and_taken_over_it_comes_to_the_same_bytes(folder, found):
    var = folder / "two"
    first = command(var, PYTHONHASHSEED="1")
    wait_until_lived(first, var, 6)
    first.send_signal(signal.SIGINT)
    told, trouble = first.communicate(timeout=60)
    assert (first.returncode, told) == (130, b""), trouble.decode()
    second = command(var, PYTHONHASHSEED="2")
    wait_until_lived(second, var, 12)
    for process in [*psutil.Process(second.pid).children(), psutil.Process(second.pid)]:
        process.send_signal(signal.SIGKILL)
    second.wait()
    third = command(var, PYTHONHASHSEED="3")
    told, trouble = third.communicate(timeout=240)
    assert third.returncode == 0, trouble.decode()
    assert told.decode() == canonical(found) + "\n"
    lines = trouble.decode().splitlines()
    assert lines[0].startswith("模拟 准备数据库  0%")
    assert lines[-1].startswith("模拟 2022-07") and len(lines) <= PLAN.months + 1
    assert not (var / "pg" / "postmaster.pid").exists()
    assert "seed" in json.loads(told)["simulation"]


TAMPERED = {
    "month paid outside the benefit": (
        "payments",
        "UPDATE entitlements SET start_month = '2022-12' WHERE state = 'active'",
    ),
    "sums differ from the policy": ("payments", "UPDATE subsidies SET personal = personal + 1"),
    "two failed deductions and no stop": (
        "payments",
        "UPDATE months SET state = 'failed', streak = 2 WHERE month = '2022-05'",
    ),
    "approved by one hand or one key": (
        "review",
        "UPDATE approvals SET second_key = first_key",
    ),
    "second post before publicity had ended": (
        "review",
        "UPDATE approvals SET decided_at = publicity_ended_at",
    ),
    "approved without both posts": ("review", "DELETE FROM approvals"),
    "letters not sent": ("intake", "UPDATE outbox SET sent_at = NULL"),
    "letters parked": (
        "notify",
        "INSERT INTO parked (reason, attempts) VALUES ('failed', 1)",
    ),
    "deadlines overdue": (
        "payments",
        "INSERT INTO deadlines (kind, subject, due_at, trigger_on)"
        " VALUES ('month_turn', 'x', '2022-02-01', '2022-01-01')",
    ),
    "T6 told": ("notify", "DELETE FROM messages WHERE template = 'T6'"),
    "reporting differs from payments": ("reporting", "DELETE FROM months"),
}
LOOSENED = {
    "payments": ["subsidies DROP CONSTRAINT subsidies_sum"],
    "review": [
        f"approvals DROP CONSTRAINT approvals_{name}"
        for name in ("two_keys", "after_publicity", "second")
    ],
}


@pytest.mark.parametrize("breach", TAMPERED)
def test_a_breach_is_found(lived, breach, monkeypatch):
    """Each is made in a transaction that is rolled back; what it breaks is loosened first."""
    town, lives = lived
    service, statement = TAMPERED[breach]
    owner = databases.engine_at(town.owners[service])
    with owner.connect() as connection, connection.begin() as change:
        for loosened in LOOSENED.get(service, ()):
            connection.execute(text(f"ALTER TABLE {loosened}"))
        assert connection.execute(text(statement)).rowcount
        monkeypatch.setitem(town.books, service, Inside(connection))
        told = violations(town, lives)
        change.rollback()
    owner.dispose()
    assert any(sentence.startswith(breach) for sentence in told), told


class Inside:
    """An engine whose connections are one connection in the middle of its transaction."""

    def __init__(self, connection):
        self._connection = connection

    def connect(self):
        return self

    def __enter__(self):
        return self._connection

    def __exit__(self, *_):
        return None
