"""Whether the embedded house has anything left to do at this moment."""

from collections.abc import Sequence
from typing import Any

from kombu.transport.memory import Channel
from sqlalchemy import exists, func, select

from servicekit.buses import readers_of
from servicekit.desk import Desk
from servicekit.walls import say_system

__all__ = ["Quietness", "under_way"]


def under_way(containers: Sequence[Any]) -> bool:
    """Whether a letter lies on the memory bus or is in somebody's hand."""
    if any(queue.qsize() for queue in list(Channel.queues.values())):
        return True
    return any(reader.in_hand for container in containers for reader in readers_of(container))


class Quietness:
    """Every letter said has been read, and nothing is due that has not been done."""

    def __init__(self, desks: Sequence[Desk], containers: Sequence[Any]) -> None:
        self._desks, self._containers = desks, containers

    def is_there(self) -> bool:
        """Looked at twice: what is written between two looks at it could be seen by neither."""
        first = self._look()
        return first is not None and first == self._look()

    def _look(self) -> list[int] | None:
        """The last letter of each outbox; None while there is something to do."""
        last = [self._last_sent(desk) for desk in self._desks]
        if None in last or under_way(self._containers):
            return None
        if any(desk.rounds.has_work() for desk in self._desks):
            return None
        return [number for number in last if number is not None]

    def _last_sent(self, desk: Desk) -> int | None:
        """The number of the last letter, 0 where there is none; None while one has not left."""
        outbox = desk.store.kit.outbox.c
        unsent = exists().where(outbox.sent_at.is_(None))
        with desk.sessions.kw["bind"].connect() as connection:
            say_system(connection)
            waits, last = connection.execute(select(unsent, func.max(outbox.id))).one()
        return None if waits else last or 0
