"""The stand-ins with their near door, or as partners in person."""

import pytest

from .stand_in_letters import opened


@pytest.fixture(params=["near", "in person"])
def house(request):
    house = opened(request.param)
    yield house
    assert not any(room.parked() for room in house.rooms.values())
    house.close()
