"""What every provider of a channel can do, and what it is handed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from notify.domain.outcome import Answer, Outcome, Report

__all__ = ["Parcel", "Provider", "Unreadable"]


class Unreadable(ValueError):
    """A callback that is not in the provider's form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One attempt on its way out. `address` is a mobile, or the openid for WeChat.

    `title` names the kind of message for channels that carry no free text.
    """

    reference: str
    address: str = field(repr=False)
    text: str = field(repr=False)
    signature: str = ""
    template: str = ""
    title: str = ""
    began_at: datetime

    @property
    def signed(self) -> str:
        """The text as networks want it: with the sender's name in front."""
        return f"【{self.signature}】{self.text}"


class Provider(Protocol):
    """None of these raises for what a stranger does or fails to do."""

    name: str

    @property
    def can_query(self) -> bool:
        """Whether it can be asked what became of a reference of ours."""

    def send(self, parcel: Parcel) -> Outcome:
        """Hands it over; not idempotent, so called once for a reference."""

    def query(self, parcel: Parcel) -> Answer:
        """What became of it, by our reference."""

    def parse(self, content: str) -> tuple[Report, ...]:
        """The reports in a callback; raises Unreadable."""
