"""What the record costs: `python bench/note_cost.py [--pairs 30]`.

Applications are taken as in `bench/cost.py`, one with its notes and one without in turn, so that
whatever else the machine does weighs on both. Writes bench/results/note_cost.json with every
figure.
"""

import argparse
import json
import os
import statistics
import time
from datetime import UTC, datetime
from typing import Any

from cost import RESULTS, WARM, take, whole_house

from servicekit.uow import UnitOfWork


def main() -> None:
    """One run; prints the medians and their ratio."""
    words = argparse.ArgumentParser()
    words.add_argument("--pairs", type=int, default=30)
    pairs, number = words.parse_args().pairs, 0
    house, note = whole_house(), UnitOfWork.note
    figures: dict[str, list[tuple[float, float]]] = {"with": [], "without": []}
    notes = 0

    def counted(*given: Any, **named: Any) -> None:
        nonlocal notes
        notes += 1
        note(*given, **named)

    def silent(*given: Any, **named: Any) -> None:
        return None

    try:
        for number in range(WARM):
            take(house, number)
        for pair in range(pairs):
            # Each goes first as often as the other.
            for kind in ("with", "without") if pair % 2 else ("without", "with"):
                number += 1
                UnitOfWork.note = counted if kind == "with" else silent
                wall, processor = time.perf_counter(), time.process_time()
                take(house, number)
                figures[kind].append((time.perf_counter() - wall, time.process_time() - processor))
    finally:
        UnitOfWork.note = note
        house.close()
    found = summed(figures, notes / pairs) | {"load": round(os.getloadavg()[0], 1)}
    print(json.dumps(found))
    raw = {"at": datetime.now(UTC).isoformat(timespec="seconds"), **found, "seconds": figures}
    (RESULTS / "note_cost.json").write_text(json.dumps(raw, indent=1) + "\n")


def summed(figures: dict[str, list[tuple[float, float]]], notes: float) -> dict[str, float]:
    """Milliseconds of one application with and without its notes, and of one note."""
    found: dict[str, float] = {"pairs": len(figures["with"]), "notes_per_application": notes}
    for place, name in enumerate(("wall", "processor")):
        ms = {k: statistics.median(each[place] for each in v) * 1000 for k, v in figures.items()}
        found |= {f"{name}_ms_{kind}": round(value, 1) for kind, value in ms.items()}
        found[f"{name}_ratio"] = round(ms["with"] / ms["without"], 3)
        found[f"{name}_ms_per_note"] = round((ms["with"] - ms["without"]) / notes, 3)
    return found


if __name__ == "__main__":
    main()
