"""Which steps of a service's record must carry a signature, and by which order.

A row of such a step without one was not written by the service, however well it is chained.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.caller import SYSTEM_CALLER


@dataclass(frozen=True, slots=True)
class Demand:
    """The orders that make a step, each signed by whoever gives it.

    `by_hand`: the service makes the same step by itself too (a term that ends), under its own name.
    `unless`: values of the row's detail with which it is made by another, unsigned order.
    """

    orders: tuple[str, ...]
    by_hand: bool = False
    unless: tuple[tuple[str, str], ...] = ()

    def holds_for(self, actor: str, detail: Mapping[str, Any]) -> bool:
        """Whether this row of the step must be signed."""
        if self.by_hand and actor == SYSTEM_CALLER.subject:
            return False
        return not any(detail.get(name) == value for name, value in self.unless)


Demands = Mapping[str, Demand]
