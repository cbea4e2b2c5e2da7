"""One message and what may happen to it.

queued → sending → sent → delivered; `unknown` while nobody knows whether the provider took it;
`call_list` when no message reaches the person, `called` when the street has; `failed` when it
lost its point.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self
from uuid import UUID

from notify.domain.attempt import Attempt
from notify.domain.ways import CALL, SMS

__all__ = [
    "CALLED",
    "CALL_LIST",
    "DELIVERED",
    "FAILED",
    "QUEUED",
    "REACHED",
    "SENDING",
    "SENT",
    "UNKNOWN",
    "UNSETTLED",
    "Message",
]

QUEUED, SENDING, UNKNOWN, SENT = "queued", "sending", "unknown", "sent"
DELIVERED, FAILED, CALL_LIST, CALLED = "delivered", "failed", "call_list", "called"
UNSETTLED = (QUEUED, SENDING, UNKNOWN)  # may still go out, or may have
REACHED = "reached"  # the outcome of a call that ends it
_OF_ATTEMPT = {"sending": SENDING, "unknown": UNKNOWN, "accepted": SENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message to one person for one occasion; text and address are personal data.

    `shown`: the text as officers see it, masked.
    `to_other`: not to the applicant but to the address it was made with (T10, the objector).
    """

    id: UUID
    key: str
    application_id: UUID
    template: str
    occasion: str
    created_at: datetime
    values: Mapping[str, str] = field(default_factory=dict)
    last_day: date | None = None
    text: str = field(default="", repr=False)
    shown: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    to_other: bool = False
    channel: str = SMS
    provider: str = ""
    state: str = QUEUED
    reason: str = ""
    segments: int = 0
    attempts: int = 0
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    number: int = 0

    def worded(self, text: str, shown: str, address: str, segments: int) -> Self:
        """The person is known: text and address are fixed."""
        return replace(self, text=text, shown=shown, address=address, segments=segments)

    def by(self, way: str) -> Self:
        """Queued for another way."""
        return replace(self, state=QUEUED, channel=way)

    def begin(self, attempt: Attempt) -> Self:
        """An attempt begins; committed before the provider is asked."""
        return replace(
            self,
            state=SENDING,
            provider=attempt.provider,
            address=attempt.address,
            attempts=self.attempts + 1,
        )

    def follow(self, attempt: Attempt, now: datetime) -> Self:
        """What the living attempt's state means for the message; a settled message stays."""
        if self.state not in (SENDING, UNKNOWN, SENT) or attempt.state not in _OF_ATTEMPT:
            return self
        state = _OF_ATTEMPT[attempt.state]
        sent_at = self.sent_at or (now if state == SENT else None)
        return replace(self, state=state, sent_at=sent_at, reason=attempt.reason)

    def deliver(self, now: datetime) -> Self:
        """A receipt says it arrived; true also of one that comes after we had given up."""
        return self if self.state == DELIVERED else self._delivered(now)

    def _delivered(self, now: datetime) -> Self:
        sent_at = self.sent_at or now
        return replace(self, state=DELIVERED, delivered_at=now, sent_at=sent_at, reason="")

    def requeue(self, reason: str) -> Self:
        """To be tried again, the same way."""
        return replace(self, state=QUEUED, reason=reason)

    def fail(self, reason: str) -> Self:
        """No further attempt."""
        return replace(self, state=FAILED, reason=reason)

    def to_call(self, reason: str) -> Self:
        """No message will reach the person: somebody has to call."""
        return replace(self, state=CALL_LIST, channel=CALL, reason=reason)

    def called(self, outcome: str) -> Self:
        """The street called; only who was reached leaves the list."""
        return replace(self, state=CALLED, reason=outcome) if outcome == REACHED else self
