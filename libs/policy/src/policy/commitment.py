"""The commitment (承诺书) of 附件3: statutory passages that districts may add to, never shorten."""

import hashlib
from dataclasses import dataclass

from policy.dated import Clause
from policy.rules import Rules

__all__ = ["Commitment", "commitment"]


@dataclass(frozen=True, slots=True)
class Commitment:
    """The statutory text in force: title, items 1 to 7, closing paragraph (抄写内容)."""

    version: str
    title: str
    items: tuple[str, ...]
    closing: str
    transcription: str
    clause: Clause

    @property
    def text(self) -> str:
        """The passages as one text, items numbered as in the template."""
        numbered = (f"{number}、{item}" for number, item in enumerate(self.items, 1))
        return "\n".join((self.title, *numbered, self.closing))

    @property
    def digest(self) -> str:
        """SHA-256 of the text in hex, to show later that nothing was taken away."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def commitment(rules: Rules) -> Commitment:
    """The statutory text in force on the day of the rules; raises NotFound before 2019-03-29."""

    def passage(code: str) -> str:
        return rules.code("commitment", code).name

    numbers = [row.code for row in rules.codes("commitment") if row.code.isdecimal()]
    return Commitment(
        version=passage("version"),
        title=passage("title"),
        items=tuple(passage(number) for number in sorted(numbers, key=int)),
        closing=passage("closing"),
        transcription=passage("transcription"),
        clause=rules.code("commitment", "title").clause,
    )
