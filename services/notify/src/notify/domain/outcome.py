"""What a provider's answer means for us, whoever the provider is."""

from dataclasses import dataclass

__all__ = [
    "Answer",
    "Known",
    "NeverGot",
    "NotTaken",
    "NotTold",
    "Outcome",
    "Refused",
    "Report",
    "Taken",
    "Unheard",
]


@dataclass(frozen=True, slots=True)
class Taken:
    """The provider has it; `reference` is its own number for it, if it gives one."""

    reference: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider has not taken it and never will: this number, this text, this consent."""

    code: str


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The provider has certainly not taken it; later, or another one, may."""

    code: str


@dataclass(frozen=True, slots=True)
class Unheard:
    """Nobody knows: it left, and no answer came that says what became of it."""

    code: str


Outcome = Taken | Refused | NotTaken | Unheard


@dataclass(frozen=True, slots=True)
class Known:
    """Asked, the provider knows it: `status` of its receipt, empty while there is none."""

    status: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class NeverGot:
    """Asked, the provider says that it was never given this reference."""


@dataclass(frozen=True, slots=True)
class NotTold:
    """Asked, the provider gave no answer; or it cannot be asked at all."""


Answer = Known | NeverGot | NotTold


@dataclass(frozen=True, slots=True)
class Report:
    """One line of a provider's callback. `reference` is ours, or with `by_theirs` the provider's.

    `status`: DELIVRD, one of the words for "under way", or why it failed for good.
    """

    reference: str
    status: str
    by_theirs: bool = False
