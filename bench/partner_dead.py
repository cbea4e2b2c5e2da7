"""One partner is dead: do the others answer as fast as before?

    python bench/partner_dead.py [--rounds 3 --cases 40 --rate 1]

Each round has two embedded houses after one another, `lingbu up` with HTTP and bus: in one every
partner answers, in the other one of them (公安) never does. In each, three blocks of cases are
taken at a steady rate: at first; after two minutes of the clock, when what was not answered is
asked again and the line to the dead partner opens; and after another two. For every question to
the other partners counts the time from its asking to its answer as the waiting room has them.
Writes bench/results/partner_dead.json.
"""

import argparse
import json
import os
import statistics
import subprocess  # nosec B404 - asks git which commit was measured
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg2

from kernel.clock import SHANGHAI
from outside.partners import PARTNERS
from simulators.story.counters import Counter
from simulators.story.house import HouseProcess
from simulators.story.people import invent
from simulators.story.places import DONGHUAMEN, NANMOFANG

MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
RESULTS = Path(__file__).parent / "results"
DEAD = "police"
SILENT = dict.fromkeys(PARTNERS.named(DEAD).checks, "SILENT")
BLOCKS, BETWEEN, ARRIVE_SECONDS = 3, timedelta(minutes=2), 60


def main() -> None:
    """Both houses, round by round; the ratio of their medians, block by block."""
    words = argparse.ArgumentParser()
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--cases", type=int, default=40)
    words.add_argument("--rate", type=float, default=1)
    given = words.parse_args()
    found: dict[str, list[list[float]]] = {"alive": [], "dead": []}
    lines = []
    for number in range(given.rounds):
        for name in ("alive", "dead") if number % 2 == 0 else ("dead", "alive"):
            waits, line = one_house(name == "dead", given.cases, given.rate)
            lines.append({"house": name, "line": line})
            found[name] = [a + b for a, b in zip(found[name] or [[]] * BLOCKS, waits, strict=True)]
    blocks = [compared(a, d) for a, d in zip(found["alive"], found["dead"], strict=True)]
    result = {"rounds": given.rounds, "cases": given.cases, "rate": given.rate}
    keep(result | {"blocks": blocks, "lines": lines, "waits_ms": found})
    print(*blocks, sep="\n")


def one_house(dead: bool, cases: int, rate: float) -> tuple[list[list[float]], str]:
    """Milliseconds of each block, and how the line to the dead partner is at the end."""
    with tempfile.TemporaryDirectory() as folder:
        house = HouseProcess(Path(folder))
        lingbu = house.start()
        try:
            lingbu.set_clock(MONDAY)
            taken: list[list[str]] = []
            for block in range(BLOCKS):
                numbers = range(block * cases + 1, (block + 1) * cases + 1)
                taken.append(take(lingbu, numbers, rate, dead))
                wait_for_the_others(house, len(taken) * cases)
                lingbu.set_clock(lingbu.now() + BETWEEN)
            waits = [waits_of(house, cases_taken) for cases_taken in taken]
            [(line,)] = ask(house, "SELECT state FROM lines WHERE partner = %s", DEAD) or [("",)]
            return waits, line
        finally:
            house.stop()


def take(lingbu: Any, numbers: range, rate: float, dead: bool) -> list[str]:
    """Applications at a steady rate; returns their numbers."""
    counters = [Counter(lingbu, place, series="dead") for place in (DONGHUAMEN, NANMOFANG)]
    taken: list[str] = []

    def one(number: int) -> None:
        person = invent(number, MONDAY.date())
        if dead:
            lingbu.teach(person.id_number, checks=SILENT)
        taken.append(counters[number % 2].take(person, MONDAY.date()))

    with ThreadPoolExecutor(16) as threads:
        begin = time.monotonic()
        for place, number in enumerate(numbers):
            time.sleep(max(0.0, begin + place / rate - time.monotonic()))
            threads.submit(one, number)
    if len(taken) != len(numbers):
        raise SystemExit(f"{len(numbers) - len(taken)} applications were not taken")
    return taken


def wait_for_the_others(house: HouseProcess, cases: int) -> None:
    """Until every question to the others is answered."""
    query = """
    SELECT count(DISTINCT about), count(*) FILTER (WHERE state <> 'answered' AND partner <> %s)
      FROM requests
    """
    end = time.monotonic() + ARRIVE_SECONDS
    while ask(house, query, DEAD) != [(cases, 0)]:
        if time.monotonic() > end:
            raise SystemExit(f"not answered: {ask(house, query, DEAD)}")
        time.sleep(0.2)


def waits_of(house: HouseProcess, cases: list[str]) -> list[float]:
    """Milliseconds from asking to answer, of the other partners' questions in these cases."""
    query = """
    SELECT extract(epoch FROM answered_at - asked_at) * 1000 FROM requests
     WHERE partner <> %s AND about = ANY(%s::uuid[])
    """
    return [round(float(wait), 1) for (wait,) in ask(house, query, DEAD, cases)]


def ask(house: HouseProcess, query: str, *values: Any) -> list[Any]:
    """Rows of the partners service's database."""
    address = f"postgresql://postgres@/lingbu_partners?host={house.var / 'pg'}"
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def compared(alive: list[float], dead: list[float]) -> dict[str, float]:
    """Medians and 99th percentiles of one block, and their ratios."""
    found: dict[str, float] = {"questions": len(dead)}
    for name, percent in (("p50", 50), ("p99", 99)):
        one, other = at(sorted(alive), percent), at(sorted(dead), percent)
        found |= {f"alive_{name}_ms": one, f"dead_{name}_ms": other, f"ratio_{name}": other / one}
    found["ratio_mean"] = statistics.mean(dead) / statistics.mean(alive)
    return {name: round(value, 3) for name, value in found.items()}


def at(values: list[float], percent: int) -> float:
    """The value at a percentile of sorted values."""
    return values[min(len(values) - 1, len(values) * percent // 100)]


def keep(found: dict[str, Any]) -> None:
    """The raw result, and of which commit on how busy a machine."""
    commit = subprocess.run(  # nosec B603 B607 - a fixed command of whoever measures
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    at_ = datetime.now(UTC).isoformat(timespec="seconds")
    result = {"commit": commit, "at": at_, "cores": os.cpu_count(), "load": os.getloadavg()}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "partner_dead.json").write_text(json.dumps(result | found) + "\n")


if __name__ == "__main__":
    main()
