"""Chance that is the same in every run: each draw is named, none depends on another."""

import hashlib
from collections.abc import Mapping
from typing import TypeVar

__all__ = ["Chance"]

T = TypeVar("T")
_WHOLE = 1 << 64


class Chance:
    """The draws of one person (or office): asked again by the same name, the answer is the same.

    So a run can be interrupted anywhere, and what one person draws changes nobody else's life.
    """

    def __init__(self, seed: int, who: str) -> None:
        self._stem = f"{seed}|{who}|"

    def part(self, what: str) -> float:
        """At least 0, less than 1."""
        digest = hashlib.blake2b((self._stem + what).encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") / _WHOLE

    def happens(self, what: str, share: float) -> bool:
        """True in that share of all lives."""
        return self.part(what) < share

    def number(self, what: str, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.part(what) * (high - low + 1))

    def pick(self, what: str, weights: Mapping[T, float]) -> T:
        """One of the keys, each as likely as its weight among all."""
        keys = list(weights)
        reached, goal = 0.0, self.part(what) * sum(weights.values())
        for key in keys[:-1]:
            reached += weights[key]
            if goal < reached:
                return key
        return keys[-1]
