"""What the auditor has seen before, in a file of the auditor's own: the newest entry witnessed.

Whoever cuts the end off the witness and rolls the database back to the same moment leaves nothing
that contradicts itself. An entry that was there at the last verification and is gone does.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from servicekit.audit.verify.finding import WITNESS, Finding


@dataclass(frozen=True, slots=True)
class Seen:
    """The number of an entry, from 1, and its digest; 0 before the first."""

    number: int = 0
    digest: str = ""


def read(path: Path) -> dict[str, Seen]:
    """The notebook by service; an empty one where there is none yet."""
    if not path.exists():
        return {}
    return {name: Seen(**one) for name, one in json.loads(path.read_text("utf-8")).items()}


def write(path: Path, seen: Mapping[str, Seen]) -> None:
    """Keeps it; a notebook half written is none."""
    kept = {name: {"number": one.number, "digest": one.digest} for name, one in seen.items()}
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", "utf-8")
    fresh.replace(path)


def check_seen(before: Seen, digests: Mapping[int, str]) -> list[Finding]:
    """`digests`: of the entries there are now, at least that of the one seen last."""
    if not before.number or digests.get(before.number) == before.digest:
        return []
    said = f"上次核对时见证已有第 {before.number} 条，现在没有或不是那一条：见证被截短或替换"
    return [Finding(kind=WITNESS, message=said)]
