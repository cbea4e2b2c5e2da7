"""One partners service in a house. Modules beside these tests can be imported by name."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from other_side import Town  # noqa: E402


@pytest.fixture
def town() -> Iterator[Town]:
    """An empty one on a Monday morning."""
    opened = Town()
    yield opened
    opened.close()
