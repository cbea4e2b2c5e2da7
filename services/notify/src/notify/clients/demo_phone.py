"""The demo's provider: a phone screen in a table, and a receipt that comes by itself."""

from datetime import timedelta
from typing import Any

__all__ = ["CODE", "DemoPhone"]

CODE = "code-"  # references of sign-in codes: nobody waits for their receipt


class DemoPhone:
    """Shows the text on the demo's phone screen; a reference is shown once."""

    name = "demo"

    def __init__(self, uow: Any) -> None:
        self._uow = uow

    def send(self, reference: str, phone: str, text: str) -> str:
        """The receipt follows after DEMO_RECEIPT_SECONDS (3 by default)."""
        uow = self._uow
        shown = uow.phones.show(reference, phone, text, uow.now)
        if shown and not reference.startswith(CODE):
            wait = float(uow.world.settings.get("DEMO_RECEIPT_SECONDS") or 3)
            uow.deadlines.set("demo_receipt", reference, uow.now + timedelta(seconds=wait))
        return reference
