"""`python -m drills`: runs a drill, prints it, keeps its result; ends with 1 where it is red."""

import json
import platform
import secrets
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from drills.drill import Drill, Order, is_green
from drills.replacing import Replacement
from drills.restoring import Restoration

BROKEN_PATIENCE = 30.0  # what is broken will not get better
RESULTS = Path(__file__).parent / "results"


@click.group()
def main() -> None:
    """Drills: whole cases on servers of their own, disturbed, then audited."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nothing is left running


@main.command()
@click.option("--seed", type=int, default=0, help="the same seed gives the same faults")
@click.option("--cases", default=200, help="whole cases")
@click.option("--faults", default=36, help="faults in all")
@click.option("--threads", default=8, help="clients at once")
@click.option("--only", multiple=True, help="these faults alone, by name")
@click.option("--broken", default="", help="take a protection out; the drill must then be red")
@click.option("--keep", default="", help="the name under which the result is kept")
def run(
    seed: int, cases: int, faults: int, threads: int, only: tuple[str, ...], broken: str, keep: str
) -> None:
    """One drill."""
    seed = seed or secrets.randbelow(10**9)
    print(f"SEED={seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="lingbu-drill-"))
    patience = BROKEN_PATIENCE if broken else Order.patience
    order = Order(seed, cases, faults, threads, only, broken, patience)
    result = Drill(order, folder).run()
    result = _circumstances() | result | {"green": is_green(result)}
    _finish(result, folder, keep)


@main.command()
@click.option("--cases", default=150, help="whole cases under way meanwhile")
@click.option("--broken", default="", help="take a protection out; requests must then be dropped")
@click.option("--keep", default="", help="the name under which the result is kept")
def replace(cases: int, broken: str, keep: str) -> None:
    """One replica of each service replaced by another under load: no request may be dropped."""
    folder = Path(tempfile.mkdtemp(prefix="lingbu-drill-"))
    drill = Replacement(Order(1, cases, 0, broken=broken), folder)
    result = drill.run()
    good = is_green(result) and not result["dropped"]
    result = _circumstances() | result | {"green": good}
    print(f"dropped: {result['dropped']}")
    _finish(result, folder, keep)


@main.command()
@click.option("--cases", default=100, help="whole cases under way meanwhile")
@click.option("--keep", default="", help="the name under which the result is kept")
def restore(cases: int, keep: str) -> None:
    """Backups made and restored under load; the audit must be green."""
    folder = Path(tempfile.mkdtemp(prefix="lingbu-drill-"))
    result = Restoration(Order(1, cases, 0), folder).run()
    _finish(_circumstances() | result | {"green": is_green(result)}, folder, keep)


def _finish(result: dict[str, Any], folder: Path, keep: str) -> None:
    _print(result, folder)
    if keep:
        RESULTS.mkdir(exist_ok=True)
        text = json.dumps(result, ensure_ascii=False, indent=1)
        (RESULTS / f"{keep}.json").write_text(text + "\n")
    sys.exit(not result["green"])


def _circumstances() -> dict[str, Any]:
    asked = ["git", "-C", str(RESULTS.parent), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, capture_output=True, text=True).stdout.strip()
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit,
        "python": platform.python_version(),
    }


def _print(result: dict[str, Any], folder: Path) -> None:
    for name in ("seconds", "answers", "kills", "ends_unasked", "stuck", "troubles"):
        print(f"{name}: {result[name]}")
    for check in result["audit"]:
        print(f"{'ok ' if not check['wrong'] else 'RED'} {check['name']}: {check['looked']}")
        for line in check["named"][:5]:
            print(f"      {line}")
    print(f"{'GREEN' if result['green'] else 'RED'}  {folder}")


if __name__ == "__main__":
    main()
