"""One house for each test of reporting that changes what others would see."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kernel.clock import SHANGHAI, FixedClock
from reporting.service import ReportingService
from servicekit.testing.house import House

sys.path.insert(0, str(Path(__file__).parent))  # the helpers beside the tests


@pytest.fixture
def house() -> Iterator[House]:
    """Reporting alone, in August 2019."""
    house = House(FixedClock(datetime(2019, 8, 1, tzinfo=SHANGHAI)), ReportingService)
    yield house
    house.close()
