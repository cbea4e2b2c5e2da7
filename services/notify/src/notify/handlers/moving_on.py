"""What the state of an attempt means for its message: settled, again, or another way."""

from datetime import timedelta
from typing import Any

from notify.clients.sms import has_wechat, provider_called
from notify.domain.attempt import (
    ACCEPTED,
    DELIVERED,
    LOST,
    NOT_TAKEN,
    UNKNOWN,
    Attempt,
    patience,
)
from notify.domain.message import CALLED, Message
from notify.domain.person import mobile
from notify.domain.ways import CALL, SMS, first_way, next_way
from notify.domain.window import backoff
from notify.handlers.queue import opening, put_on_call_list, set_send

TITLES = {"sms": "短信", "wechat": "微信消息", "contact": "致紧急联系人的短信"}


def became(message: Message, before: Attempt, after: Attempt, uow: Any) -> None:
    """Keeps what became of an attempt and lets the message follow it."""
    if after == before:
        return
    uow.attempts.save(after)
    if after.state == before.state:
        return
    if after.state == DELIVERED:
        _deliver(message, uow)
    elif after.state in (ACCEPTED, UNKNOWN):
        _wait(message, before, after, uow)
    elif after.state in (NOT_TAKEN, LOST):
        uow.consents.give_back(after.id)
        _again(message, after, uow)
    else:
        move_on(message, after.reason, uow)


def _deliver(message: Message, uow: Any) -> None:
    """What the street has told already needs nothing more."""
    if message.state != CALLED:
        uow.deadlines.cancel_all(message.id)
        uow.messages.save(message.deliver(uow.now))


def _wait(message: Message, before: Attempt, after: Attempt, uow: Any) -> None:
    """For the receipt, counted from the beginning; a provider that can be asked is asked."""
    uow.messages.save(message.follow(after, uow.now))
    hours = uow.policy.on(uow.today).sms_receipt_hours
    uow.deadlines.set("receipt_timeout", message.id, after.began_at + timedelta(hours=hours))
    if provider_called(after.provider, uow).can_query:
        uow.deadlines.set("look", message.id, uow.now + patience(after))
    else:
        uow.deadlines.cancel("look", message.id)
    if after.state == ACCEPTED:
        uow.note(
            message.application_id,
            "message_sent",
            f"已发送{TITLES[after.way]}{after.template}",
            clause=str(uow.policy.on(uow.today).message(message.template).clause),
            detail={"template": after.template, "occasion": message.occasion},
        )


def _again(message: Message, failed: Attempt, uow: Any) -> None:
    """Certain not to arrive: tried again, the same way a few times, then another."""
    missed = [
        one
        for one in uow.attempts.of(message.id)
        if one.way == failed.way and one.state in (NOT_TAKEN, LOST)
    ]
    uow.deadlines.cancel_all(message.id)
    if len(missed) > uow.policy.on(uow.today).sms_retries:
        move_on(message, failed.reason, uow)
        return
    uow.messages.save(message.requeue(failed.reason))
    wait = timedelta(0) if failed.state == LOST else backoff(len(missed))
    set_send(message, opening(uow.now + wait, uow), uow)


def move_on(message: Message, reason: str, uow: Any) -> None:
    """The next way to the person; without one the street calls."""
    uow.deadlines.cancel_all(message.id)
    way = _next(message, uow)
    if way == CALL or (message.last_day and uow.today > message.last_day):
        put_on_call_list(message, reason, uow)
        return
    uow.messages.save(message.requeue(reason).by(way))
    set_send(message, opening(uow.now, uow), uow)
    uow.note(
        message.application_id,
        "message_moved_on",
        f"未送达，改发{TITLES[way]}（{message.template}）",
        detail={"template": message.template, "reason": reason, "way": way},
    )


def _next(message: Message, uow: Any) -> str:
    contact = uow.contacts.find(message.application_id)
    if message.to_other or contact is None or contact.person is None:
        return CALL
    person, consent = contact.person, may_use_wechat(message, uow)
    if message.channel == SMS and not person.mobile:
        return first_way(mobile=False, consent=consent)
    return next_way(
        message.channel,
        mobile=bool(person.mobile),
        consent=consent,
        contact=bool(mobile(person.emergency_contact)),
    )


def may_use_wechat(message: Message, uow: Any) -> bool:
    """Whether the person has agreed to one more message, and this installation can send it."""
    return has_wechat(uow) and uow.consents.unused(message.application_id) > 0
