"""After the call: its answer, the look at what nobody settled, and the end of patience."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from kernel.clock import SHANGHAI
from notify.clients.provider import Parcel
from notify.clients.sms import provider_called
from notify.domain.attempt import SENDING, Attempt, patience
from notify.domain.message import Message
from notify.domain.outcome import Answer, Outcome
from notify.handlers.moving_on import became
from servicekit.deadlines import Deadline

A_MOMENT = timedelta(seconds=1)
SETTLED_BY = timedelta(seconds=90)  # longer than any call may take


def settle(message_id: UUID, attempt_id: UUID, outcome: Outcome, uow: Any) -> None:
    """What the call to the provider brought; its report may have been here first."""
    message, attempt = _both(message_id, attempt_id, uow)
    after = attempt.answered(outcome, uow.now)
    became(message, attempt, after, uow)
    for status in uow.receipts.claim(after) if after.theirs else ():
        message, attempt = _both(message_id, attempt_id, uow)
        became(message, attempt, attempt.receipt(status, uow.now), uow)


def look(deadline: Deadline, uow: Any) -> None:
    """A call that nobody settled is unknown; what is not decided yet is asked for by reference."""
    message = locked(deadline, uow)
    attempt = uow.attempts.alive(message.id) if message else None
    if message is None or attempt is None:
        return
    if attempt.state == SENDING:
        became(message, attempt, attempt.silent(uow.now), uow)
        return
    provider = provider_called(attempt.provider, uow)
    if provider.can_query:
        uow.deadlines.set("look", message.id, uow.now + patience(attempt))
        ask = partial(provider.query, _question(attempt))
        uow.afterwards(ask, partial(_asked, message.id, attempt.id))


def _question(attempt: Attempt) -> Parcel:
    began = attempt.began_at.astimezone(SHANGHAI)
    return Parcel(reference=attempt.reference, address=attempt.address, text="", began_at=began)


def _asked(message_id: UUID, attempt_id: UUID, answer: Answer, uow: Any) -> None:
    message, attempt = _both(message_id, attempt_id, uow)
    after = attempt.told(answer, uow.now)
    became(message, attempt, after, uow)
    if after.alive:
        uow.deadlines.set("look", message_id, uow.now + patience(after))


def give_up_waiting(deadline: Deadline, uow: Any) -> None:
    """No receipt in time: nobody knows whether the person has read it, so another way is taken."""
    message = locked(deadline, uow)
    attempt = uow.attempts.alive(message.id) if message else None
    if message is not None and attempt is not None:
        became(message, attempt, attempt.overdue(), uow)


def _both(message_id: UUID, attempt_id: UUID, uow: Any) -> tuple[Message, Attempt]:
    message: Message = uow.messages.lock(message_id)
    attempt: Attempt = uow.attempts.find(attempt_id)
    return message, attempt


def locked(deadline: Deadline, uow: Any) -> Message | None:
    """The message a deadline is about; while another transaction holds it, the deadline is put off.

    Who settles a message holds it and cancels its deadlines; waiting for it here, with the
    deadline in hand, each would wait for the other.
    """
    message_id = UUID(deadline.subject)
    found: Message | None = uow.messages.lock_if_free(message_id)
    if found is None and uow.messages.find(message_id) is not None:
        uow.deadlines.set(deadline.kind, deadline.subject, uow.now + A_MOMENT, rule=deadline.rule)
    return found
