"""What a simulation costs: `python bench/simulation_cost.py --persons 60 --seed 7`.

Lives one plan as a single share in this process and counts processor seconds of the services and
of PostgreSQL from the first simulated slot to the last (start, migrations and the counting at the
end are left out), statements and transactions by what they were for. The digest is that of the
summary: what only saves time leaves it alone. Writes bench/results/simulation_cost.json.
"""

import argparse
import hashlib
import json
import os
import subprocess  # nosec B404 - asks git which commit was measured
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from servicekit.desk import Desk
from servicekit.embedded.postgres import EmbeddedPostgres
from servicekit.embedded.secrets import demo_secrets
from servicekit.embedded.together import Together
from servicekit.letterbox import Letterbox
from servicekit.rounds import Rounds
from simulators.simulation import databases
from simulators.simulation.counting import count
from simulators.simulation.journal import Journal
from simulators.simulation.plan import Plan
from simulators.simulation.share import Share
from simulators.simulation.slots import slot_of
from simulators.simulation.summary import canonical, summary
from simulators.simulation.town import Town
from simulators.simulation.violations import violations

RESULTS = Path(__file__).parent / "results"
TICKS = os.sysconf("SC_CLK_TCK")


class Meter:
    """Counts what is done inside the innermost of the calls it watches."""

    def __init__(self) -> None:
        self.kinds: list[str] = ["between"]
        self.times: Counter[str] = Counter()
        self.seconds: Counter[str] = Counter()
        self.statements: Counter[str] = Counter()
        self.commits: Counter[str] = Counter()
        self._since = time.process_time()
        event.listen(Engine, "before_cursor_execute", self._statement)
        event.listen(Engine, "commit", self._commit)

    def _statement(self, *_: Any) -> None:
        self.statements[self.kinds[-1]] += 1

    def _commit(self, *_: Any) -> None:
        self.commits[self.kinds[-1]] += 1

    def _turn(self) -> None:
        now = time.process_time()
        self.seconds[self.kinds[-1]] += now - self._since  # type: ignore[assignment]
        self._since = now

    def watch(self, owner: Any, name: str, kind: Callable[..., str]) -> None:
        """Books what a method does under the kind of its arguments."""
        inside = getattr(owner, name)

        @wraps(inside)
        def watched(*args: Any, **words: Any) -> Any:
            self._turn()
            self.kinds.append(kind(*args))
            self.times[self.kinds[-1]] += 1
            try:
                return inside(*args, **words)
            finally:
                self._turn()
                self.kinds.pop()

        setattr(owner, name, watched)

    def told(self) -> list[dict[str, Any]]:
        """A line for each kind, the dearest first."""
        self._turn()
        return [
            {
                "kind": kind,
                "times": self.times[kind],
                "seconds": round(self.seconds[kind], 2),
                "statements": self.statements[kind],
                "transactions": self.commits[kind],
            }
            for kind, _ in self.seconds.most_common()
        ]


def main() -> None:
    """One run; prints and keeps what it took."""
    words = argparse.ArgumentParser()
    words.add_argument("--persons", type=int, default=60)
    words.add_argument("--months", type=int, default=18)
    words.add_argument("--seed", type=int, default=7)
    words.add_argument("--plain", action="store_true", help="without counting by kind")
    given = words.parse_args()
    plan = Plan(
        persons=given.persons, months=given.months, seed=given.seed, first="2021-07", shares=1
    )
    meter = Meter()
    if not given.plain:
        watch_desks(meter)
    with tempfile.TemporaryDirectory(prefix="lingbu-cost-") as folder:
        measured = live(plan, Path(folder))
    result = {
        "commit": commit(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "load": os.getloadavg(),
        "plan": plan.told(),
        **measured,
        "statements": meter.statements.total(),
        "transactions": meter.commits.total(),
        "kinds": meter.told(),
    }
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(result, indent=1, ensure_ascii=False)
    (RESULTS / "simulation_cost.json").write_text(text + "\n")
    for line in result.pop("kinds")[:40]:
        print(*line.values(), sep="\t")
    print(json.dumps(result))


def watch_desks(meter: Meter) -> None:
    """Commands, letters and deadlines under their names, and what goes on around them."""
    meter.watch(Desk, "perform", lambda desk, order, *_: f"{desk.name} < {type(order).__name__}")
    meter.watch(Letterbox, "apply", lambda box, letter, *_: _kind(box, "<<", letter))
    meter.watch(Rounds, "fire", lambda rounds, deadline, _: _kind(rounds, "@", deadline))
    for name in ("take_in", "fire_due"):
        meter.watch(Together, name, lambda some, *_, name=name: f"{some._desk.name} {name}")


def _kind(at: Any, sign: str, what: Any) -> str:
    return f"{at._desk.name} {sign} {what.meta.event if sign == '<<' else what.kind}"


def live(plan: Plan, var: Path) -> dict[str, Any]:
    """The plan as one share, with its clock of processor seconds."""
    server = databases.start(var)
    try:
        secrets = demo_secrets(var)
        server = EmbeddedPostgres(var, secrets.database_password)
        town = Town(server, 0, secrets.sealing_keys, slot_of(plan.first_day), plan.pack)
        share = Share(plan, 0, town, Journal(var / "journal-0.jsonl"))
        begin, pg, wall = time.process_time(), postgres_seconds(var), time.monotonic()
        share.run(lambda _: None)
        took = {
            "seconds": round(time.process_time() - begin, 2),
            "postgres_seconds": round(postgres_seconds(var) - pg, 2),
            "wall_seconds": round(time.monotonic() - wall, 2),
        }
        lives = list(share.lives.values())
        found = {"counts": count(town, lives), "violations": violations(town, lives)}
        told = canonical(summary(plan, [found]))
        town.close()
        return took | {
            "violations": found["violations"],
            "letters": sum(json.loads(told)["counts"]["letters_by_event"].values()),
            "digest": hashlib.sha256(told.encode()).hexdigest()[:16],
        }
    finally:
        server.halt()


def postgres_seconds(var: Path) -> float:
    """Processor seconds of the server and of all its processes, those that have ended included."""
    postmaster = int((var / "pg" / "postmaster.pid").read_text().split()[0])
    ticks = sum(stat(postmaster)[1:])
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent, *used = stat(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
            ticks += sum(used) if parent == postmaster else 0
    return ticks / TICKS


def stat(pid: int) -> list[int]:
    """Parent, then ticks in user and system mode, its own and of children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [int(fields[n]) for n in (1, 11, 12, 13, 14)]


def commit() -> str:
    """The commit that is measured."""
    return subprocess.run(  # nosec B603 B607 - a fixed command of whoever measures
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()


if __name__ == "__main__":
    main()
