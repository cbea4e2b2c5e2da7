"""Services together in one process. Modules beside these tests can be imported by name."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from town import Town  # noqa: E402


@pytest.fixture
def town() -> Iterator[Callable[..., Town]]:
    """Opens a town at a moment; every letter was applied when it closes."""
    opened: list[Town] = []

    def open_at(moment: datetime, **where: str) -> Town:
        opened.append(Town(moment, **where))
        return opened[-1]

    yield open_at
    for each in opened:
        each.close()
