"""One message and what may happen to it: queued, sending, sent, delivered, failed, call_list."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self
from uuid import UUID

__all__ = ["CALL_LIST", "DELIVERED", "FAILED", "OK", "QUEUED", "SENDING", "SENT", "Message"]

QUEUED, SENDING, SENT = "queued", "sending", "sent"
DELIVERED, FAILED, CALL_LIST = "delivered", "failed", "call_list"
OK = "DELIVRD"  # the operators' word for a delivered message


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message to one person for one occasion; text and address are personal data.

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
    address: str = field(default="", repr=False)
    to_other: bool = False
    channel: str = "sms"
    provider: str = ""
    state: str = QUEUED
    reason: str = ""
    segments: int = 0
    attempts: int = 0
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    number: int = 0

    @property
    def reference(self) -> str:
        """Ours, the same for every attempt: a provider that knows it does not send again."""
        return self.id.hex

    def worded(self, text: str, address: str, segments: int) -> Self:
        """The person is known: text and address are fixed."""
        return replace(self, text=text, address=address, segments=segments)

    def begin(self, provider: str, address: str) -> Self:
        """An attempt begins; committed before the provider is asked."""
        attempts = self.attempts + 1
        return replace(self, state=SENDING, provider=provider, address=address, attempts=attempts)

    def accepted(self, now: datetime) -> Self:
        """The provider took it."""
        return replace(self, state=SENT, sent_at=now, reason="")

    def missed(self, retries: int, reason: str) -> Self:
        """The attempt failed: queued again, or failed for good when the retries are used up."""
        state = QUEUED if self.attempts <= retries else FAILED
        return replace(self, state=state, reason=reason)

    def fail(self, reason: str) -> Self:
        """No further attempt."""
        return replace(self, state=FAILED, reason=reason)

    def to_call(self, reason: str) -> Self:
        """No message will reach the person: somebody has to call."""
        return replace(self, state=CALL_LIST, reason=reason)

    def receipt(self, status: str, now: datetime) -> Self:
        """A receipt came; delivery is final, and a receipt that tells nothing new changes nothing.

        A late DELIVRD is a fact even after we had given up, or while another attempt waits.
        """
        if self.state == DELIVERED:
            return self
        if status == OK:
            return replace(self, state=DELIVERED, delivered_at=now, reason="")
        if self.state in (SENDING, SENT):
            return replace(self, state=FAILED, reason=status)
        return self
