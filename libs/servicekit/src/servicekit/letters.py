"""Receiving: once for each letter, in order for each aggregate, whatever the bus does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts import wire
from contracts.message import Event, Meta, unseal
from servicekit import statements
from servicekit.core import Core
from servicekit.sealing import Sealer
from servicekit.tables import KitTables

APPLIED, DUPLICATE, HELD = "applied", "duplicate", "held"
Reader = Callable[[Any, Any], Any]


class BadLetter(Exception):
    """A letter that cannot be opened; the text says why, without its content."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class Letter:
    """An opened letter and who reads it."""

    meta: Meta
    event: Event
    handler: Reader
    need: int


class Readers:
    """Which events a service subscribes to, and how a body becomes a letter."""

    def __init__(self, table: Mapping[type[Event], Reader]) -> None:
        self.table = dict(table)
        self._by_name = {(c.source, c.event_name(), c.version): c for c in table}
        self.names = frozenset(c.event_name() for c in table)

    def open(self, body: Any, sealer: Sealer) -> Letter:
        """Raises `BadLetter` for whatever is not one of our letters."""
        try:
            meta = wire.load(Meta, body["meta"])
            known = self._by_name.get((meta.source, meta.event, meta.version))
            if known is None:
                raise BadLetter("unknown-message", f"{meta.source}.{meta.event}.v{meta.version}")
            event = unseal(known, body, sealer)
        except BadLetter:
            raise
        except ValidationError as error:
            raise BadLetter("malformed", f"fields: {sorted(map(str, error.messages))}") from None
        except Exception as error:
            raise BadLetter("malformed", type(error).__name__) from None
        return Letter(meta, event, self.table[known], self._need(meta))

    def _need(self, meta: Meta) -> int:
        """The newest earlier event of this aggregate that we subscribe to, 0 for none."""
        mine = {name for source, name, _ in self._by_name if source == meta.source}
        return max((n for name, n in meta.trail.items() if name in mine), default=0)


class Inbox:
    """Signs for letters inside the handler's transaction."""

    def __init__(self, core: Core, tables: KitTables) -> None:
        self._core, self._t = core, tables

    def sign(self, meta: Meta, need: int, body: Any) -> str:
        """APPLIED: go on. DUPLICATE: nothing to do. HELD: kept until an earlier one comes.

        A second copy waits here for the first one's commit.
        """
        if not meta.sequence:
            letter = {"message_id": meta.message_id, "event": meta.event}
            signed = self._core.execute(statements.sign(self._t.inbox), letter)
            return APPLIED if signed.rowcount else DUPLICATE
        reached = self._follow(meta, need)
        if reached is None:
            return DUPLICATE
        if reached < max(need, 1):
            self._hold(meta, body)
            return HELD
        return APPLIED

    def _follow(self, meta: Meta, need: int) -> int | None:
        """How far this reader has followed the aggregate, this letter included where it may."""
        letter = {
            "b_message": meta.message_id,
            "b_event": meta.event,
            "b_source": meta.source,
            "b_aggregate": meta.aggregate_id,
            "b_first": 0 if need else meta.sequence,
            "b_need": need,
            "b_here": meta.sequence,
        }
        move = statements.sign_and_follow(self._t.inbox, self._t.applied)
        reached: int | None = self._core.scalar(move, letter)
        return reached

    def _hold(self, meta: Meta, body: Any) -> None:
        inbox = self._t.inbox
        self._core.execute(delete(inbox).where(inbox.c.message_id == meta.message_id))
        self._core.execute(
            upsert(self._t.held)
            .values(
                message_id=meta.message_id,
                source=meta.source,
                aggregate_id=meta.aggregate_id,
                sequence=meta.sequence,
                body=body,
            )
            .on_conflict_do_nothing()
        )

    def next_held(self, meta: Meta) -> Any | None:
        """The earliest letter that waits behind this one; this one itself waits no longer."""
        body = self.first_held(meta.source, meta.aggregate_id)
        if body is not None and body["meta"]["message_id"] == str(meta.message_id):
            self.forget_held(meta.message_id)
            body = self.first_held(meta.source, meta.aggregate_id)
        return body

    def first_held(self, source: str, aggregate_id: str) -> Any | None:
        """The earliest letter of an aggregate that is held back, if any."""
        aggregate = {"b_source": source, "b_aggregate": aggregate_id}
        return self._core.scalar(statements.first_held(self._t.held), aggregate)

    def forget_held(self, message_id: Any) -> None:
        """A held letter has been applied."""
        self._core.execute(delete(self._t.held).where(self._t.held.c.message_id == message_id))

    def skip(self, source: str, aggregate_id: str, sequence: int) -> None:
        """A discarded letter no longer holds up those behind it."""
        applied = self._t.applied
        self._core.execute(
            upsert(applied)
            .values(source=source, aggregate_id=aggregate_id, sequence=sequence)
            .on_conflict_do_update(
                index_elements=["source", "aggregate_id"],
                set_={"sequence": sequence},
                where=applied.c.sequence < sequence,
            )
        )
