"""What is simulated: how many people, which months, which seed; kept beside the databases."""

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Self

from kernel.month import Month

__all__ = ["AnotherPlan", "Plan"]

FILE = "simulation.json"


class AnotherPlan(Exception):
    """The directory holds a simulation of other arguments; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The arguments of one simulation. `shares` processes live it; they change no result.

    `pack` is the rule pack, Beijing's if none is named.
    """

    persons: int
    months: int
    seed: int
    first: str
    shares: int = 2
    pack: str = ""

    @property
    def first_day(self) -> date:
        """The first simulated day."""
        return Month.parse(self.first).first_day

    @property
    def last_day(self) -> date:
        """The last simulated day."""
        return (Month.parse(self.first) + (self.months - 1)).last_day

    @property
    def days(self) -> int:
        """How many days there are to live."""
        return (self.last_day - self.first_day).days + 1

    def told(self) -> dict[str, Any]:
        """What the summary repeats: everything that changes it."""
        told = {name: value for name, value in asdict(self).items() if name != "shares"}
        return told if self.pack else {n: value for n, value in told.items() if n != "pack"}

    def kept(self, var: Path) -> Self:
        """The plan of a directory: this one, or the interrupted one that is the same.

        Raises `AnotherPlan`.
        """
        path = var / FILE
        if path.exists():
            known = type(self)(**json.loads(path.read_text(encoding="utf-8")))
            if known.told() != self.told():
                raise AnotherPlan(json.dumps(known.told(), ensure_ascii=False))
            return replace(self, shares=known.shares)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self)), encoding="utf-8")
        os.replace(fresh, path)
        return self
