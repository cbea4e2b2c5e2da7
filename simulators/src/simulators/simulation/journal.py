"""What happened so far, one line for each thing written down; a torn last line never happened.

For each slot there is a line when its time has come, and where somebody acts two more: what they
see before they act, and what they remember afterwards. Between these two a process that takes
over gives the same orders again, with the same keys.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulators.simulation.life import Life

__all__ = ["Journal", "Standing"]

Seen = dict[str, Any]


@dataclass
class Standing:
    """Where a share stood: in which slot, what was seen and not acted on yet, everybody's life."""

    slot: int | None = None
    seen: Seen | None = None
    lived: bool = False
    lives: dict[str, Life] = field(default_factory=dict)


class Journal:
    """An append-only file of JSON lines."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Standing:
        """Where it stood; what follows the last whole line is cut off."""
        standing = Standing()
        if not self._path.exists():
            return standing
        text = self._path.read_bytes()
        whole = text[: text.rfind(b"\n") + 1]
        if len(whole) < len(text):
            os.truncate(self._path, len(whole))
        for line in whole.splitlines():
            _follow(standing, json.loads(line))
        return standing

    def came(self, slot: int) -> None:
        """The clock stands at a slot: what is due by then is done first."""
        self._write({"slot": slot})

    def saw(self, slot: int, seen: Seen) -> None:
        """What those see who are about to act."""
        self._write({"slot": slot, "seen": seen})

    def lived(self, slot: int, lives: Iterable[Life]) -> None:
        """Everybody in the slot has acted; `lives` are those."""
        self._write({"slot": slot, "lives": [life.dump() for life in lives]})

    def _write(self, entry: dict[str, Any]) -> None:
        text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
        with self._path.open("a", encoding="utf-8") as file:
            file.write(text + "\n")


def _follow(standing: Standing, entry: dict[str, Any]) -> None:
    standing.slot, standing.seen = entry["slot"], entry.get("seen")
    standing.lived = "lives" in entry
    for known in entry.get("lives", ()):
        standing.lives[known["who"]] = Life.load(known)
