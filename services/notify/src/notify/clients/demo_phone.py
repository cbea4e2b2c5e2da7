"""The demo's provider: a phone screen in a table, and a receipt that comes by itself."""

from collections.abc import Mapping
from typing import Any

from notify.clients.provider import Parcel, Unreadable
from notify.domain.outcome import Answer, NotTold, Outcome, Report, Taken

__all__ = ["CODE", "DemoPhone"]

CODE = "code-"  # references of sign-in codes: nobody waits for their receipt


class DemoPhone:
    """Shows the text on the demo's phone screen; it lies in our own database, so it is shown in
    the transaction in which the attempt begins."""

    name, can_query = "demo", False

    def __init__(self, values: Mapping[str, str]) -> None:
        self.receipt_seconds = float(values.get("DEMO_RECEIPT_SECONDS") or 3)

    def show(self, parcel: Parcel, uow: Any) -> None:
        """A reference is shown once."""
        uow.phones.show(parcel.reference, parcel.address, parcel.signed, uow.now)

    def send(self, parcel: Parcel) -> Outcome:
        """It was shown already."""
        return Taken()

    def query(self, parcel: Parcel) -> Answer:
        """Nobody asks: nothing is ever unknown."""
        return NotTold()

    def parse(self, content: str) -> tuple[Report, ...]:
        """A demo calls nobody back."""
        raise Unreadable("the demo phone sends no callbacks")
