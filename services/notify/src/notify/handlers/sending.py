"""Sending: written down and committed first, then the provider is asked, once.

The attempt's row says `sending` before anything leaves this house. The call follows the commit
(`uow.afterwards`) and is never made again for the same row: where its answer is lost, by a timeout
or by the death of the process, the deadline `look` finds the row and asks the provider instead
(`handlers.attempting`). A second attempt begins only when the first is certain not to arrive.
"""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from kernel.clock import Clock
from notify.clients.demo_phone import DemoPhone
from notify.clients.provider import Parcel, Provider
from notify.clients.sms import DEMO, provider_called, provider_names
from notify.domain.attempt import Attempt
from notify.domain.message import QUEUED, Message
from notify.domain.outcome import NotTaken, Outcome, Taken
from notify.domain.person import mobile
from notify.domain.traffic import TRICKLE, choose
from notify.domain.ways import CONTACT, SMS, WECHAT
from notify.domain.wording import wording
from notify.handlers.attempting import SETTLED_BY, locked, settle
from notify.handlers.moving_on import became, move_on
from notify.handlers.queue import after_today, fail, opening, set_send
from servicekit.deadlines import Deadline

RELAYED = "T16"  # the text to an emergency contact


def begin_sending(deadline: Deadline, uow: Any) -> None:
    """Begins an attempt, unless the window has closed or the text has lost its point."""
    message = locked(deadline, uow)
    if message is None or message.state != QUEUED or uow.attempts.alive(message.id):
        return
    if message.last_day and uow.today > message.last_day:
        fail(message, "too-late", uow)
        return
    opens = opening(uow.now, uow)
    if opens > uow.now:
        set_send(message, opens, uow)
        return
    begun = _begin(message, uow)
    if begun is not None:
        _send(message, begun, uow)


def _begin(message: Message, uow: Any) -> Attempt | None:
    """The attempt; without one the message has been put off or has moved on."""
    new = uuid4()
    address = _address(message, new, uow)
    if not address:
        move_on(message, "no-mobile" if message.channel == SMS else "no-address", uow)
        return None
    template = RELAYED if message.channel == CONTACT else message.template
    key = uow.sealer.search_hash(address)
    if _often_enough(key, template, uow):
        uow.consents.give_back(new)
        set_send(message, after_today(uow), uow)
        return None
    provider = _provider(message, uow)
    if not provider:
        set_send(message, uow.now + TRICKLE, uow)
        return None
    return Attempt(
        id=new,
        message_id=message.id,
        application_id=message.application_id,
        way=message.channel,
        provider=provider,
        address=address,
        address_key=key,
        template=template,
        began_at=uow.now,
    )


def _address(message: Message, attempt_id: Any, uow: Any) -> str:
    """Where the person can be reached now, which may have changed since it was worded."""
    if message.channel == WECHAT:
        return str(uow.consents.take(message.application_id, attempt_id))
    contact = uow.contacts.find(message.application_id)
    if message.to_other or contact is None or contact.person is None:
        return mobile(message.address)
    person = contact.person
    return mobile(person.emergency_contact if message.channel == CONTACT else person.contact)


def _often_enough(key: str, template: str, uow: Any) -> bool:
    """Networks take so many of one kind for one number a day."""
    limit = uow.policy.on(uow.today).sms_daily_limit
    midnight = uow.now.replace(hour=0, minute=0, second=0, microsecond=0)
    return bool(uow.attempts.sent_since(key, template, midnight) >= limit)


def _provider(message: Message, uow: Any) -> str:
    if message.channel == WECHAT:
        return WECHAT
    names = provider_names(uow)
    if names == (DEMO,):
        return DEMO  # a table of our own is never ill, however its clock is turned
    records = [uow.attempts.record(name) for name in names]
    return choose(records, uow.now, again=message.attempts > 0)


def _send(message: Message, attempt: Attempt, uow: Any) -> None:
    parcel = parcel_of(message, attempt, uow)
    provider = provider_called(attempt.provider, uow)
    uow.attempts.add(attempt)
    uow.messages.save(message.begin(attempt))
    if isinstance(provider, DemoPhone):
        provider.show(parcel, uow)
        became(message.begin(attempt), attempt, attempt.answered(Taken(), uow.now), uow)
        wait = timedelta(seconds=provider.receipt_seconds)
        uow.deadlines.set("demo_receipt", attempt.reference, uow.now + wait)
        return
    uow.deadlines.set("look", message.id, uow.now + SETTLED_BY)
    call = partial(_call, provider, parcel, uow.clock)
    uow.afterwards(call, partial(settle, message.id, attempt.id))


def _call(provider: Provider, parcel: Parcel, clock: Clock) -> Outcome:
    """A process that was held up until the row counts as unsettled must not call any more: somebody
    else may have asked by now, and sent it again."""
    if clock.now() - parcel.began_at >= SETTLED_BY:
        return NotTaken("held-up")
    return provider.send(parcel)


def parcel_of(message: Message, attempt: Attempt, uow: Any) -> Parcel:
    """What the provider is handed."""
    rules = uow.policy.on(uow.today)
    text = message.text
    if attempt.way == CONTACT:
        text = wording(RELAYED, {}, uow.contacts.find(message.application_id).person, rules)
    return Parcel(
        reference=attempt.reference,
        address=attempt.address,
        text=text,
        signature=rules.sms_signature,
        template=message.template,
        title=rules.message(message.template).name,
        began_at=attempt.began_at,
    )
