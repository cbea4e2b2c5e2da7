"""The house of payments alone, on a day after an approval."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.clock import FixedClock
from payments.service import PaymentsService
from servicekit.testing.house import House

sys.path.insert(0, str(Path(__file__).parent))  # modules beside these tests, by name

from payments_cases import Case, at  # noqa: E402
from payments_files import Desk  # noqa: E402


@pytest.fixture
def house() -> Iterator[House]:
    made = House(FixedClock(at("2019-05-06")), PaymentsService)
    yield made
    assert made["payments"].parked() == []
    made.close()


@pytest.fixture
def case(house: House) -> Case:
    return Case(house)


@pytest.fixture
def desk(house: House) -> Desk:
    """The district's desk for files of deduction results."""
    return Desk(house)


@pytest.fixture
def people(house: House) -> list[Case]:
    """Four whose contributions are collected."""
    return [Case(house).active() for _ in range(4)]
