"""A browser before a whole Lingbu, once for all tests; modules beside these are imported by name.

With LINGBU_BROWSER_HOUSE=http://127.0.0.1:8080 the tests use a house that is running already: quick
while pages are made. LINGBU_SCREENSHOTS names the folder that `screenshot` writes to.
"""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).parent))

from desks import Desks  # noqa: E402
from pages_town import Town  # noqa: E402
from reader import SITE, Reader  # noqa: E402

from kernel.clock import SHANGHAI  # noqa: E402
from servicekit.testing.browser import find_chromium  # noqa: E402
from simulators.story.client import Lingbu  # noqa: E402
from simulators.story.house import HouseProcess  # noqa: E402

NOVEMBER = datetime(2020, 11, 9, 9, tzinfo=SHANGHAI)
CHROMIUM = find_chromium()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """No Chromium is a reason to skip at a desk, and none in CI."""
    if CHROMIUM is None and not os.environ.get("CI"):
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="no Chromium here"))


@pytest.fixture(scope="session")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the town's house keeps its data; LINGBU_BROWSER_VAR says it of a running one."""
    given = os.environ.get("LINGBU_BROWSER_VAR")
    return Path(given) if given else tmp_path_factory.mktemp("browser") / "var"


@pytest.fixture(scope="session")
def lingbu(var: Path) -> Iterator[Lingbu]:
    """A house of one process; its security keys answer at `SITE`."""
    running = os.environ.get("LINGBU_BROWSER_HOUSE")
    if running:
        yield Lingbu(running)
        return
    with HouseProcess(var, env={"LINGBU_WEBAUTHN_ORIGINS": SITE}) as house:
        yield Lingbu(house.address)


@pytest.fixture(scope="module")
def district(
    tmp_path_factory: pytest.TempPathFactory, browsers: Callable[[str], Browser]
) -> Iterator[Desks]:
    """A house of a file's own, whose clock its stories turn: never into another file's months."""
    var = tmp_path_factory.mktemp("district") / "var"
    with HouseProcess(var, env={"LINGBU_WEBAUTHN_ORIGINS": SITE}) as house:
        yield Desks(Lingbu(house.address), browsers(house.address))


@pytest.fixture
def desks(district: Desks) -> Iterator[Desks]:
    """The district's house; browsers that a story opened are put away after it."""
    yield district
    district.close()


@pytest.fixture(scope="session")
def town(lingbu: Lingbu, var: Path) -> Town:
    """Cases in the states that pages are about."""
    return Town(lingbu, var)


@pytest.fixture(scope="session")
def chromium(lingbu: Lingbu, browsers: Callable[[str], Browser]) -> Browser:
    """The browser of the town's house."""
    return browsers(lingbu.address)


@pytest.fixture(scope="module")
def later_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HouseProcess]:
    """A house of a module's own, in November 2020: the rules of that year."""
    with HouseProcess(tmp_path_factory.mktemp("later") / "var") as house:
        Lingbu(house.address).set_clock(NOVEMBER)
        yield house


@pytest.fixture(scope="module")
def later(later_house: HouseProcess, browsers: Callable[[str], Browser]) -> Callable[..., Reader]:
    """Makes readers before that house."""
    browser, lingbu = browsers(later_house.address), Lingbu(later_house.address)

    def make(width: int = 360, scripts: bool = True) -> Reader:
        return Reader(browser, lingbu, width, scripts)

    return make


@pytest.fixture
def open_reader(chromium: Browser, lingbu: Lingbu) -> Iterator[object]:
    """Makes readers: a person with a browser of some width, with or without scripts."""
    made: list[Reader] = []

    def make(width: int = 1366, scripts: bool = True) -> Reader:
        made.append(Reader(chromium, lingbu, width, scripts))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def reader(open_reader) -> Reader:
    """Somebody at a desk with an ordinary screen."""
    return open_reader()
