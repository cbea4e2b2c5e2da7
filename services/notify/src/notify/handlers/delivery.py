"""Sending: marked first, sent in the next transaction, settled by the receipt.

A crash between the two leaves a row that says `sending` and a deadline that asks the provider
again with the same reference, which no provider sends twice (see `clients.sms`).
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from contracts.notify import ReceiptTaken, TakeReceipt
from kernel.errors import NotFound
from notify.clients.sms import ChannelRefused, provider_for, provider_name
from notify.domain.message import DELIVERED, FAILED, OK, QUEUED, SENDING, SENT, Message
from notify.domain.person import mobile
from notify.domain.window import backoff
from notify.handlers.queue import fail, finish, opening, put_on_call_list
from servicekit.deadlines import Deadline


def begin_sending(deadline: Deadline, uow: Any) -> None:
    """Marks the attempt, unless the window has closed or the text has lost its point."""
    message = _locked(deadline, uow)
    if message is None or message.state != QUEUED:
        return
    if message.last_day and uow.today > message.last_day:
        fail(message, "too-late", uow)
        return
    opens = opening(uow.now, uow)
    if opens > uow.now:
        # Its own deadline is still open while it fires, so the next one needs another subject.
        uow.deadlines.set(
            "send", f"{message.id}/{opens:%Y%m%d}", opens, rule=str(uow.step("messages"))
        )
        return
    number = mobile(_address(message, uow))
    if not number:
        put_on_call_list(message, "no-mobile", uow)
        return
    uow.messages.save(message.begin(provider_name(uow), number))
    uow.deadlines.set("dispatch", message.id, uow.now)


def _address(message: Message, uow: Any) -> str:
    """Where the person can be reached now, which may have changed since it was worded."""
    contact = uow.contacts.find(message.application_id)
    if message.to_other or contact is None or contact.person is None:
        return message.address
    return str(contact.person.contact)


def send_now(deadline: Deadline, uow: Any) -> None:
    """Hands a marked message to the provider; trouble queues it again, a few times."""
    message = _locked(deadline, uow)
    if message is None or message.state != SENDING:
        return
    try:
        _hand_over(message, uow)
    except ChannelRefused as refused:
        fail(message, refused.code, uow)
    except Exception as trouble:
        _missed(message, trouble, uow)
    else:
        _note_sent(message, uow)


def _hand_over(message: Message, uow: Any) -> None:
    signature = uow.policy.on(uow.today).sms_signature
    with uow.session.begin_nested():
        provider_for(uow).send(message.reference, message.address, f"【{signature}】{message.text}")


def _missed(message: Message, trouble: Exception, uow: Any) -> None:
    """The kind of trouble is kept; its words may quote the message."""
    missed = message.missed(uow.policy.on(uow.today).sms_retries, type(trouble).__name__[:40])
    if missed.state == FAILED:
        finish(missed, "短信发送失败", uow)
        return
    uow.messages.save(missed)
    again = opening(uow.now + backoff(missed.attempts), uow)
    uow.deadlines.set("send", message.id, again, rule=str(uow.step("messages")))


def _note_sent(message: Message, uow: Any) -> None:
    uow.messages.save(message.accepted(uow.now))
    hours = uow.policy.on(uow.today).sms_receipt_hours
    uow.deadlines.set("receipt_timeout", message.id, uow.now + timedelta(hours=hours))
    uow.note(
        message.application_id,
        "message_sent",
        f"已发送短信{message.template}",
        clause=str(uow.policy.on(uow.today).message(message.template).clause),
        detail={"template": message.template, "occasion": message.occasion},
    )


def give_up_waiting(deadline: Deadline, uow: Any) -> None:
    """No receipt in time: nobody knows whether the person has read it, so the street calls."""
    message = _locked(deadline, uow)
    if message is not None and message.state == SENT:
        put_on_call_list(message, "no-receipt", uow)


def demo_receipt(deadline: Deadline, uow: Any) -> None:
    """The demo's phone confirms by itself."""
    receive(deadline.subject, "demo", OK, uow)


def take_receipt(form: TakeReceipt, uow: Any) -> ReceiptTaken:
    """A provider's receipt; the same receipt again changes nothing."""
    message = receive(form.reference, form.provider, form.status, uow)
    return ReceiptTaken(message_id=message.id, state=message.state)


def receive(reference: str, provider: str, status: str, uow: Any) -> Message:
    """Applies a receipt; raises NotFound for a reference that this provider was never given."""
    before: Message | None = uow.messages.lock(_reference(reference))
    if before is None or before.provider != provider:
        raise _unknown()
    after = before.receipt(status, uow.now)
    if after == before:
        return before
    uow.deadlines.cancel_all(before.id)
    if after.state != DELIVERED:
        finish(after, "短信未送达", uow)
        return after
    uow.messages.save(after)
    return after


def _locked(deadline: Deadline, uow: Any) -> Message | None:
    found: Message | None = uow.messages.lock(UUID(deadline.subject.split("/")[0]))
    return found


def _reference(text: str) -> UUID:
    try:
        return UUID(hex=text)
    except ValueError:
        raise _unknown() from None


def _unknown() -> NotFound:
    return NotFound("没有找到这条短信。", code="unknown-reference")
