"""One drill: load and faults together, then quiet, then the audit."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from drills.flow import Flow
from drills.house import House
from drills.load import Client, Load
from drills.network import TESTS
from drills.schedule import Due, plan, run_fault

QUIET_SECONDS = 180.0


@dataclass
class Order:
    """What is to be drilled."""

    seed: int
    cases: int
    faults: int
    threads: int = 8
    only: tuple[str, ...] = ()
    broken: str = ""
    patience: float = 240.0  # seconds for which a case is tried before it counts as stuck


class Drill:
    """One run, in a folder that keeps its journal and the logs of all processes."""

    def __init__(self, order: Order, folder: Path) -> None:
        self.order, self.folder = order, folder
        self.done: list[dict[str, Any]] = []
        self.begun = time.monotonic()

    def run(self) -> dict[str, Any]:
        """Everything, and the result as it is kept."""
        with House(self.folder, self.order.broken).open() as house:
            journal = self.folder / "journal.jsonl"
            client = Client(house.address, journal, random.Random(self.order.seed))
            load = Load.of(client, self.order.cases, self.order.threads, self.order.patience)
            ready = self._passed()
            working = threading.Thread(target=load.run, daemon=True)
            working.start()
            flow = self._disturb(house, client, load)
            working.join()
            loaded = self._passed()
            quiet = Flow(house).wait_until_quiet(60 if self.order.broken else QUIET_SECONDS)
            return self._result(house, client, load, flow, (ready, loaded, quiet))

    def _passed(self) -> float:
        return round(time.monotonic() - self.begun, 1)

    def _disturb(self, house: House, client: Client, load: Load) -> float | None:
        """Each fault at its point of the load; returns the seconds from the last to full flow."""
        order = self.order
        due = plan(order.seed, order.faults, load.total, order.only)
        for one in due:
            while load.done < one.after and not load.finished.wait(0.1):
                pass
            self._fault(one, house, client, load)
        return Flow(house).seconds_to_full(60) if due else None

    def _fault(self, one: Due, house: House, client: Client, load: Load) -> None:
        begun, line = self._passed(), asdict(one)
        self._say(f"{begun:7.1f}s  step {load.done}/{load.total}  {one.name} ({one.seconds}s)")
        try:
            run_fault(one, house, client)
        except Exception as error:
            line["error"] = f"{type(error).__name__}: {str(error)[:200]}"
            self._say(f"          {line['error']}")
        self.done.append(line | {"from": begun, "to": self._passed()})

    def _result(
        self, house: House, client: Client, load: Load, flow: float | None, times: tuple[Any, ...]
    ) -> dict[str, Any]:
        ready, loaded, quiet = times
        places = json.loads(house.places_for_audit())
        bound = house.broker.listed(
            "list_bindings", "source_name", "routing_key", "destination_name"
        )
        places |= {"bindings": bound, "cases": len(load.cases)}
        (self.folder / "places.json").write_text(json.dumps(places))
        troubles = [case.trouble for case in load.cases if case.trouble]
        return {
            "order": asdict(self.order),
            "troubles": troubles[:20],
            "stuck": len(troubles),
            "seconds": {
                "until_ready": ready,
                "load": round(loaded - ready, 1),
                "cases_a_second": round(len(load.cases) / (loaded - ready), 2),
                "last_fault_to_full_flow": flow,
                "end_of_load_to_quiet": quiet,
            },
            "answers": dict(sorted(client.statuses.items())),
            "kills": dict(house.killed),
            "ends_unasked": dict(house.exits - house.killed),
            "faults": self.done,
            "audit": audited(self.folder),
        }

    def _say(self, text: str) -> None:
        print(text, flush=True)


def audited(folder: Path) -> list[dict[str, Any]]:
    """What the auditor finds, in a process of its own."""
    words = [str(folder / "places.json"), str(folder / "journal.jsonl")]
    done = subprocess.run(
        [sys.executable, "-m", "drills.auditor", *words],
        env=os.environ | {"PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
    )
    if not done.stdout:
        raise RuntimeError(done.stderr)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def is_green(result: dict[str, Any]) -> bool:
    """Nobody stuck, nothing wrong, and no process ended that was not killed."""
    wrong = sum(check["wrong"] for check in result["audit"])
    return not (wrong or result["stuck"] or result["ends_unasked"])


__all__ = ["Drill", "Order", "audited", "is_green"]
