"""Stand-ins of outside systems: an answer comes at once, or after a delay."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from contracts import wire
from contracts.message import Event
from contracts.outside import (
    CheckAnswered,
    ContributionAnswered,
    EnrolListAcknowledged,
    RefundAnswered,
)
from servicekit.deadlines import Deadline
from simulators.clients.ear import KEYS
from simulators.clients.voice import say, say_kept
from simulators.domain.lesson import Lesson

ANSWERS = {
    kind.event_name(): kind
    for kind in (CheckAnswered, ContributionAnswered, RefundAnswered, EnrolListAcknowledged)
}


def answer(said: Event, request_id: UUID, uow: Any) -> None:
    """Says it in the same transaction, or SIM_DELAY_MS milliseconds later.

    A partner in person says it at once: its letter waits.
    """
    if KEYS in uow.world.settings:
        say(said, uow)
        return
    delay = int(uow.world.settings.get("SIM_DELAY_MS") or 0)
    if delay <= 0:
        say(said, uow)
        return
    if uow.answers.put(request_id, said.event_name(), wire.dump(said)):
        uow.deadlines.set("answer", request_id, uow.now + timedelta(milliseconds=delay))


def say_later(deadline: Deadline, uow: Any) -> None:
    """A partner's letter whose delay is over."""
    say_kept(UUID(deadline.subject), uow)


def give_answer(deadline: Deadline, uow: Any) -> None:
    """An answer whose delay is over."""
    waiting = uow.answers.take(UUID(deadline.subject))
    if waiting:
        name, body = waiting
        say(wire.load(ANSWERS[name], body), uow)


def person_in(subject: str, uow: Any) -> str:
    """The keyed hash of the person a sealed subject names."""
    return str(uow.lessons.key(json.loads(subject)["id_number"]))


def lesson_of(subject: str, uow: Any) -> Lesson:
    """What was taught about that person."""
    lesson: Lesson = uow.lessons.of(person_in(subject, uow))
    return lesson
