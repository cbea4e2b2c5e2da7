"""How well a stand-in works as a partner: slow, forgetful, twice, out of order, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from random import Random
from typing import Self

__all__ = ["Habits", "Turn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Knobs of one partner. `loss`, `duplicates`, `refusal`, `wrong_signature` are per cent of its
    answers; each letter waits `delay_ms`, and up to `reorder_ms` longer, so that they overtake
    each other. With an `outage` it hears nothing."""

    delay_ms: int = 0
    reorder_ms: int = 0
    loss: int = 0
    duplicates: int = 0
    refusal: int = 0
    wrong_signature: int = 0
    outage: int = 0

    @classmethod
    def from_settings(cls, values: Mapping[str, str]) -> Self:
        """`SIM_LOSS=20` and so on; raises `ValueError` for what is no number."""
        given = {f.name: values.get(f"SIM_{f.name.upper()}") for f in fields(cls)}
        return cls(**{name: int(value) for name, value in given.items() if value})


class Turn:
    """What happens to one question or letter: drawn from a seed and its own number."""

    def __init__(self, habits: Habits, seed: str, number: object) -> None:
        self._habits, self._seed, self._number = habits, seed, number

    @property
    def unheard(self) -> bool:
        """The question stays without an answer."""
        return bool(self._habits.outage) or self._happens("loss", self._habits.loss)

    @property
    def refused(self) -> bool:
        """It is answered with a problem."""
        return self._happens("refusal", self._habits.refusal)

    @property
    def badly_signed(self) -> bool:
        """The answer is signed with a key that is not the partner's."""
        return self._happens("signature", self._habits.wrong_signature)

    @property
    def copies(self) -> int:
        """How often the letter is said."""
        return 2 if self._happens("duplicates", self._habits.duplicates) else 1

    def wait(self, copy: int) -> timedelta:
        """How long a copy of the letter waits before it is said."""
        longer = self._chance(f"wait {copy}") * self._habits.reorder_ms
        return timedelta(milliseconds=self._habits.delay_ms + int(longer))

    def _happens(self, what: str, share: int) -> bool:
        return self._chance(what) * 100 < share

    def _chance(self, what: str) -> float:
        return Random(f"{self._seed}/{self._number}/{what}").random()  # nosec B311 - no secret
