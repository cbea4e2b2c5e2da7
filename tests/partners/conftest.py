"""One broker for the partners' examples. Modules beside these tests can be imported by name."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "e2e")]

from exchange import Exchange, open_exchange  # noqa: E402
from kits import NodeKit, PythonKit, node_modules  # noqa: E402
from servers import Servers, real_servers  # noqa: E402


@pytest.fixture(scope="session")
def broker() -> Iterator[Servers]:
    """A real broker."""
    with real_servers() as found:
        yield found


@pytest.fixture(scope="session")
def exchange(broker: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """Everybody's keys, and two virtual hosts: one for checks, one with a partners service."""
    with open_exchange(broker, tmp_path_factory.mktemp("exchange")) as opened:
        yield opened


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Node example with its packages; skipped without Node, in CI failed."""
    return node_modules(tmp_path_factory.mktemp("node") / "partner-node")


@pytest.fixture
def police(exchange: Exchange, tmp_path: Path) -> PythonKit:
    """The Python example as 公安."""
    return PythonKit("police", exchange, tmp_path / "police")


@pytest.fixture
def centre(exchange: Exchange, modules: Path, tmp_path: Path) -> NodeKit:
    """The Node example as 社会保险基金管理中心."""
    return NodeKit("centre", exchange, tmp_path / "centre", modules)
