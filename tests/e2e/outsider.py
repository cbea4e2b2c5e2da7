"""An outside system at the broker: says what it likes, with its own keys or with another's."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from kombu import Connection

from outside.envelope import close
from outside.keys import KeyBook, fresh_keys
from outside.letters import LINGBU, Envelope, Letter


class Outsider:
    """Speaks over the exchange of one partner; `now` is the moment the house lives in."""

    def __init__(
        self, amqp: str, partner: str, keys: Mapping[str, Any], now: Callable[[], datetime]
    ) -> None:
        self._amqp, self.partner, self._keys, self._now = amqp, partner, keys, now

    def letter(self, letter: Letter, request: str, signer: str = "", **envelope: Any) -> Any:
        """A letter as it would travel, signed by this partner, by another, or by nobody known."""
        values = {
            "letter": uuid4(),
            "message": letter.message,
            "version": letter.version,
            "sender": self.partner,
            "receiver": LINGBU,
            "request": request,
            "sent_at": self._now().astimezone(UTC),
        }
        return close(letter, Envelope(**(values | envelope)), self._book(signer))

    def send(self, body: Any, key: str) -> None:
        """Over the partner's exchange."""
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        with Connection(self._amqp, connect_timeout=10) as connection:
            connection.Producer().publish(
                text,
                exchange=f"partner.{self.partner}.said",
                routing_key=key,
                content_type="application/json",
                content_encoding="utf-8",
            )

    def say(self, letter: Letter, request: str, signer: str = "", **envelope: Any) -> Any:
        """Closes and sends; the body, to be sent again."""
        body = self.letter(letter, request, signer, **envelope)
        self.send(body, letter.routing_key())
        return body

    def _book(self, signer: str) -> KeyBook:
        book = self._keys[signer if signer in self._keys else self.partner]
        if signer == "a stranger":
            stolen = [own["kid"] for own in book["own"]]
            own = [key | {"kid": kid} for key, kid in zip(fresh_keys("x"), stolen, strict=True)]
            book = {**book, "own": own}
        return KeyBook.from_text(json.dumps(book), signer or self.partner)
