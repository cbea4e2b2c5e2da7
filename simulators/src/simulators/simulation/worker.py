"""The process of one share. It is told everything on stdin, and ends with whoever started it."""

import gc
import json
import logging
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from servicekit.discreet import write_discreetly
from servicekit.embedded.postgres import EmbeddedPostgres
from servicekit.embedded.secrets import demo_secrets
from simulators.simulation.counting import count
from simulators.simulation.journal import Journal
from simulators.simulation.plan import Plan
from simulators.simulation.share import Share
from simulators.simulation.slots import day_of, slot_of
from simulators.simulation.town import Town
from simulators.simulation.violations import violations

__all__ = ["main"]

EVERY = 0.2  # seconds between two words about how far it got
_leaving = threading.Event()


class Speaker:
    """Says how far the share has got, a line of JSON each time, not too often."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._at = plan, 0.0

    def reached(self, slot: int) -> None:
        """The share has come to a slot."""
        if time.monotonic() - self._at > EVERY:
            self._at = time.monotonic()
            day = day_of(slot)
            self.say(days=(day - self._plan.first_day).days, day=str(day))

    def say(self, **words: Any) -> None:
        """To whoever started this."""
        sys.stdout.write(json.dumps(words, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def main() -> None:
    """Reads the order, lives the share, says what came of it."""
    write_discreetly(logging.ERROR)
    order = json.loads(sys.stdin.readline())
    var, number = Path(order["var"]), int(order["share"])
    secrets = demo_secrets(var)
    server = EmbeddedPostgres(var, secrets.database_password)
    threading.Thread(target=_leave_with_parent, args=(server, number), daemon=True).start()
    try:
        _live(Plan(**order["plan"]), number, server, secrets.sealing_keys, var)
    except Exception:
        if _leaving.is_set():
            time.sleep(60)
        raise


def _live(plan: Plan, number: int, server: EmbeddedPostgres, keys: str, var: Path) -> None:
    speaker = Speaker(plan)
    town = Town(server, number, keys, slot_of(plan.first_day), plan.pack)
    share = Share(plan, number, town, Journal(var / f"journal-{number}.jsonl"))
    gc.freeze()  # what is here now stays: rules, tables, people
    gc.set_threshold(100_000, 20, 50)
    share.run(speaker.reached)
    lives = list(share.lives.values())
    speaker.say(
        days=plan.days,
        day=str(plan.last_day),
        counts=count(town, lives),
        violations=violations(town, lives),
    )
    town.close()


def _leave_with_parent(server: EmbeddedPostgres, number: int) -> None:
    """Whoever started this is gone: nobody wants the rest, and nobody else stops the server."""
    sys.stdin.read()
    _leaving.set()
    if number == 0:
        server.halt()
    os._exit(1)


if __name__ == "__main__":
    main()
