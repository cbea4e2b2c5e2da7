"""Houses whose release knows less than is entered later. Modules beside these tests, by name."""

import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from intake.service import IntakeService
from kernel.clock import SHANGHAI, FixedClock
from payments.service import PaymentsService
from policy.calendar import calendar_as_known
from reporting.service import ReportingService
from review.service import ReviewService
from servicekit.testing.house import House

sys.path.insert(0, str(Path(__file__).parent))

SERVICES = (IntakeService, ReviewService, PaymentsService, ReportingService)


@pytest.fixture
def house() -> Iterator[Callable[[datetime, date], House]]:
    """Opens a house at a moment; its release knows what had been published by a day."""
    made: list[House] = []

    def opened(now: datetime, knows: date) -> House:
        clock = FixedClock(now.replace(tzinfo=SHANGHAI))
        made.append(House(clock, *SERVICES, calendar=calendar_as_known(knows)))
        return made[-1]

    yield opened
    for each in made:
        assert [room.parked() for room in each.rooms.values()] == [[]] * len(SERVICES)
        each.close()
