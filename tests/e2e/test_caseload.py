"""The demo caseload: every state is there, and a filling that was cut off goes on."""

import signal
import subprocess
from collections import Counter

import pytest
from houses import LINGBU

from simulators.story.answers import until
from simulators.story.cast import CAST

INTAKE = {
    "draft": 1,
    "accepted": 4,
    "returned": 2,
    "reported": 5,
    "rejected": 2,
    "withdrawn": 1,
    "approved": 12,
}
REVIEW = {
    "waiting_checks": 1,
    "initial_review": 3,
    "publicity": 4,
    "second_review": 1,
    "returned_to_applicant": 1,
    "returned_to_street": 1,
}
PAYMENTS = {
    "start_check": 2,
    "refund_pending": 1,
    "refused": 1,
    "confirmed": 1,
    "enlisted": 1,
    "active": 3,
    "completed": 1,
    "stopped": 2,
}


LATE = 12  # of 27: many lives are then told again, up to where they were cut off


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_cut_off_and_begun_again_it_is_the_same(embedded):
    house = embedded()
    words = [*LINGBU, "caseload", "--address", house.address, "--var", str(house.var)]
    first = subprocess.Popen(words)
    until(lambda: house.count("intake", "applications") >= LATE, 200, "一部分已装入")
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert not (house.var / "demo-filled").exists()

    subprocess.run(words, check=True, timeout=280)

    assert (house.var / "demo-filled").read_text() == "{}"
    assert states(house, "/applications") == INTAKE
    assert states(house, "/cases") == REVIEW
    assert states(house, "/entitlements") == PAYMENTS
    assert sum(INTAKE.values()) == len(CAST) == house.count("intake", "applications")
    assert house.count("review", "objections", "state = 'open'") == 1
    assert house.parked() == []


def states(house, path: str) -> Counter:
    items = house.lingbu.officer("city").get(path, limit=100)["items"]
    return Counter(item["state"] for item in items)
