"""Thousands of hostile inputs, one house: none breaks it, hangs it or writes what it should not."""

import itertools
import json
import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import psycopg2
import pytest
import urllib3

sys.path.insert(0, str(Path(__file__).parent))

from corpus import OBJECTION, Hostile, corpus  # noqa: E402
from hostile_bytes import polyglots  # noqa: E402
from hostile_texts import FORGED, MARK  # noqa: E402

from kernel.clock import SHANGHAI  # noqa: E402
from simulators.story.client import Lingbu  # noqa: E402
from simulators.story.counters import Counter  # noqa: E402
from simulators.story.house import HouseProcess  # noqa: E402
from simulators.story.people import invent  # noqa: E402
from simulators.story.places import DONGHUAMEN  # noqa: E402

MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
SECONDS = 30  # what no single request may take, on a crowded machine too
LEAST = 2_000
ROOT = Path(__file__).resolve().parents[2]
QUOTED = re.compile(r"""["']([a-z][a-z0-9]*(?:-[a-z0-9]+)*)["']""")
MADE_OF_A_FIELD = "-invalid"  # the only codes that are put together


class Besieged:
    """A house, a case in it, and everything that was sent with what came back."""

    def __init__(self, house: HouseProcess) -> None:
        self.house, self.lingbu = house, Lingbu(house.address)
        self.lingbu.set_clock(MONDAY)
        self.counter = Counter(self.lingbu, DONGHUAMEN)
        self.case = self.counter.submit(invent(9, MONDAY.date()), MONDAY.date())
        self.before = self.rows()
        self.keys = itertools.count()
        self.pool = urllib3.PoolManager(maxsize=4, retries=False, timeout=SECONDS)
        inputs = corpus(self.counter.text())
        with ThreadPoolExecutor(4) as senders:
            self.answers = list(zip(inputs, senders.map(self.send, inputs), strict=True))
        self.after = self.rows()

    def send(self, one: Hostile) -> tuple[int, str, bytes, float]:
        """Status, content type, body, seconds."""
        heads = {"Idempotency-Key": f"hostile-{next(self.keys)}"} | self.counter.clerk.credentials()
        heads |= one.headers
        url = f"{self.lingbu.address}/api/v1{one.path.replace('{case}', self.case)}"
        began = time.monotonic()
        response = self.pool.urlopen(one.method, url, body=one.body, headers=heads, redirect=False)
        took = time.monotonic() - began
        return response.status, response.headers.get("Content-Type", ""), response.data, took

    def rows(self) -> dict[str, int]:
        """Rows of the tables that a request could write."""
        socket = (self.house.var / "pg" / "postmaster.pid").read_text().splitlines()[4]
        found = {}
        for service, table in (
            ("intake", "applications"),
            ("intake", "photos"),
            ("review", "objections"),
            ("gateway", "officers"),
            ("gateway", "keys"),
        ):
            with psycopg2.connect(f"postgresql://postgres@/lingbu_{service}?host={socket}") as line:
                with line.cursor() as cursor:
                    cursor.execute(f"SELECT count(*) FROM {table}")
                    found[table] = cursor.fetchone()[0]
            line.close()
        return found


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    with HouseProcess(tmp_path_factory.mktemp("hostile") / "var") as house:
        yield Besieged(house)


def known_codes() -> set[str]:
    """Every code that the source can give."""
    text = "".join(
        path.read_text(encoding="utf-8")
        for room in ("libs", "services", "gateway", "simulators")
        for path in (ROOT / room).glob("**/src/**/*.py")
    )
    return set(QUOTED.findall(text))


def test_there_are_enough_and_each_is_another(besieged):
    sent = {(one.method, one.path, one.body, str(one.headers)) for one, _ in besieged.answers}
    assert len(sent) >= LEAST


def test_nothing_breaks_and_every_refusal_is_one_of_ours(besieged):
    codes, wrong = known_codes(), []
    for one, (status, kind, body, _) in besieged.answers:
        if status < 400:
            continue
        told = json.loads(body) if kind == "application/problem+json" else {"code": ""}
        known = told["code"] in codes or told["code"].endswith(MADE_OF_A_FIELD)
        if status >= 500 or not known or told["status"] != status:
            wrong.append((one.family, one.name, status, told["code"], body[:200]))
    assert wrong == []


def test_an_identifier_of_two_lines_is_refused_at_the_door(besieged):
    lines = [(one.name, said) for one, said in besieged.answers if one.family == "two lines"]
    assert len(lines) > 100
    passed = []
    for name, (status, _, body, _) in lines:
        field = name.split(" ")[1].split("=")[0]
        if status != 422 or field not in json.loads(body)["fields"]:
            passed.append(name)
    assert passed == []


def test_nothing_hangs(besieged):
    slow = [(one.name, took) for one, (*_, took) in besieged.answers if took > SECONDS / 2]
    assert slow == []


def test_what_was_refused_left_nothing(besieged):
    """Rows grow by what was answered 201, and by nothing else; words in a form are only words."""
    made = [one for one, (status, *_) in besieged.answers if status == 201]
    grown = {name: count - besieged.before[name] for name, count in besieged.after.items()}
    assert grown.pop("photos") <= 1  # one place for one photograph
    assert grown.pop("objections") == sum(one.path == OBJECTION for one in made) == 0
    assert grown == {"applications": len(made), "officers": 0, "keys": 0}
    assert len(made) <= 1  # all forms are of one person


def test_answers_never_carry_markup_that_a_browser_would_run(besieged):
    kinds = {kind.partition(";")[0] for _, (_, kind, *_) in besieged.answers}
    assert kinds <= {
        "application/json",
        "application/problem+json",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "image/png",
    }, kinds


def test_only_what_is_a_picture_came_in_and_nothing_with_it(besieged):
    taken = {
        one.name.rpartition(" as ")[0]
        for one, (status, *_) in besieged.answers
        if one.family == "files" and status < 300
    }
    assert taken <= {name for name, _ in polyglots()}
    place = f"/applications/{besieged.case}/photos/commitment"
    for name, content in polyglots():
        besieged.counter.clerk.put_photo(place, content, "image/jpeg", key=f"again {name}")
        url = f"{besieged.lingbu.address}/api/v1{place}"
        heads = besieged.counter.clerk.credentials()
        stored = besieged.pool.request("GET", url, headers=heads).data
        for trace in (MARK.encode(), b"<script", b"%PDF", b"PK\x03\x04", b"13912345678"):
            assert trace not in stored, (name, trace)


def test_the_log_has_no_line_that_somebody_else_wrote(besieged):
    log = besieged.house.log.read_text(errors="replace")
    assert FORGED not in log
    assert MARK not in log
    assert "Traceback" not in log, log[log.index("Traceback") :][:3000]


def test_the_house_goes_on(besieged):
    for path in ("/livez", "/readyz"):
        assert besieged.lingbu.ask("GET", path) == {"status": "ok"}
    assert besieged.counter.submit(invent(10, MONDAY.date()), MONDAY.date())
