"""The review case against its card, in half of the hundred thousand steps."""

import pytest
from review_machine import Reviewing
from walking import walk, wanted


@pytest.mark.timeout(0)
def test_any_order_of_steps_in_review():
    walk(Reviewing, wanted(50_000))
    assert Reviewing.approvals > Reviewing.steps // 1000  # walks that never arrive prove nothing
