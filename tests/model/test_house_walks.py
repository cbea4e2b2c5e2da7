"""A few hundred steps of both machines over PostgreSQL: the constraints agree with the rules."""

import pytest
from house_desk import HouseDesk
from payments_machine import Enjoying
from review_machine import Reviewing
from walking import walk


@pytest.mark.parametrize("machine", [Reviewing, Enjoying])
def test_the_same_walks_over_a_real_house(machine, monkeypatch):
    monkeypatch.setattr(machine, "make", HouseDesk)
    walk(machine, 300, shrink=False, length=40)
