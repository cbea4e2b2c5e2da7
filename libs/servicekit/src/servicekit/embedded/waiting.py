"""What still waits in one service's tables: letters to be sent or tried again, deadlines."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, bindparam, func, select

from servicekit.desk import Desk
from servicekit.tables import KitTables
from servicekit.walls import stay_system

__all__ = ["Eye"]


class Eye:
    """A connection of its own that looks again and again, without a transaction around a look."""

    def __init__(self, desk: Desk) -> None:
        engine: Engine = desk.sessions.kw["bind"]
        kit: KitTables = desk.store.kit
        self._connection: Connection = engine.execution_options(
            isolation_level="AUTOCOMMIT"
        ).connect()
        stay_system(self._connection)
        outbox, deadlines, parked = kit.outbox, kit.deadlines, kit.parked
        unsent = outbox.c.sent_at.is_(None)
        still_open = (deadlines.c.fired_at.is_(None), deadlines.c.cancelled_at.is_(None))
        letters = select(outbox.c.id, outbox.c.body).where(unsent).order_by(outbox.c.id)
        self._unsent = letters.limit(bindparam("most"))
        self._mark = outbox.update().where(unsent, outbox.c.id <= bindparam("last"))
        self._due = select(func.min(deadlines.c.due_at)).where(*still_open)
        self._delayed = select(func.min(parked.c.redrive_at)).where(parked.c.settled_at.is_(None))

    def unsent(self, limit: int) -> Sequence[Any]:
        """Letters that have not been sent, in the order in which they were said: id and body."""
        return self._connection.execute(self._unsent, {"most": limit}).all()

    def mark_sent(self, last: int, now: datetime) -> None:
        """Every letter up to this one was sent."""
        self._connection.execute(self._mark, {"last": last, "sent_at": now})

    def next_deadline(self) -> datetime | None:
        """When the next open deadline is due, which may be long ago."""
        return self._first(self._due)

    def next_delayed(self) -> datetime | None:
        """When the next delayed letter is to be tried again."""
        return self._first(self._delayed)

    def close(self) -> None:
        """Looks no more; nobody else takes this connection up."""
        self._connection.invalidate()
        self._connection.close()

    def _first(self, query: Select[Any]) -> datetime | None:
        found: datetime | None = self._connection.scalar(query)
        return found
