"""The entitlement against its card, in the other half of the hundred thousand steps."""

import pytest
from payments_machine import Enjoying
from walking import walk, wanted


@pytest.mark.timeout(0)
def test_any_order_of_steps_in_payments():
    walk(Enjoying, wanted(50_000))
    assert Enjoying.paid > Enjoying.steps // 200  # walks that never arrive prove nothing
    assert Enjoying.stopped and Enjoying.resumed and Enjoying.extended
    assert Enjoying.believed and Enjoying.moved and Enjoying.abroad and Enjoying.made_up
