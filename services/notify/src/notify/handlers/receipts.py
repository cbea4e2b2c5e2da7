"""Receipts: in any order, twice, late, or for nothing we know."""

from typing import Any
from uuid import UUID

from contracts.notify import CallbackTaken, ReceiptTaken, TakeCallback, TakeReceipt
from kernel.errors import Invalid, NotFound
from notify.clients.provider import Unreadable
from notify.clients.sms import known_to, provider_called
from notify.domain.attempt import OK, Attempt
from notify.domain.message import Message
from notify.domain.outcome import Report
from notify.handlers.moving_on import became
from servicekit.deadlines import Deadline


def demo_receipt(deadline: Deadline, uow: Any) -> None:
    """The demo's phone confirms by itself."""
    receive("demo", Report(deadline.subject, OK), uow)


def take_receipt(form: TakeReceipt, uow: Any) -> ReceiptTaken:
    """A provider's receipt; the same receipt again changes nothing."""
    message = receive(form.provider, Report(form.reference, form.status), uow)
    if message is None:
        raise NotFound("没有找到这条短信。", code="unknown-reference")
    return ReceiptTaken(message_id=message.id, state=message.state)


def take_callback(form: TakeCallback, uow: Any) -> CallbackTaken:
    """A callback in the provider's own form, which the gateway has found genuine.

    What it says of references that we do not know is noted and answered like the rest: refused,
    it would be sent again for days.
    """
    if form.provider not in known_to(uow):
        raise NotFound("没有这个短信渠道。", code="unknown-provider")
    try:
        reports = provider_called(form.provider, uow).parse(form.content)
    except Unreadable:
        raise Invalid("回执的格式不对。", code="bad-callback") from None
    found = [receive(form.provider, report, uow) for report in reports]
    unknown = sum(message is None for message in found)
    return CallbackTaken(taken=len(found) - unknown, unknown=unknown)


def receive(provider: str, report: Report, uow: Any) -> Message | None:
    """Applies a receipt; None when this provider was never given such a reference."""
    attempt = _attempt(provider, report, uow)
    message: Message | None = uow.messages.lock(attempt.message_id) if attempt else None
    uow.receipts.add(provider, report.reference[:64], report.status[:20], attempt)
    if attempt is None or message is None:
        return None
    attempt = uow.attempts.find(attempt.id)  # as it is now that the message is locked
    became(message, attempt, attempt.receipt(report.status[:20], uow.now), uow)
    now: Message | None = uow.messages.lock(message.id)
    return now


def _attempt(provider: str, report: Report, uow: Any) -> Attempt | None:
    if report.by_theirs:
        uow.receipts.alone(provider, report.reference[:64])
        named: Attempt | None = uow.attempts.theirs(provider, report.reference)
        return named
    try:
        found: Attempt | None = uow.attempts.find(UUID(hex=report.reference))
    except ValueError:
        return None
    return found if found and found.provider == provider else None
