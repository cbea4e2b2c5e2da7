"""Attempts whose effects never last, and what they were answered."""

from collections import Counter
from typing import Any

from oracle import ABSENT, DONE, NO_POST, NOT_NOW

from contracts.caller import Caller
from contracts.message import Command
from kernel.errors import Forbidden, NotFound, Refusal

CELLS: Counter[str] = Counter()  # operation -> attempts of the whole run


class Tried:
    """Gives commands at the services' own doors; `answer` is the last one's."""

    def __init__(self, house: Any) -> None:
        self.house, self.answer = house, None

    def __call__(self, command: Command, caller: Caller, operation: str = "") -> Refusal | None:
        """The refusal, None when it was done (and rolled back)."""
        CELLS[operation] += bool(operation)
        try:
            self.answer = self.house.ask(command, caller)
        except Refusal as refusal:
            return refusal
        return None


def said(refusal: Refusal | None) -> str:
    """What went out, as the oracle names it."""
    if refusal is None:
        return DONE
    if isinstance(refusal, NotFound):
        return ABSENT
    return NO_POST if isinstance(refusal, Forbidden) else NOT_NOW


def words(refusal: Refusal | None) -> Any:
    """Everything of a refusal that leaves the house."""
    if refusal is None:
        return None
    return refusal.status, refusal.code, refusal.message, dict(refusal.fields), refusal.allowed
