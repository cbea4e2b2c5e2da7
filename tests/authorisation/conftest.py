"""One city for all of these tests: nothing they attempt lasts."""

import sys
from pathlib import Path

import pytest

from servicekit.desk import Desk
from servicekit.uow import UnitOfWork

sys.path.insert(0, str(Path(__file__).resolve().parent))


@pytest.fixture(scope="package")
def world():
    from people import everybody
    from world import World

    found = World()
    for caller in everybody():
        found.house.presser.bind(caller)
    yield found
    found.close()


@pytest.fixture
def tried(world, monkeypatch):
    """Everything is written, nothing is committed but the challenges that keys sign."""
    from trying import Tried

    commit, challenge, lasting = UnitOfWork.commit, Desk._challenge, []

    def write_only(uow):
        uow.session.flush()
        uow._outbox.write()

    def asked(desk, wanted, caller):
        lasting.append(wanted)
        try:
            return challenge(desk, wanted, caller)
        finally:
            lasting.clear()

    monkeypatch.setattr(Desk, "_challenge", asked)
    monkeypatch.setattr(UnitOfWork, "commit", lambda uow: (commit if lasting else write_only)(uow))
    return Tried(world.house)
