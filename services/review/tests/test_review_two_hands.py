"""Two officers and two keys when many hands press at once. LINGBU_RACES: how many (make soak)."""

import os
import secrets

import pytest
import review_races

RACES = int(os.environ.get("LINGBU_RACES", "150"))


@pytest.mark.timeout(0 if RACES > 1000 else 600)
def test_in_every_race_one_first_and_one_second_post_by_two_hands(counter):
    seed = int(os.environ.get("SEED", "0")) or secrets.randbelow(10**9)
    wrong = review_races.run(counter(), RACES, seed)
    assert wrong == [], f"SEED={seed}"
