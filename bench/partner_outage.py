"""A partner is away while ten clerks work; answers come twice and in any order.

    python bench/partner_outage.py outage [--seconds 10 60 …] [--applications 100] [--forgets]
    python bench/partner_outage.py shuffled [--applications 200]

Services, waiting room and partners in person (stand-ins with keys of their own) work in this
process over PostgreSQL, without HTTP and without a broker. What is said to a partner that is away
lies in its queue, as RabbitMQ keeps it, and is read when it is back; with `--forgets` the queue is
lost as well, and everything has to be asked again. The clock is turned, half a minute or a tenth of
the outage at a time, so that an hour takes as long as its work. Counted are the questions to that
partner. Writes bench/results/partner_outage.json, partner_forgets.json and partner_shuffled.json.
"""

import argparse
import json
import os
import random
import subprocess  # nosec B404 - asks git which commit was measured
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from partner_town import AWAY, CLERKS, Town

RESULTS = Path(__file__).parent / "results"
TRIES = "SELECT coalesce(sum(tries), 0) FROM requests WHERE partner = :away"
PENDING = "SELECT count(*) FROM checks WHERE result = 'PENDING'"
LEARNT = "SELECT count(*) FROM audit WHERE action = 'check_answered'"
LEARNT_CHECKS = """
SELECT count(DISTINCT (chain, detail::jsonb->>'check')) FROM audit WHERE action = 'check_answered'
"""
LONGEST_STEP, PATIENCE = 30.0, 7200.0


def outage(seconds: float, applications: int, forgets: bool) -> dict[str, Any]:
    """One outage in an empty house."""
    town = Town()
    try:
        begin, town.away = time.monotonic(), True
        step = min(LONGEST_STEP, seconds / 10)
        steps = round(seconds / step)
        for number in range(steps):
            town.take(range(applications * number // steps, applications * (number + 1) // steps))
            town.turn(seconds=step)
        line = town.count("partners", "SELECT count(*) FROM lines WHERE state = 'open'")
        drained = drain(town, forgets)
        return {
            "outage_s": seconds,
            "applications": applications,
            **figures(town),
            "line_was_open": bool(line),
            "drained_s": drained["clock"],
            "drained_work_s": drained["wall"],
            "wall_s": round(time.monotonic() - begin, 1),
        }
    finally:
        town.close()


def drain(town: Town, forgets: bool) -> dict[str, float]:
    """The partner is back: seconds by the clock until the last answer, and of this machine."""
    began, begin = town.clock.now(), time.monotonic()
    town.back(forgets)
    town.ring()
    while town.unanswered() and (town.clock.now() - began).total_seconds() < PATIENCE:
        town.turn(seconds=5)
    clock = (town.clock.now() - began).total_seconds()
    return {"clock": clock, "wall": round(time.monotonic() - begin, 1)}


def figures(town: Town) -> dict[str, int]:
    """Created, delivered, lost, doubled."""
    answers = town.answers(AWAY)
    return {
        "created": len(answers),
        "delivered": sum(1 for count in answers.values() if count),
        "lost": sum(1 for count in answers.values() if not count),
        "still_waiting": town.unanswered(),
        "doubled": sum(1 for count in answers.values() if count > 1),
        "said_to_it": town.count("partners", TRIES),
        "pending_in_intake": town.count("intake", PENDING),
        "parked": town.parked(),
    }


def shuffled(applications: int, seed: int) -> dict[str, Any]:
    """Every letter and every answer twice and in any order."""
    town, chance = Town(), random.Random(seed)  # nosec B311 - not for secrets
    try:
        begin = time.monotonic()
        town.take(range(applications))
        carried = town.settle(copies=2, shuffle=chance)
        answers = town.answers()
        return {
            "applications": applications,
            "seed": seed,
            "letters_carried": carried,
            "requests": len(answers),
            "answered_once": sum(1 for count in answers.values() if count == 1),
            "answered_more_often": sum(1 for count in answers.values() if count > 1),
            "checks_learnt": town.count("intake", LEARNT_CHECKS),
            "times_learnt": town.count("intake", LEARNT),
            "pending_in_intake": town.count("intake", PENDING),
            "cases_in_review": town.count("review", "SELECT count(*) FROM cases"),
            "parked": town.parked(),
            "wall_s": round(time.monotonic() - begin, 1),
        }
    finally:
        town.close()


def main() -> None:
    """Runs what is asked for and keeps it."""
    words = argparse.ArgumentParser()
    words.add_argument("what", choices=["outage", "shuffled"])
    words.add_argument("--seconds", type=float, nargs="+", default=[10, 60, 300, 600, 3600])
    words.add_argument("--applications", type=int)
    words.add_argument("--forgets", action="store_true")
    words.add_argument("--seed", type=int, default=7)
    given = words.parse_args()
    if given.what == "outage":
        runs = []
        for seconds in given.seconds:
            runs.append(outage(seconds, given.applications or 100, given.forgets))
            print(runs[-1], flush=True)
        name = "partner_forgets" if given.forgets else "partner_outage"
        keep(name, {"clerks": CLERKS, "runs": runs})
    else:
        run = shuffled(given.applications or 200, given.seed)
        print(run)
        keep("partner_shuffled", run)


def keep(name: str, found: dict[str, Any]) -> None:
    """The raw result, and of which commit on how busy a machine."""
    commit = subprocess.run(  # nosec B603 B607 - a fixed command of whoever measures
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    at = datetime.now(UTC).isoformat(timespec="seconds")
    result = {"commit": commit, "at": at, "cores": os.cpu_count(), "load": os.getloadavg(), **found}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
