"""The only one who publishes: carries the outbox to the bus, in order, at least once.

Letters are found by "not yet sent", never by a number above the last one seen: numbers commit
out of order. One relay works at a time for each database, by an advisory lock on a connection
of its own; several may run, the others wait.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Text, cast, func, or_, select, text

from servicekit.tables import KitTables
from servicekit.walls import say_system

log = logging.getLogger(__name__)

BATCH = 200
LOCK = 0x6C_69_6E_67  # "ling": one relay for each database
UNROUTABLE_RETRY = timedelta(seconds=2)


class Unroutable(Exception):
    """No queue is bound for this letter: it stays in the outbox."""


class Publisher(Protocol):
    """Hands one letter to the bus and returns when the bus has it; raises otherwise."""

    def publish(self, exchange: str, routing_key: str, body: bytes, message_id: str) -> None: ...

    def close(self) -> None: ...


class Relay:
    """Carries one service's outbox. `copies` above one is a fault knob for tests."""

    def __init__(
        self,
        engine: Engine,
        tables: KitTables,
        connect: Callable[[], Publisher],
        copies: int = 1,
    ) -> None:
        self._engine, self._outbox, self._connect = engine, tables.outbox, connect
        self._publisher: Publisher | None = None
        self._lock: Connection | None = None
        self.copies = copies

    def carry(self) -> int:
        """Publishes one batch; returns how many letters left. Raises when bus or database fail."""
        if not self._holds_lock():
            return 0
        with self._engine.begin() as connection:
            say_system(connection)
            letters = self._waiting(connection)
            carried = [letter.id for letter in letters if self._carry_one(connection, letter)]
            if carried:
                table = self._outbox
                sent = table.update().where(table.c.id.in_(carried))
                connection.execute(sent.values(sent_at=func.clock_timestamp()))
            return len(carried)

    def _waiting(self, connection: Connection) -> list[Any]:
        table = self._outbox
        ready = or_(table.c.retry_at.is_(None), table.c.retry_at <= func.clock_timestamp())
        body = cast(table.c.body, Text).label("text")  # sent as it is kept: not read, not written
        letter = (table.c.id, table.c.message_id, table.c.exchange, table.c.routing_key, body)
        waiting = select(*letter, table.c.tries).where(table.c.sent_at.is_(None), ready)
        return list(connection.execute(waiting.order_by(table.c.id).limit(BATCH)))

    def _carry_one(self, connection: Connection, letter: Any) -> bool:
        body = letter.text.encode()
        try:
            for _ in range(self.copies):
                self._post(letter, body)
        except Unroutable:
            table = self._outbox
            later = func.clock_timestamp() + UNROUTABLE_RETRY
            connection.execute(
                table.update()
                .where(table.c.id == letter.id)
                .values(tries=letter.tries + 1, retry_at=later, last_error="unroutable")
            )
            return False
        return True

    def _post(self, letter: Any, body: bytes) -> None:
        if self._publisher is None:
            self._publisher = self._connect()
        self._publisher.publish(letter.exchange, letter.routing_key, body, str(letter.message_id))

    def _holds_lock(self) -> bool:
        if self._lock is None:
            lock = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if not lock.scalar(text(f"SELECT pg_try_advisory_lock({LOCK})")):
                lock.close()
                return False
            self._lock = lock
        self._lock.execute(text("SELECT 1"))
        return True

    def idle(self) -> None:
        """Lets the publisher answer heartbeats, where it has any."""
        beat = getattr(self._publisher, "idle", None)
        if beat is not None:
            beat()

    def let_go(self) -> None:
        """Drops bus and database connections after a failure; the next round makes new ones."""
        for name in ("_publisher", "_lock"):
            held = getattr(self, name)
            setattr(self, name, None)
            try:
                if isinstance(held, Connection):
                    held.invalidate()
                if held is not None:
                    held.close()
            except Exception:
                log.debug("already gone")
