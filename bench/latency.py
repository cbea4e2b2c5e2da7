"""From "POST answered" to "seen by reporting": `python bench/latency.py [--rate 10 --seconds 30]`.

Takes applications at a steady rate from an embedded house and compares, for each, the moment at
which the acceptance was answered with the moment at which reporting's transaction applied
application_accepted (`inbox.applied_at`; both are this machine's clock). Writes the raw figures
to bench/results/latency.json.
"""

import argparse
import json
import os
import statistics
import subprocess  # nosec B404 - asks git which commit was measured
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg2

from kernel.clock import SHANGHAI
from simulators.story.counters import Counter
from simulators.story.house import HouseProcess
from simulators.story.people import invent
from simulators.story.places import DONGHUAMEN, NANMOFANG

MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """One run; prints the percentiles in milliseconds."""
    words = argparse.ArgumentParser()
    words.add_argument("--rate", type=float, default=10)
    words.add_argument("--seconds", type=float, default=30)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        house = HouseProcess(Path(folder))
        lingbu = house.start()
        try:
            lingbu.set_clock(MONDAY)
            answered = take(lingbu, given.rate, given.seconds)
            memory = resident(house)
            time.sleep(3)  # after the run, before reading: let the last letters arrive
            seen = applied(house.var)
        finally:
            house.stop()
    report(answered, seen, memory, given)


def take(lingbu, rate: float, seconds: float) -> dict[str, tuple[float, float]]:
    """Application id -> (moment of the answer, seconds the acceptance took)."""
    found: dict[str, tuple[float, float]] = {}
    counters = [Counter(lingbu, place, series="bench") for place in (DONGHUAMEN, NANMOFANG)]

    def one(number: int) -> None:
        counter = counters[number % 2]
        begin = time.time()
        application_id = counter.take(invent(number, MONDAY.date()), MONDAY.date())
        found[application_id] = (time.time(), time.time() - begin)

    with ThreadPoolExecutor(16) as threads:
        begin = time.monotonic()
        for number in range(1, int(rate * seconds) + 1):
            wait = begin + number / rate - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            threads.submit(one, number)
    return found


def applied(var: Path) -> dict[str, float]:
    """Application id -> moment at which reporting had applied its acceptance."""
    host = var / "pg"
    letters, moments = {}, {}
    with psycopg2.connect(f"postgresql://postgres@/lingbu_intake?host={host}") as connection:
        cursor = connection.cursor()
        cursor.execute(
            "SELECT message_id, aggregate_id FROM outbox"
            " WHERE routing_key = 'application_accepted.v1'"
        )
        letters = dict(cursor.fetchall())
    with psycopg2.connect(f"postgresql://postgres@/lingbu_reporting?host={host}") as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT message_id, applied_at FROM inbox")
        for message_id, moment in cursor.fetchall():
            if message_id in letters:
                moments[letters[message_id]] = moment.timestamp()
    return moments


def resident(house: HouseProcess) -> float:
    """Megabytes of the embedded process, without PostgreSQL."""
    status = Path(f"/proc/{house.process.pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def report(answered, seen, memory: float, given) -> None:
    """Percentiles, and the raw figures kept."""
    lags = sorted(max(0.0, seen[i] - moment) * 1000 for i, (moment, _) in answered.items())
    whole = sorted(took * 1000 for _, took in answered.values())
    commit = subprocess.run(  # nosec B603 B607 - a fixed command of whoever measures
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    result = {
        "commit": commit,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "rate": given.rate,
        "applications": len(answered),
        "missing": len(set(answered) - set(seen)),
        "lag_ms": {"p50": at(lags, 50), "p99": at(lags, 99), "max": lags[-1]},
        "whole_application_ms": {"p50": at(whole, 50), "p99": at(whole, 99)},
        "memory_mb": round(memory, 1),
        "lags_ms": [round(lag, 2) for lag in lags],
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latency.json").write_text(json.dumps(result, indent=1) + "\n")
    print({name: value for name, value in result.items() if name != "lags_ms"})
    print("mean lag", round(statistics.mean(lags), 1), "ms")


def at(values: list[float], percent: int) -> float:
    """The value at a percentile of sorted values."""
    return round(values[min(len(values) - 1, len(values) * percent // 100)], 1)


if __name__ == "__main__":
    main()
