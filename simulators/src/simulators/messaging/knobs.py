"""How a simulated provider misbehaves: the next calls one by one, and a share of all others.

calls     `delay:2` answers after two seconds, `lost` takes nothing and gives no answer, `taken`
          takes it and gives no answer, `refuse:CODE`, `busy` (certainly not taken), `broken` (500)
reports   `twice`, `none`, `failed:CODE`, `late:5` seconds
"""

import random
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["CALLS", "REPORTS", "Knobs", "kind", "value"]

CALLS = frozenset({"delay", "lost", "taken", "refuse", "busy", "broken"})
REPORTS = frozenset({"twice", "none", "failed", "late"})


@dataclass
class Knobs:
    """`next_*` are used up in order; `share_*` hold for the rest. Same seed, same faults."""

    seed: int = 1
    next_calls: list[str] = field(default_factory=list)
    next_reports: list[str] = field(default_factory=list)
    share_calls: dict[str, float] = field(default_factory=dict)
    share_reports: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # nosec B311 - faults of a simulation
        self._lock = threading.Lock()

    def turn(self, form: Mapping[str, Any]) -> None:
        """Sets knobs; raises ValueError for a fault nobody knows."""
        with self._lock:
            for name, faults in form.items():
                if name not in ("next_calls", "next_reports", "share_calls", "share_reports"):
                    raise ValueError(name)
                _must_know(faults, CALLS if name.endswith("calls") else REPORTS)
                setattr(self, name, type(getattr(self, name))(faults))

    def call(self) -> str:
        """The fault of this call; empty for none."""
        return self._draw(self.next_calls, self.share_calls)

    def report(self) -> str:
        """The fault of this report; empty for none."""
        return self._draw(self.next_reports, self.share_reports)

    def _draw(self, queue: list[str], shares: Mapping[str, float]) -> str:
        with self._lock:
            if queue:
                return queue.pop(0)
            left = self._chance.random()
            for fault, share in shares.items():
                left -= share
                if left < 0:
                    return fault
            return ""


def _must_know(faults: Iterable[str], known: frozenset[str]) -> None:
    for fault in faults:
        if fault and kind(fault) not in known:
            raise ValueError(fault)


def kind(fault: str) -> str:
    """`delay` of `delay:2`."""
    return fault.partition(":")[0]


def value(fault: str, otherwise: str = "") -> str:
    """`2` of `delay:2`."""
    return fault.partition(":")[2] or otherwise
