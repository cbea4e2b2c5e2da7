"""The witness: every minute it keeps, elsewhere and signed, the heads that moved.

It reads the database and is read by nobody in it. What it keeps lets `lingbu verify-audit` find
what even an owner of the database cannot undo: a chain computed anew from some row on no longer
meets the heads that were kept. A look costs one pass over the heads and writes nothing where
nothing moved.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, text

from servicekit.audit.canonical import START, digest
from servicekit.audit.days import close_days
from servicekit.audit.signing import Signer
from servicekit.audit.stores import Entry, WitnessStore

log = logging.getLogger(__name__)
SECONDS = 60.0
MOST_HEADS = 5000  # in one entry, so that a line stays readable
HALF = 2**31  # transaction numbers on rows are compared within half of their circle

_SNAPSHOT = text(
    "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint"
    " FROM pg_current_snapshot() AS s"
)
_ALL = "SELECT chain, n, hash FROM audit_heads WHERE n > 0"
_MOVED = f"{_ALL} AND age(xmin) <= age(CAST(CAST(:low AS text) AS xid))"


class Witness:
    """Looks after the record of one service."""

    def __init__(
        self,
        service: str,
        engine: Engine,
        signer: Signer,
        store: WitnessStore,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.service, self.engine = service, engine
        self._signer, self._store, self._now = signer, store, now
        self._last: Entry | None = None
        self._looked = ""
        self._days: list[dict[str, Any]] = []  # closed here, not kept elsewhere yet

    def look(self) -> int:
        """Closes days that are over and keeps what moved since the last look; returns how many."""
        if self._last is None:
            self._last = self._store.last(self.service)
            self._looked = self._last["at"] if self._last else ""
        now = self._now()
        with self.engine.begin() as connection:
            closed = close_days(connection, self.service, self._signer, now)
        self._days += closed
        with self.engine.connect() as connection:
            low, heads = self._moved(connection)
        at = now.isoformat(timespec="seconds")
        kept = 0
        while heads or self._days:
            self._keep({"at": at, "low": low, "heads": heads[:MOST_HEADS], "days": self._days})
            kept += len(heads[:MOST_HEADS])
            heads, self._days = heads[MOST_HEADS:], []
        self._looked = at
        return kept

    def _moved(self, connection: Connection) -> tuple[int, list[list[Any]]]:
        """The oldest transaction still open, and the heads written since the one kept last.

        Whatever an open transaction writes becomes visible later, and carries its number or a
        higher one: nothing is missed, a few heads come twice.
        """
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
        low, high = connection.execute(_SNAPSHOT).one()
        since = self._last["low"] if self._last else 0
        if 0 < since <= high and high - since < HALF:
            rows = connection.execute(text(_MOVED), {"low": since % 2**32})
        else:  # never looked before, or this is another server's count
            rows = connection.execute(text(_ALL))
        return low, [list(row) for row in rows]

    def _keep(self, values: dict[str, Any]) -> None:
        last = self._last
        entry = values | {
            "service": self.service,
            "number": last["number"] + 1 if last else 1,
            "since": self._looked,
            "prev": digest(last) if last else START,
        }
        signed = entry | {"key": self._signer.key_id, "signature": self._signer.sign(entry)}
        self._last = None  # until it is safe: nobody knows whether a lost answer meant yes
        self._store.append(self.service, signed)
        self._last = signed


def keep_looking(watched: Iterable[Witness]) -> None:
    """One look at each; one that fails is told and looked at again a minute later."""
    for witness in watched:
        try:
            witness.look()
        except Exception:
            log.exception("no witness this time", extra={"service": witness.service})
