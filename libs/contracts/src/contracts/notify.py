"""Notify: messages T1–T11, their delivery and receipts."""

from dataclasses import dataclass
from uuid import UUID

from contracts.message import Command, Event, Query
from contracts.wire import described, length


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message to one person for one occasion; the address is masked."""

    message_id: UUID
    application_id: UUID
    template: str
    occasion: str = described("What makes this message unique: window, month, decision")
    text: str
    address: str
    channel: str
    state: str = described("queued, sending, sent, delivered, failed or call_list")
    segments: int
    attempts: int
    created_at: str
    sent_at: str | None = None
    delivered_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage:
    """A page of messages, newest first."""

    items: tuple[MessageView, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMessages(Query):
    """Messages of one case, or of the caller's jurisdiction."""

    service, answer = "notify", MessagePage

    application_id: UUID | None = None
    state: str | None = None
    cursor: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneMessage:
    """What one phone of the demo shows."""

    phone: str
    at: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneScreen:
    """The demo's phone screen, newest first."""

    items: tuple[PhoneMessage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPhone(Query):
    """What the demo provider delivered; exists only where the demo provider is."""

    service, answer = "notify", PhoneScreen

    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptTaken:
    """The message's state after the receipt."""

    message_id: UUID
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReceipt(Command):
    """A provider's delivery receipt, by the reference it was given."""

    service, answer = "notify", ReceiptTaken

    provider: str = described("Provider name", length(1, 40))
    reference: str = described("Our message reference", length(1, 64))
    status: str = described("DELIVRD or a failure code", length(1, 20))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSent:
    """Whether there was a phone to send it to."""

    sent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SendCode(Command):
    """登录验证码: to the phone of an application at once; kept nowhere."""

    service, answer = "notify", CodeSent

    application_id: UUID
    code: str = described("Six digits", length(6, 6))
    minutes: int = described("How long it holds")


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFailed(Event):
    """No channel reached the person: the street calls."""

    source = "notify"

    application_id: UUID
    message_id: UUID
    template: str
    reason: str
