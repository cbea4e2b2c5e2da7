"""Notes and events of many aggregates in one statement each, for work that comes in thousands.

What is written is what `uow.note` and `uow.emit` would have written, one after the other: the same
rows, hashes, numbers and letters. The database makes them from templates: of a month's notes a few
differ in words, and each differs only in its chain, its number and the hash before.

`work` is a SELECT of ours with parameters; its rows must be locked by whoever calls, and every
chain and stream must be there already (`without_heads` finds those that are not).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from contracts import wire
from contracts.common import Basis
from contracts.message import Event, Meta, sealed_fields
from policy import Clause
from servicekit.audit.canonical import detail_text, inner, micros
from servicekit.tracing import number, traceparent

__all__ = ["Many"]

_LINK = """
  CASE WHEN {kind}.kind IS NULL THEN {before} ELSE encode(sha256(convert_to(
    '["' || w.chain || '",' || (w.n + {count}) || ',' || {kind}.middle || ',"' || {before} || '"]',
    'UTF8')), 'hex') END"""

# Up to three notes of one chain: `first` always, `second` and `third` where they are not null.
_NOTE = f"""
WITH kinds AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(CAST(:kinds AS jsonb)) AS k
    (kind int, action text, title text, clause text, detail text, middle text)),
work AS MATERIALIZED (
  SELECT w.*, h.n, h.hash FROM ({{work}}) AS w JOIN audit_heads AS h ON h.chain = w.chain),
one AS MATERIALIZED (
  SELECT w.*, w.n + 1 AS n1, {_LINK.format(kind="k", before="w.hash", count="1")} AS h1
  FROM work AS w JOIN kinds AS k ON k.kind = w.first),
two AS MATERIALIZED (
  SELECT w.*, w.n1 + (k.kind IS NOT NULL)::int AS n2,
    {_LINK.format(kind="k", before="w.h1", count="2")} AS h2
  FROM one AS w LEFT JOIN kinds AS k ON k.kind = w.second),
three AS MATERIALIZED (
  SELECT w.*, w.n2 + (k.kind IS NOT NULL)::int AS n3,
    {_LINK.format(kind="k", before="w.h2", count="(w.n2 - w.n) + 1")} AS h3
  FROM two AS w LEFT JOIN kinds AS k ON k.kind = w.third),
written AS (
  INSERT INTO audit (chain, n, at, written, actor, key_serial, origin, action, title, clause,
                     detail, why, prev, hash)
  SELECT t.chain, s.n, :at, :written, :actor, :key_serial, :origin, k.action, k.title, k.clause,
         k.detail, '', s.prev, s.hash
  FROM three AS t CROSS JOIN LATERAL (VALUES
    (t.first, t.n1, t.hash, t.h1), (t.second, t.n2, t.h1, t.h2), (t.third, t.n3, t.h2, t.h3)
  ) AS s (kind, n, prev, hash) JOIN kinds AS k ON k.kind = s.kind)
UPDATE audit_heads AS h SET n = t.n3, hash = t.h3 FROM three AS t WHERE h.chain = t.chain
"""  # nosec B608 - parts of this module

_SAY = """
WITH kinds AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(CAST(:kinds AS jsonb)) AS k
    (kind int, event text, exchange text, routing_key text, meta jsonb, data jsonb)),
work AS MATERIALIZED (
  SELECT w.aggregate_id, k.*, s.sequence, s.trail, gen_random_uuid() AS message_id
  FROM ({work}) AS w JOIN kinds AS k ON k.kind = w.said
  JOIN streams AS s ON s.aggregate_id = w.aggregate_id),
told AS (
  INSERT INTO outbox (message_id, aggregate_id, sequence, exchange, routing_key, body)
  SELECT message_id, aggregate_id, sequence + 1, exchange, routing_key, jsonb_build_object(
    'meta', meta || jsonb_build_object('message_id', message_id, 'aggregate_id', aggregate_id,
                                       'sequence', sequence + 1, 'trail', trail),
    'data', data || jsonb_build_object('application_id', aggregate_id))
  FROM work)
UPDATE streams AS s SET sequence = s.sequence + 1,
  trail = s.trail || jsonb_build_object(w.event, w.sequence + 1)
FROM work AS w WHERE s.aggregate_id = w.aggregate_id
"""  # nosec B608 - parts of this module


class Many:
    """Writes for many cases in the transaction of one unit of work."""

    def __init__(self, uow: Any) -> None:
        self._uow = uow
        self._written = datetime.now(UTC)
        self._correlation = number() or uuid4()

    def note_kind(
        self, kind: int, action: str, title: str, clause: Clause | str, basis: Sequence[Basis]
    ) -> dict[str, Any]:
        """The template of a note, as `uow.note` would word it."""
        caller = self._uow.caller
        kept = {"basis": [wire.dump(ground) for ground in basis]} if basis else {}
        row = [micros(self._uow.now), micros(self._written), caller.subject, caller.key_serial]
        words = [action, title[:300], str(clause)[:200], detail_text(kept)]
        middle = inner([*row, caller.origin, *words, ""])
        return dict(zip(("action", "title", "clause", "detail"), words, strict=True)) | {
            "kind": kind,
            "middle": middle,
        }

    def event_kind(self, kind: int, event: Event) -> dict[str, Any]:
        """The template of an event; its aggregate is the application, and it seals nothing."""
        if sealed_fields(type(event)) or event.aggregate != "application_id" or not event.ordered:
            raise ValueError(f"{event.event_name()} cannot be said for many at once")
        meta = Meta(
            message_id=UUID(int=0),
            event=event.event_name(),
            version=event.version,
            source=event.source,
            occurred_at=self._uow.now,
            correlation_id=self._correlation,
            actor=self._uow.caller.subject,
            traceparent=traceparent(),
        )
        return {
            "kind": kind,
            "event": event.event_name(),
            "exchange": event.exchange(),
            "routing_key": event.routing_key(),
            "meta": wire.dump(meta),
            "data": wire.dump(event),
        }

    def note(
        self, work: str, values: Mapping[str, Any], kinds: Sequence[Mapping[str, Any]]
    ) -> None:
        """`work` gives chain, first, second, third: the kinds of up to three notes."""
        caller = self._uow.caller
        here = {"at": self._uow.now, "written": self._written, "actor": caller.subject}
        here |= {"key_serial": caller.key_serial, "origin": caller.origin}
        self._run(_NOTE, work, {**values, **here}, kinds)

    def say(self, work: str, values: Mapping[str, Any], kinds: Sequence[Mapping[str, Any]]) -> None:
        """`work` gives aggregate_id and said: the kind of event, at most one for each aggregate."""
        if kinds:
            self._run(_SAY, work, values, kinds)
            self._uow.wake_the_relay()

    def _run(
        self, form: str, work: str, values: Mapping[str, Any], kinds: Sequence[Mapping[str, Any]]
    ) -> None:
        given = {**values, "kinds": json.dumps(kinds, ensure_ascii=False)}
        self._uow.session.execute(text(form.replace("{work}", work)), given)
