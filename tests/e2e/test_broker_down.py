"""An application is taken while the broker is down, and flows on when it is back."""

import time
from datetime import datetime

import pytest

from kernel.clock import SHANGHAI
from simulators.story.answers import until
from simulators.story.counters import Counter
from simulators.story.people import invent
from simulators.story.places import DONGHUAMEN

MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
PROMPT = 5.0  # seconds a clerk waits at most, broker or no broker


@pytest.mark.connected
def test_the_counter_does_not_notice(distributed, servers):
    house = distributed()
    house.lingbu.set_clock(MONDAY)
    counter = Counter(house.lingbu, DONGHUAMEN)
    first = counter.take(invent(1, MONDAY.date()), MONDAY.date())
    until(lambda: matched(counter, first), 60, "第一件比对完成")
    servers.broker("stop_app")
    try:
        taken = [timed(counter, number) for number in range(2, 8)]
        assert house.count("intake", "outbox", "sent_at IS NULL") > 0
        assert house.count("review", "cases") == 1
        assert house.ended("reporting") == 0  # told to end, a service does not wait for the broker
    finally:
        servers.broker("start_app")
    house.start("reporting")
    assert max(seconds for _, seconds in taken) < PROMPT
    for application_id, _ in taken:
        until(lambda case=application_id: matched(counter, case), 120, "到达审核并比对完成")
    assert house.count("review", "cases") == 7
    assert house.parked() == []


def timed(counter: Counter, number: int) -> tuple[str, float]:
    begun = time.monotonic()
    application_id = counter.take(invent(number, MONDAY.date()), MONDAY.date())
    return application_id, time.monotonic() - begun


def matched(counter: Counter, application_id: str) -> bool:
    return bool(counter.case(application_id)["state"] == "initial_review")
