"""Packages named like a folder beside this file are imported before pytest looks at tests.

In importlib mode pytest names a test after its folders ("gateway.tests.…") and would otherwise
put the folder in the place of the package.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

import pytest

OWN = pytest.StashKey[str]()

for _name in ("gateway", "portal", "simulators"):
    with suppress(ImportError):
        import_module(_name)


def pytest_configure(config: pytest.Config) -> None:
    """Each run has a temporary folder to itself.

    pytest's own lies beside those of other runs, and whoever starts next locks it to others again:
    every PostgreSQL server in it then loses its files, for it runs as another user.
    """
    if config.option.basetemp is None and not hasattr(config, "workerinput"):
        config.option.basetemp = tempfile.mkdtemp(prefix="lb-")
        config.stash[OWN] = config.option.basetemp


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Nothing is left behind; what failed can be looked at."""
    if exitstatus == pytest.ExitCode.OK and OWN in session.config.stash:
        folder = session.config.stash[OWN]
        session.config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.fixture(scope="session")
def browsers() -> Iterator[Callable[[str], Any]]:
    """Launches Debian's Chromium for a house's address, which it finds as http://localhost.

    Here and nowhere else, for a process bears one Playwright at a time.
    """
    from playwright.sync_api import sync_playwright

    from servicekit.testing.browser import find_chromium

    made: list[Any] = []
    with sync_playwright() as running:

        def launch(address: str) -> Any:
            found = f"--host-resolver-rules=MAP localhost {address.removeprefix('http://')}"
            words = ["--no-sandbox", found]
            made.append(running.chromium.launch(executable_path=find_chromium(), args=words))
            return made[-1]

        yield launch
        for browser in made:
            browser.close()
