"""Parked letters: kept with the reason, looked at by people, driven again or discarded."""

import base64
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.message import Meta
from servicekit import statements
from servicekit.sealing import Sealer
from servicekit.tables import KitTables

_BEFORE_ALL_TRIES = datetime(2001, 1, 1, tzinfo=UTC)  # see `redriving`: due under any clock


class Parking:
    """The parked letters of one service, inside the caller's transaction."""

    def __init__(self, session: Session, tables: KitTables) -> None:
        self._session, self._table = session, tables.parked

    def park(
        self,
        body: Any,
        meta: Meta | None,
        reason: str,
        detail: str,
        attempts: int,
        again_at: datetime | None = None,
    ) -> None:
        """Keeps a letter; parking it again refreshes the reason.

        With `again_at` it is only delayed: the service drives it again by itself.
        """
        values = {
            "body": body,
            "reason": reason,
            "detail": detail[:300],
            "attempts": attempts,
            "redrive_at": again_at,
            "settled_at": None,
            "settled_as": None,
        }
        if meta:
            values |= {
                "message_id": meta.message_id,
                "source": meta.source,
                "event": meta.event,
                "aggregate_id": meta.aggregate_id,
            }
        put = upsert(self._table).values(values)
        self._session.execute(put.on_conflict_do_update(index_elements=["message_id"], set_=values))

    def park_raw(self, raw: bytes, reason: str, detail: str, sealer: Sealer) -> None:
        """Keeps bytes that are no letter at all, sealed: nobody knows what is in them."""
        closed = sealer.seal(base64.b64encode(raw[:65536]).decode(), "parked.raw")
        self._session.execute(
            self._table.insert().values(raw=closed, reason=reason, detail=detail[:300], attempts=1)
        )

    def open_ones(
        self,
        *,
        reason: str | None = None,
        event: str | None = None,
        ids: Sequence[int] = (),
        after: int = 0,
        limit: int = 100,
    ) -> Sequence[Row[Any]]:
        """Unsettled parked letters, oldest first; `after` is the number of the last one seen."""
        table = self._table
        query = select(table).where(table.c.id > after, *self._which(reason, event))
        if ids:
            query = query.where(table.c.id.in_(ids))
        return self._session.execute(query.order_by(table.c.id).limit(limit)).all()

    def count(self, *, reason: str | None = None, event: str | None = None) -> tuple[int, int]:
        """How many fit, and how many of these somebody wants driven again at once."""
        table = self._table
        driving = func.count().filter(table.c.redrive_at < _BEFORE_ALL_TRIES)
        query = select(func.count(), driving).where(*self._which(reason, event))
        total, under_way = self._session.execute(query).one()
        return total, under_way

    def groups(self) -> Sequence[Row[Any]]:
        """Unsettled ones by message and reason: event, reason, count, oldest_at."""
        table = self._table
        counted = (func.count().label("count"), func.min(table.c.parked_at).label("oldest_at"))
        query = select(table.c.event, table.c.reason, *counted).where(*self._which(None, None))
        query = query.group_by(table.c.event, table.c.reason)
        return self._session.execute(query.order_by(counted[0].desc(), table.c.event)).all()

    def _which(self, reason: str | None, event: str | None) -> list[ColumnElement[bool]]:
        table = self._table
        found: list[ColumnElement[bool]] = [table.c.settled_at.is_(None)]
        found += [table.c.reason == reason] if reason else []
        return found + ([table.c.event == event] if event else [])

    def ask_redrive(self, ids: Sequence[int], at: Any) -> int:
        """Marks letters to be driven again by the service itself; returns how many."""
        table = self._table
        done = self._session.execute(
            table.update()
            .where(table.c.id.in_(ids), table.c.settled_at.is_(None), table.c.body.is_not(None))
            .values(redrive_at=at)
        )
        return int(done.rowcount)  # type: ignore[attr-defined]

    def take_redrive(self, now: datetime) -> Row[Any] | None:
        """Locks one letter whose time has come: delayed, or asked for by somebody."""
        query = statements.due_letter(self._table)
        return self._session.execute(query, {"b_now": now}).first()

    def attempts_of(self, meta: Meta | None) -> int:
        """How often a letter has been tried before, 0 for one that is not here."""
        if meta is None:
            return 0
        table = self._table
        tried = select(table.c.attempts).where(
            table.c.message_id == meta.message_id, table.c.settled_at.is_(None)
        )
        return self._session.scalar(tried) or 0

    def settle(self, parked_id: int, how: str, at: Any) -> None:
        table = self._table
        self._session.execute(
            table.update()
            .where(table.c.id == parked_id)
            .values(settled_at=at, settled_as=how, redrive_at=None)
        )
