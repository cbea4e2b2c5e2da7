"""How far a life has got: what is remembered between two acts, and nothing else."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

__all__ = ["Life"]


@dataclass
class Life:
    """One person's way through one application after another, or one district's year.

    `step` is what comes next and `wake` the slot in which it does; None: nothing comes any more.
    `notes` holds what later steps need; `refused` counts refusals by their code.
    """

    who: str
    step: str
    wake: int | None
    turn: int = 1
    application_id: str = ""
    version: int = 1
    notes: dict[str, Any] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    waited: int = 0

    @property
    def stem(self) -> str:
        """The beginning of every idempotency key and draw of this application."""
        return f"{self.who}/{self.turn}"

    def to(self, step: str, wake: int | None) -> None:
        """What comes next, and when."""
        self.step, self.wake = step, wake

    def end(self) -> None:
        """Nothing comes any more."""
        self.to("ended", None)

    def again(self, wake: int) -> None:
        """Applies anew, as a new application of the same person."""
        self.turn, self.application_id, self.version = self.turn + 1, "", 1
        self.notes = {}
        self.to("apply", wake)

    def dump(self) -> dict[str, Any]:
        """For the journal."""
        return asdict(self)

    @classmethod
    def load(cls, known: dict[str, Any]) -> Self:
        """From the journal."""
        return cls(**known)
