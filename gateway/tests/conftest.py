import sys
from pathlib import Path

import pytest

from gateway.app import create_app
from gateway.limits import UNLIMITED
from gateway.officers import passwords
from gateway.settings import GatewaySettings
from gateway.testing import FakeDoors
from kernel.clock import SystemClock

sys.path.insert(0, str(Path(__file__).parent))  # modules beside these tests, by name

from gateway_desk import KEYS, Desk, database, quickly  # noqa: E402


@pytest.fixture(scope="module")
def sessions():
    with database() as found:
        yield found


@pytest.fixture
def office(plain_app, monkeypatch):
    """A gateway with officers, keys and record of this test's own; new passwords are quick too."""
    monkeypatch.setattr(passwords, "generate_password_hash", quickly)
    passwords._nobody.cache_clear()
    with database() as found:
        yield Desk(plain_app, found)
    passwords._nobody.cache_clear()


@pytest.fixture(scope="session")
def plain_app():
    return create_app(FakeDoors(), None, SystemClock(), GatewaySettings(limits=UNLIMITED))


@pytest.fixture(scope="session")
def demo_app():
    settings = GatewaySettings(demo=True, software=KEYS, limits=UNLIMITED)
    return create_app(FakeDoors(), None, SystemClock(), settings)


@pytest.fixture
def desk(plain_app, sessions):
    return Desk(plain_app, sessions)


@pytest.fixture
def demo(demo_app, sessions):
    return Desk(demo_app, sessions)
