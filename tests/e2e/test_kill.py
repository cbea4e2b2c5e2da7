"""kill -9 in the middle of submissions: what was answered is there, reaches review, none twice."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import urllib3

from kernel.clock import SHANGHAI
from simulators.story.answers import until
from simulators.story.counters import Counter
from simulators.story.people import Person, invent
from simulators.story.places import DONGHUAMEN, NANMOFANG

SUBMISSIONS = int(os.environ.get("LINGBU_TEST_SUBMISSIONS", "200"))
THREADS = 8
NEVER = str(24 * 60 * 60 * 1000)  # the registries keep their answers: only the way to review counts
MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)


class Crowd:
    """Applicants at two counters; whoever was cut off presses again with the same key."""

    def __init__(self, house) -> None:
        self.house = house
        self.open = threading.Event()
        self.open.set()
        self.answered: dict[str, str] = {}
        self.lock = threading.Lock()
        self.half = threading.Event()

    def serve(self, number: int) -> None:
        """Takes one application to its acceptance."""
        place = (DONGHUAMEN, NANMOFANG)[number % 2]
        person = invent(number, MONDAY.date())
        while not self.taken(place, person):
            self.open.wait(120)

    def taken(self, place, person: Person) -> bool:
        try:
            counter = Counter(self.house.lingbu, place, series="crowd")
            application_id = counter.take(person, MONDAY.date())
        except (urllib3.exceptions.HTTPError, OSError):
            return False
        with self.lock:
            self.answered[person.slug] = application_id
            if len(self.answered) >= SUBMISSIONS // 2:
                self.half.set()
        return True


@pytest.mark.slow
def test_nothing_answered_is_lost(embedded):
    house = embedded(SIM_DELAY_MS=NEVER)
    house.lingbu.set_clock(MONDAY)
    crowd = Crowd(house)
    with ThreadPoolExecutor(THREADS) as threads:
        working = [threads.submit(crowd.serve, n) for n in range(1, SUBMISSIONS + 1)]
        assert crowd.half.wait(120)
        crowd.open.clear()
        house.kill()
        before = dict(crowd.answered)
        house.restart()
        crowd.open.set()
        for work in working:
            work.result()
    assert before.items() <= crowd.answered.items()
    ids = set(crowd.answered.values())
    assert len(ids) == SUBMISSIONS
    assert listed(house, "/applications", state="accepted") == sorted(ids)
    until(lambda: house.count("review", "cases") == SUBMISSIONS, 120, "全部到达审核")
    assert listed(house, "/cases") == sorted(ids)
    assert house.parked() == []


def listed(house, path: str, **query: str) -> list[str]:
    """Every application id of a list, page by page, repeats included."""
    city, found, cursor = house.lingbu.officer("city"), [], None
    while True:
        page = city.get(path, limit=100, cursor=cursor, **query)
        found += [item["application_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return sorted(found)
