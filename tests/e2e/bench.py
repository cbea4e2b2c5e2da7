"""A counter for bad input: forms with one thing wrong, and proof that nothing was half-written."""

import copy
import itertools
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest
from houses import EmbeddedHouse

from kernel.clock import SHANGHAI
from simulators.story.answers import Refused, until
from simulators.story.client import Officer
from simulators.story.counters import Counter
from simulators.story.people import Person, invent, submission
from simulators.story.places import DONGHUAMEN, NANMOFANG

MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
SERVICES = ("intake", "review", "payments", "notify", "reporting", "partners", "simulators")
WRITTEN = {
    "intake": ("applications", "photos", "outbox", "idempotency", "deadlines"),
    "review": ("cases", "posts", "outbox", "idempotency", "deadlines"),
}


class Bench:
    """One house on 2019-04-01, and what the tests do in it."""

    def __init__(self, house: EmbeddedHouse) -> None:
        self.house, self.lingbu = house, house.lingbu
        self.lingbu.set_clock(MONDAY)
        self.east = Counter(self.lingbu, DONGHUAMEN)
        self.south = Counter(self.lingbu, NANMOFANG)
        self.text = self.east.text()
        self._numbers = itertools.count(1)
        self._seen: dict[str, int] = {}

    def person(self, **other: Any) -> Person:
        """Somebody who has not applied yet."""
        return invent(next(self._numbers), MONDAY.date(), **other)

    def form(self, changes: Mapping[str, Any], person: Person | None = None) -> dict[str, Any]:
        """A good submission with some fields changed, by path; a function gets the good value."""
        person = person or self.person()
        body = copy.deepcopy(submission(person, DONGHUAMEN.street, MONDAY.date(), self.text))
        for path, value in changes.items():
            *way, last = path.split(".")
            part = body
            for name in way:
                part = part[name]
            part[last] = value(part[last]) if callable(value) else value
        return body

    def submit(self, body: Any, officer: Officer | None = None) -> Any:
        """POST /applications."""
        return (officer or self.east.clerk).post("/applications", body)

    def accepted(self) -> str:
        """An application that waits for its initial review."""
        case = self.east.take(self.person(), MONDAY.date())
        self.east.face_check(case, MONDAY.date(), "属实")
        until(lambda: self.ready(case), 60, "初审就绪")
        return case

    def ready(self, case: str) -> bool:
        """Matched and looked at."""
        seen = self.east.case(case)
        return bool(seen["state"] == "initial_review" and seen["face_checked"])

    def published(self) -> str:
        """An application in publicity."""
        case = self.accepted()
        self.east.initial_review(case)
        return case

    def written(self) -> dict[str, int]:
        """Rows of every table that a refused request might have touched."""
        return {
            f"{service}.{table}": self.house.count(service, table)
            for service, tables in WRITTEN.items()
            for table in tables
        }

    def settle(self) -> None:
        """Waits until nothing is due, every letter has left and been read, and counts stand."""

        def quiet() -> bool:
            now = {**self.written(), **self._read()}
            self._seen, before = now, self._seen
            return now == before and not any(map(self._has_yet_to_do, SERVICES))

        until(quiet, 60, "万事落定")

    def _read(self) -> dict[str, int]:
        """Letters that each service has taken in."""
        return {f"{one}.inbox": self.house.count(one, "inbox") for one in SERVICES}

    def _has_yet_to_do(self, service: str) -> int:
        """Letters of a service that have not left, and what is due there and not done."""
        due = (
            f"due_at <= '{self.lingbu.now().isoformat()}'"
            " AND fired_at IS NULL AND cancelled_at IS NULL"
        )
        unsent = self.house.count(service, "outbox", "sent_at IS NULL")
        return unsent + self.house.count(service, "deadlines", due)


def refused(order: Callable[[], Any]) -> Refused:
    """Gives an order that must be refused, and properly; returns the refusal."""
    with pytest.raises(Refused) as caught:
        order()
    said = caught.value
    assert said.detail and said.problem["status"] == said.status < 500
    assert said.problem["trace_id"]
    return said
