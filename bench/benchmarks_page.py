"""docs/benchmarks.md out of bench/results: `python bench/benchmarks_page.py` writes it anew."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEAD = """# Measurements, as the raw results have them

Written by `python bench/benchmarks_page.py` from `bench/results`; `make check` fails when the two differ. Other raw results lie beside them. What the figures mean and what was changed
because of them is said in [measurements.md](measurements.md), what follows for more people in [scaling.md](scaling.md).
**Look at the load first**: it is of the whole machine, one minute, before and after. Above the number of cores other work ran beside the
measurement, rates and latencies then say little, and even processor time comes out longer. A `+` behind a commit says that files had been changed since.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD, *lives(), *steps(), *deadlines()]
    return "\n".join(parts)


def lives() -> Iterator[str]:
    """W1: one row for each size and shape."""
    rows = []
    for path in sorted(RESULTS.glob("lifecycle_*.json"), key=lambda one: (len(one.name), one.name)):
        found = _read(path)
        for shape, what in found["shapes"].items():
            m = what["median"]
            spread = "–".join(str(one) for one in what["spread"])
            rows.append(
                f"| {shape} | {found['cases']:,} | {found['users']} | {found['warm']} + {found['rounds']} |"
                f" {m['per_s']} ({spread}) | {m['p50_ms']} / {m['p95_ms']} / {m['p99_ms']} | {m['cpu_ms_each']} |"
                f" {m['failed_checks']} / {m['refused_503']} / {m['unanswered']} | {_around(found)} |"
            )
    if rows:
        yield "## Lives over HTTP (`bench/lifecycle.py`)\n"
        yield (
            "| Shape | Cases there | Users | Rounds (warm + measured) | A second (spread) | p50 / p95 / p99 ms of a request"
            " | Processor ms each, all processes | Failed / 503 / unanswered | Commit, cores, load |"
        )
        yield "|---|---|---|---|---|---|---|---|---|"
        yield from rows
        yield ""


def steps() -> Iterator[str]:
    """W2: one row for each contender."""
    found = _read(RESULTS / "step_cost.json")
    yield "## A step beside other engines (`bench/step_cost.py`)\n"
    yield f"Median of {found['rounds']} rounds of {found['cases']} cases, five steps each. {_around(found)}\n"
    yield "| | Cases a second (spread) | Of the floor | Processor ms a case | in PostgreSQL |"
    yield "|---|---|---|---|---|"
    for name, m in found["medians"].items():
        yield (
            f"| {name} | {m['cases_per_s']} ({m['slowest']}–{m['fastest']}) | {m['of_the_floor']:.0%} |"
            f" {m['cpu_ms']} | {m['postgres_cpu_ms']} |"
        )
    yield ""


def deadlines() -> Iterator[str]:
    """W6."""
    d = _read(RESULTS / "deadlines.json")
    yield "## Deadlines due at once (`bench/deadlines.py`)\n"
    yield (
        f"{d['deadlines']:,} deadlines, two schedulers, one killed after a third: {d['missed']} missed, {d['twice']} twice,"
        f" {d['seconds']} s; {d['rate_of_two']} a second by two (their start included), {d['rate_of_one']} by one. {_around(d)}\n"
    )


def _around(found: dict[str, Any]) -> str:
    return (
        f"`{found['commit']}`, {found['cores']} cores, load {found['load_before']} before,"
        f" {found['load_after']} after"
    )


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
