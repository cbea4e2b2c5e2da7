"""Saying something: one row in the outbox, in the transaction of the change it tells of."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from contracts.message import Event, Meta, Sealer, seal
from kernel.clock import Clock
from servicekit import statements
from servicekit.core import Core
from servicekit.tables import KitTables
from servicekit.tracing import number, traceparent


class Outbox:
    """Numbers events per aggregate; what was said is written down once, at the end."""

    def __init__(self, core: Core, tables: KitTables, sealer: Sealer, clock: Clock) -> None:
        self._core, self._tables, self._sealer, self._clock = core, tables, sealer, clock
        self._streams: dict[str, Stream] = {}
        self._letters: list[dict[str, Any]] = []

    @property
    def count(self) -> int:
        """How many letters this transaction has said."""
        return len(self._letters)

    def add(self, event: Event, cause: Meta | None, actor: str) -> None:
        """Gives the event its place and keeps the sealed letter."""
        sequence, trail = self._place(event)
        meta = Meta(
            message_id=uuid4(),
            event=event.event_name(),
            version=event.version,
            source=event.source,
            occurred_at=self._clock.now(),
            correlation_id=cause.correlation_id if cause else number() or uuid4(),
            causation_id=cause.message_id if cause else None,
            actor=actor,
            aggregate_id=event.aggregate_id(),
            sequence=sequence,
            trail=trail,
            traceparent=traceparent(),
        )
        self._letters.append(
            {
                "message_id": meta.message_id,
                "aggregate_id": meta.aggregate_id,
                "sequence": meta.sequence,
                "exchange": event.exchange(),
                "routing_key": event.routing_key(),
                "body": seal(event, meta, self._sealer),
            }
        )

    def add_foreign(self, exchange: str, routing_key: str, message_id: UUID, body: Any) -> None:
        """Keeps a letter to an outside system: in its form, without a place in any order."""
        self._letters.append(
            {
                "message_id": message_id,
                "aggregate_id": "",
                "sequence": 0,
                "exchange": exchange,
                "routing_key": routing_key,
                "body": body,
            }
        )

    def _place(self, event: Event) -> tuple[int, dict[str, int]]:
        """The aggregate's next number and the trail before it; neither where order is no matter."""
        if not event.ordered:
            return 0, {}
        stream = self._stream(event.aggregate_id())
        before = dict(stream.trail)
        stream.sequence += 1
        stream.trail[event.event_name()] = stream.sequence
        return stream.sequence, before

    def _stream(self, aggregate_id: str) -> "Stream":
        """The aggregate's counter. Its row stays locked until the commit, so that the order of
        commits is the order of numbers."""
        if aggregate_id not in self._streams:
            locked = statements.lock_stream(self._tables.streams)
            first = {"aggregate_id": aggregate_id, "sequence": 0, "trail": {}}
            row = self._core.execute(locked, first).one()
            self._streams[aggregate_id] = Stream(row.sequence, dict(row.trail))
        return self._streams[aggregate_id]

    def write(self) -> None:
        """Writes counters and letters; called once, before the commit."""
        if not self._letters:
            return
        counted = statements.count_letter(self._tables.streams)
        for aggregate_id, stream in self._streams.items():
            reached = {"sequence": stream.sequence, "trail": stream.trail}
            self._core.execute(counted, {"b_aggregate": aggregate_id, **reached})
        self._core.execute(statements.say(self._tables.outbox), self._letters)


@dataclass(slots=True)
class Stream:
    """One aggregate's counter as this transaction holds it."""

    sequence: int
    trail: dict[str, int]
