"""What every letter to or from a partner looks like.

A letter travels as a JWS in flattened JSON (RFC 7515 §7.2.2). Its payload is JSON of two members:
`envelope`, below, and `data`, the fields of one message. A field marked `sealed` stands in `data`
as a compact JWE (RFC 7516) for the receiver alone: brokers keep letters on disk.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from contracts.message import sealed_fields
from contracts.wire import described, length

__all__ = ["LINGBU", "Envelope", "Letter", "sealed_fields"]

LINGBU = "lingbu"
NAME = length(1, 40)


class Letter:
    """One message. A version grows by fields with defaults; anything else is a new version.

    `asked_by` is the question that a message answers: its request number is then the question's.
    A message without one is said unasked, under a number of the sender's that he keeps when he
    says it again.
    """

    message: ClassVar[str]
    version: ClassVar[int] = 1
    to_partner: ClassVar[bool] = False
    asked_by: ClassVar[str] = ""

    @classmethod
    def routing_key(cls) -> str:
        """`check.request.v1`: the message and its version, never a person."""
        return f"{cls.message}.v{cls.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who says what to whom, about which request, and until when it is worth answering."""

    letter: UUID = described("Number of this letter; a letter sent again keeps it")
    message: str = described("Which message, such as check.request", NAME)
    version: int = described("Version of the message")
    sender: str = described("Who says it", NAME)
    receiver: str = described("Whom it is for", NAME)
    request: str = described(
        "Number of the request: the idempotency key of a question, repeated in its answer",
        length(1, 80),
    )
    correlation: str = described("What the request belongs to; opaque", length(0, 80), default="")
    sent_at: datetime = described("When it was said, with zone")
    expires_at: datetime | None = described("After this it needs no answer", default=None)
