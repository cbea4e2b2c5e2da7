"""Queueing a message: once for its occasion, worded as soon as the person is known."""

from collections.abc import Sequence
from datetime import datetime, time
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from contracts.notify import MessageFailed
from notify.clients.sms import has_wechat
from notify.domain.message import Message
from notify.domain.occasion import Occasion
from notify.domain.person import Contact, mobile
from notify.domain.window import next_opening, tomorrow
from notify.domain.wording import by_call, wording
from policy.texts import sms_segments


def tell(application_id: UUID, occasion: Occasion, uow: Any) -> None:
    """Queues the message of an occasion; the occasion told again is quietly passed over.

    Other services may speak of a case before intake's letter with the person has come: the
    message then waits without a text.
    """
    contact = uow.contacts.lock(application_id)
    message = Message(
        id=uuid4(),
        key=occasion.key(application_id, contact.person_key),
        application_id=application_id,
        template=occasion.template,
        occasion=occasion.occasion,
        values=dict(occasion.values),
        last_day=occasion.last_day,
        address=occasion.to_other,
        to_other=bool(occasion.to_other),
        created_at=uow.now,
    )
    if uow.messages.add(message) and contact.person:
        make_ready(message, contact, uow)


def overtake(
    application_id: UUID, templates: Sequence[str], uow: Any, *, but: str = ""
) -> Sequence[Message]:
    """Gives up what waits to be sent and would now mislead, `but` one occasion; returns it."""
    found: Sequence[Message] = uow.messages.waiting(application_id, templates)
    waiting = [message for message in found if message.occasion != but]
    for message in waiting:
        uow.deadlines.cancel_all(message.id)
        uow.messages.save(message.fail("overtaken"))
    return waiting


def make_ready(message: Message, contact: Contact, uow: Any) -> None:
    """Words the message and sets it on its way: to the provider, or on the street's call list."""
    person, rules = contact.person, uow.policy.on(uow.today)
    if person is None:
        return
    other = message.to_other
    words = partial(wording, message.template, message.values, person, rules, to_other=other)
    text, shown = words(), words(masked=True)
    address = message.address if other else person.contact
    message = message.worded(text, shown, address, sms_segments(text, rules=rules))
    uow.messages.save(message)
    if by_call(message.template, message.occasion):
        put_on_call_list(message, "family", uow)
    elif not mobile(address) and not (has_wechat(uow) and not other):
        put_on_call_list(message, "no-mobile", uow)
    else:
        set_send(message, opening(uow.now, uow), uow)


def set_send(message: Message, at: datetime, uow: Any) -> None:
    """The next attempt begins at that moment."""
    uow.deadlines.set("send", message.id, at, rule=str(uow.step("messages")))


def opening(moment: datetime, uow: Any) -> datetime:
    """That moment, or the next opening of the sending window."""
    rules = uow.policy.on(moment.date())
    opens, closes = rules.sms_window_open, rules.sms_window_close
    return next_opening(moment, time.fromisoformat(opens), time.fromisoformat(closes))


def after_today(uow: Any) -> datetime:
    """Tomorrow's opening of the sending window."""
    return tomorrow(uow.now, time.fromisoformat(uow.policy.on(uow.today).sms_window_open))


def put_on_call_list(message: Message, reason: str, uow: Any) -> None:
    """Nothing will reach the person by itself: the street calls."""
    finish(message.to_call(reason), "短信无法送达，转街道电话通知", uow)


def fail(message: Message, reason: str, uow: Any) -> None:
    """The message is given up."""
    finish(message.fail(reason), "短信发送失败", uow)


def finish(message: Message, title: str, uow: Any) -> None:
    """Keeps a message that did not reach the person, and says so."""
    uow.messages.save(message)
    uow.note(
        message.application_id,
        "message_failed",
        f"{title}（{message.template}）",
        detail={"template": message.template, "reason": message.reason},
    )
    uow.emit(
        MessageFailed(
            application_id=message.application_id,
            message_id=message.id,
            template=message.template,
            reason=message.reason,
        )
    )
