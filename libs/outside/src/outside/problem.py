"""The answer of either side to a letter it could not use."""

from dataclasses import dataclass

from contracts.wire import described, length, one_of
from outside.letters import Letter

# code -> whether saying the same again may help
CODES = {
    "malformed": False,
    "unknown-message": False,
    "refused": False,
    "expired": True,
    "unavailable": True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Letter):
    """The letter with that request number was not used, and why; without personal data."""

    message = "problem"

    code: str = described("What was wrong", one_of(*CODES))
    detail: str = described("For the other side's engineers", length(0, 300), default="")
