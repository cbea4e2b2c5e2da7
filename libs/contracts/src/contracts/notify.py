"""Notify: messages T1–T16, their delivery and receipts."""

from dataclasses import dataclass
from uuid import UUID

from contracts.message import Command, Event, Query
from contracts.wire import described, length, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message to one person for one occasion; the address is masked.

    The text as it was sent is for the person; officers see it with name and number masked.
    """

    message_id: UUID
    application_id: UUID
    template: str
    occasion: str = described("What makes this message unique: window, month, decision")
    text: str = described("Masked, unless it is the reader's own or was asked for in clear")
    address: str
    channel: str
    state: str = described("queued, sending, unknown, sent, delivered, failed, call_list or called")
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
    """Messages of one case, or of the caller's jurisdiction; to officers the texts masked."""

    service, answer = "notify", MessagePage

    application_id: UUID | None = None
    state: str | None = None
    cursor: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """A receipt as the provider gave it."""

    status: str = described("DELIVRD, a word for under way, or why it failed")
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptView:
    """One attempt to reach the person; the address is masked."""

    way: str = described("sms, wechat or contact (the emergency contact's mobile)")
    provider: str
    address: str
    state: str = described(
        "sending, unknown, accepted, delivered, undelivered, refused, not_taken, lost or overdue"
    )
    reason: str
    began_at: str
    receipts: tuple[ReceiptView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """A call of the street."""

    officer: str
    outcome: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDetail:
    """A message with all that was tried; text and `address` in clear where it was asked for."""

    message: MessageView
    reason: str = described("Why it is where it is")
    address: str
    tries: tuple[AttemptView, ...]
    calls: tuple[CallView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetMessage(Query):
    """One message with its tries and calls. `clear`: text and number unmasked, on record."""

    service, answer = "notify", MessageDetail

    message_id: UUID
    clear: bool = False
    reason: str = described("Why clear data are needed", length(0, 200), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecorded:
    """The message's state after the call."""

    message_id: UUID
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCall(Command):
    """电话通知: somebody of the street has called a person whom no message reached."""

    service, answer = "notify", CallRecorded

    message_id: UUID
    outcome: str = described(
        "Whether the person was told",
        one_of("reached", "no_answer", "wrong_number", "refused"),
    )
    note: str = described("In the officer's words", length(0, 200), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven:
    """How many WeChat messages the person has agreed to and not had."""

    unused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveConsent(Command):
    """一次性订阅: the person agreed, in WeChat, to one more message."""

    service, answer = "notify", ConsentGiven

    application_id: UUID
    openid: str = described("The person in the mini program", length(1, 64))


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
class CallbackTaken:
    """How many of the reports were about references that we gave, and how many were not."""

    taken: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCallback(Command):
    """A provider's callback, as it came; the gateway has found it genuine."""

    service, answer = "notify", CallbackTaken

    provider: str = described("Provider name", length(1, 40))
    content: str = described("Query or body of the call", length(1, 65536))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSent:
    """Whether there was a phone to send it to."""

    sent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SendCode(Command):
    """登录验证码: to the phone of an application, or of a draft, at once; kept nowhere."""

    service, answer = "notify", CodeSent

    application_id: UUID
    code: str = described("Six digits", length(6, 6))
    minutes: int = described("How long it holds")
    phone: str = described(
        "Of somebody who has not applied yet; empty: that of the application",
        length(0, 60),
        default="",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFailed(Event):
    """No channel reached the person: the street calls, or the text has lost its point."""

    source = "notify"

    application_id: UUID
    message_id: UUID
    template: str
    reason: str
