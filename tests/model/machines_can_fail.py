"""Each guard is taken out in turn: the machine that watches it must notice."""

import pytest
from broken import PAYMENTS, REVIEW
from payments_machine import Enjoying
from review_machine import Reviewing
from walking import walk

ENOUGH = 60_000
CASES = [(Reviewing, broken) for broken in REVIEW] + [(Enjoying, broken) for broken in PAYMENTS]


@pytest.mark.parametrize(("machine", "broken"), CASES, ids=lambda value: getattr(value, "what", ""))
def test_a_guard_that_is_gone_is_missed(machine, broken, monkeypatch, capsys):
    for place, name, instead in broken.places:
        monkeypatch.setattr(place, name, instead)
    with pytest.raises(AssertionError):
        walk(machine, ENOUGH, shrink=False)
    with capsys.disabled():
        print(f"\n{broken.what}: noticed by {machine.__name__} in {machine.steps} steps")
