"""One large scene for all guards. Modules beside these checks, and the town of `tests/house`, can
be imported by name."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "house")]

from scene import Scene, played  # noqa: E402


@pytest.fixture(scope="package")
def scene() -> Iterator[Scene]:
    """Two lives, and thousands of others between them."""
    with played() as one:
        yield one
