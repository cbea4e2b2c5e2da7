"""Houses for whole stories. Modules beside these tests can be imported by name."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from distributed import DistributedHouse  # noqa: E402
from houses import AHouse, EmbeddedHouse  # noqa: E402
from servers import Servers, real_servers  # noqa: E402

from bench import Bench  # noqa: E402


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """A real broker and a real database server."""
    with real_servers() as found:
        yield found


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Callable[..., EmbeddedHouse]]:
    """Starts houses of one process over folders of their own."""
    with ExitStack() as stack:

        def start(copies: int = 1, **settings: str) -> EmbeddedHouse:
            env = {f"LINGBU_{name}": value for name, value in settings.items()}
            house = EmbeddedHouse(tmp_path / "var", copies=copies, env=env)
            stack.callback(house.stop)
            house.start()
            return house

        yield start


@pytest.fixture
def distributed(servers: Servers, tmp_path: Path) -> Iterator[Callable[..., AHouse]]:
    """Starts houses of one process for each service."""
    with ExitStack() as stack:
        yield lambda copies=1: stack.enter_context(
            DistributedHouse(servers, tmp_path, copies).open()
        )


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One house for everybody who sends bad input."""
    with EmbeddedHouse(tmp_path_factory.mktemp("bench") / "var") as house:
        yield Bench(house)


@pytest.fixture
def unharmed(bench: Bench) -> Iterator[None]:
    """Whatever the test sends, not one row may come of it."""
    before = bench.written()
    yield
    assert bench.written() == before
