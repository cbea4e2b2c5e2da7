"""The load: whole cases over HTTP, by clients that press again until they have an answer."""

import json
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import urllib3

from kernel.clock import SHANGHAI
from simulators.story import counters
from simulators.story.answers import NotYet, Refused, ready_for_second, until
from simulators.story.client import Lingbu
from simulators.story.people import Person, invent
from simulators.story.places import DONGHUAMEN, NANMOFANG, Place

MONTH = "2019-05"
AGAIN = (429, 500, 502, 503, 504)
PATIENCE = 240.0  # seconds for which a client presses again
LOOK = 30.0
TWINS = 5  # every fifth person is keyed by two clerks at once


class Client(Lingbu):
    """Presses again with the same key when cut off; writes down every answer to a write."""

    def __init__(self, address: str, journal: Path, chance: random.Random) -> None:
        super().__init__(address)
        patient = urllib3.Timeout(connect=3, read=30)
        self._pool = urllib3.PoolManager(maxsize=64, retries=False, timeout=patient)
        self._journal, self._lock = journal.open("a", encoding="utf-8"), threading.Lock()
        self.statuses: Counter[str] = Counter()
        self.slowest = 0.0
        self._chance = chance
        self.answered: deque[tuple[str, str, bytes | None, dict[str, str]]] = deque(maxlen=400)

    def call(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Any:
        key, end, begun = headers.get("Idempotency-Key", ""), time.monotonic() + PATIENCE, None
        while True:
            begun = time.monotonic()
            try:
                response = super().call(method, path, body, **headers)
            except urllib3.exceptions.HTTPError as error:
                self.statuses[type(error).__name__] += 1
                if time.monotonic() > end:
                    raise
            else:
                self.statuses[str(response.status)] += 1
                if response.status not in AGAIN or time.monotonic() > end:
                    break
                if response.status == 500:
                    self.note({"strange": 500, "path": path, "said": response.data.decode()})
            time.sleep(0.2 + self._chance.random())
        self.slowest = max(self.slowest, time.monotonic() - begun)
        if key and response.status < 300:
            self.answered.append((method, path, body, headers))
            self._answer(key, path, response)
        return response

    def again(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> None:
        """Presses once what was answered before; a refusal for want of room is no answer."""
        response = super().call(method, path, body, **headers)
        self.statuses[f"again {response.status}"] += 1
        if response.status < 300:
            self._answer(headers["Idempotency-Key"], path, response)

    def _answer(self, key: str, path: str, response: urllib3.BaseHTTPResponse) -> None:
        answer = json.loads(response.data) if response.data else {}
        self.note({"key": key, "path": path, "status": response.status, "answer": answer})

    def note(self, line: dict[str, Any]) -> None:
        """One line of the journal."""
        with self._lock:
            self._journal.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._journal.flush()


@dataclass
class Case:
    """One applicant on the way."""

    number: int
    person: Person
    counter: counters.Counter
    application_id: str = ""
    done: int = 0
    trouble: str = ""


def _taken(c: Case) -> None:
    on = datetime(2019, 4, 1).date()
    if c.number % TWINS == 0 and not c.application_id:
        c.counter = _first_of_two(c)
    c.application_id = c.counter.take(c.person, on)


def _first_of_two(c: Case) -> counters.Counter:
    """Two clerks key the same person at once; one of them must be refused."""
    both = [
        c.counter,
        counters.Counter(c.counter.lingbu, c.counter.place, f"{c.counter.series}-twin"),
    ]
    with ThreadPoolExecutor(2) as pool:
        tried = [pool.submit(one.submit, c.person, datetime(2019, 4, 1).date()) for one in both]
    done = [one for one, press in zip(both, tried, strict=True) if not press.exception()]
    return done[0] if done else c.counter


def _matched(c: Case) -> None:
    def answered() -> bool:
        checks = c.counter.application(c.application_id)["checks"]
        return bool(checks) and all(check["result"] != "PENDING" for check in checks)

    until(answered, LOOK, "比对答复")


def _face(c: Case) -> None:
    c.counter.face_check(c.application_id, datetime(2019, 4, 2).date(), "本人在岗，情况属实")


def _read(c: Case) -> None:
    ready = ("face_checked", "initial_review")
    until(
        lambda: (
            (case := c.counter.case(c.application_id))
            and case[ready[0]]
            and case["state"] == ready[1]
        ),
        LOOK,
        "初审就绪",
    )
    c.counter.initial_review(c.application_id)


def _first(c: Case) -> None:
    c.counter.first_post(c.application_id)


def _second(c: Case) -> None:
    until(lambda: ready_for_second(c.counter.case(c.application_id)), LOOK, "公示期满")
    c.counter.second_post(c.application_id)


def _confirmed(c: Case) -> None:
    until(lambda: c.counter.entitlement(c.application_id), LOOK, "享受资格")
    c.counter.check_start(c.application_id)
    c.counter.confirm_start(c.application_id)


def _listed(c: Case) -> None:
    if c.number < 2:  # one of each place closes its list
        c.counter.close_list(MONTH)


def _active(c: Case) -> None:
    fact = lambda: c.counter.entitlement(c.application_id)["state"] == "active"  # noqa: E731
    until(fact, LOOK, "已参保")


STEPS: tuple[tuple[datetime | None, Callable[[Case], None]], ...] = tuple(
    (moment and datetime(*moment, tzinfo=SHANGHAI), step)
    for moment, step in (
        ((2019, 4, 1, 9), _taken),
        (None, _matched),
        ((2019, 4, 2, 10), _face),
        ((2019, 4, 3, 10), _read),
        ((2019, 4, 9, 14), _first),
        ((2019, 4, 12, 9, 30), _second),
        ((2019, 5, 20, 10), _confirmed),
        ((2019, 5, 22, 11), _listed),
        (None, _active),
    )
)


@dataclass
class Load:
    """All cases of a drill, step by step; between the days everybody waits for everybody."""

    client: Client
    cases: list[Case]
    threads: int
    patience: float = PATIENCE
    done: int = 0
    day: str = ""
    finished: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, client: Client, count: int, threads: int, patience: float) -> "Load":
        """So many applicants at two counters."""
        places: tuple[Place, ...] = (DONGHUAMEN, NANMOFANG)
        day = datetime(2019, 4, 1).date()
        cases = [
            Case(n, invent(n, day), counters.Counter(client, places[n % 2], f"drill-{n % 2}"))
            for n in range(count)
        ]
        return cls(client, cases, threads, patience)

    @property
    def total(self) -> int:
        """Steps of all cases."""
        return len(self.cases) * len(STEPS)

    def run(self) -> None:
        """Lives all cases to the end; what fails is tried until the patience is used up."""
        try:
            with ThreadPoolExecutor(self.threads) as pool:
                for number, (moment, step) in enumerate(STEPS):
                    self.day = f"{number} {step.__name__.strip('_')}"
                    if moment and (not number or self.client.now() < moment):
                        self.client.set_clock(moment)
                    list(pool.map(lambda case, s=step: self._live(case, s), self.cases))
        finally:
            self.finished.set()

    def _live(self, case: Case, step: Callable[[Case], None]) -> None:
        end = time.monotonic() + self.patience + len(self.cases) / 5  # a full house takes longer
        while not case.trouble:
            try:
                step(case)
                break
            except (Refused, NotYet, urllib3.exceptions.HTTPError) as error:
                if time.monotonic() > end:
                    case.trouble = f"{self.day}: {str(error)[:300]}"
                time.sleep(0.5)
        with self.lock:
            self.done += 1
