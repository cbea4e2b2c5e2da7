"""What every service obeys for itself, so that administrators can ask each how it stands."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.message import Command
from contracts.operating import (
    DiscardLetters,
    GetCondition,
    GetParkedLetter,
    ListParkedLetters,
    RedriveLetters,
)
from servicekit.each.condition import get_condition
from servicekit.each.letters import (
    discard_letters,
    get_parked_letter,
    list_parked_letters,
    redrive_letters,
)

__all__ = ["EACH"]

EACH: Mapping[type[Command], Callable[[Any, Any], Any]] = {
    GetCondition: get_condition,
    ListParkedLetters: list_parked_letters,
    GetParkedLetter: get_parked_letter,
    RedriveLetters: redrive_letters,
    DiscardLetters: discard_letters,
}
