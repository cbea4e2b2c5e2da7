"""The statements of every transaction, made once for each table.

Making one costs the processor twice as much as running it. Values come as parameters; those that
are not simply the columns of a row are named `b_…`.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import insert as upsert

__all__ = [
    "add_link",
    "all_notices",
    "cancel_deadlines",
    "count_letter",
    "due_deadline",
    "due_letter",
    "fire_deadline",
    "first_held",
    "keep_words",
    "lock_head",
    "lock_stream",
    "open_deadlines",
    "remember",
    "remember_answer",
    "say",
    "set_deadline",
    "sign",
    "sign_and_follow",
    "stale_deadline",
    "stamp_deadline",
    "work_of_a_round",
]


def _here(name: str) -> Any:
    return bindparam(f"b_{name}")


@cache
def sign(inbox: Table) -> Insert:
    """message_id, event: signed once."""
    return upsert(inbox).on_conflict_do_nothing()


@cache
def sign_and_follow(inbox: Table, applied: Table) -> Any:
    """b_message, b_event, b_source, b_aggregate, b_first, b_need, b_here.

    Signs, and moves on if b_need was reached: gives where the reader stands then, or no row for
    what was signed before. The row is locked either way: a predecessor under way is waited for,
    so that none can be held back for ever by looking a moment too early.
    """
    letter = {"message_id": _here("message"), "event": _here("event")}
    signed = upsert(inbox).values(letter).on_conflict_do_nothing()
    fresh = signed.returning(inbox.c.message_id).cte("fresh")
    first = select(_here("source"), _here("aggregate"), _here("first")).select_from(fresh)
    reached = applied.c.sequence
    moved = case((reached >= _here("need"), func.greatest(reached, _here("here"))), else_=reached)
    put = upsert(applied).from_select(["source", "aggregate_id", "sequence"], first)
    move = put.on_conflict_do_update(
        index_elements=["source", "aggregate_id"], set_={"sequence": moved}
    )
    return move.returning(reached)


@cache
def first_held(held: Table) -> Select[Any]:
    """b_source, b_aggregate: the earliest letter held back."""
    mine = (held.c.source == _here("source"), held.c.aggregate_id == _here("aggregate"))
    return select(held.c.body).where(*mine).order_by(held.c.sequence).limit(1)


@cache
def lock_head(heads: Table) -> Any:
    """chain, n, hash: the head of a chain, made where there is none, locked."""
    first = upsert(heads)
    locked = first.on_conflict_do_update(
        index_elements=["chain"], set_={"chain": first.excluded.chain}
    )
    return locked.returning(heads.c.n, heads.c.hash)


@cache
def add_link(audit: Table, heads: Table) -> Insert:
    """All columns of an audit row as b_chain, b_n …: adds it and moves its chain's head to it."""
    moved = heads.update().where(heads.c.chain == _here("chain"))
    head = moved.values(n=_here("n"), hash=_here("hash")).cte("head")
    return audit.insert().values({c.name: _here(c.name) for c in audit.c}).add_cte(head)


@cache
def keep_words(words: Table) -> Insert:
    """chain, n, salt, words: an officer's own words beside the row."""
    return words.insert()


@cache
def lock_stream(streams: Table) -> Any:
    """aggregate_id, sequence, trail: the counter, made where there is none, locked."""
    locked = upsert(streams).on_conflict_do_update(
        index_elements=["aggregate_id"], set_={"sequence": streams.c.sequence}
    )
    return locked.returning(streams.c.sequence, streams.c.trail)


@cache
def count_letter(streams: Table) -> Update:
    """b_aggregate, sequence, trail."""
    return streams.update().where(streams.c.aggregate_id == _here("aggregate"))


@cache
def say(outbox: Table) -> Insert:
    """message_id, aggregate_id, sequence, exchange, routing_key, body; reads nothing back, which
    the wall of the table would refuse."""
    return outbox.insert().inline()


@cache
def remember(idempotency: Table) -> Insert:
    """principal, key, command, request_hash: once."""
    return upsert(idempotency).on_conflict_do_nothing()


@cache
def remember_answer(idempotency: Table) -> Update:
    """b_principal, b_key, answer."""
    mine = (idempotency.c.principal == _here("principal"), idempotency.c.key == _here("key"))
    return idempotency.update().where(*mine)


@cache
def set_deadline(deadlines: Table) -> Insert:
    """All columns of a new deadline; the open one of its kind and subject is moved."""
    put = upsert(deadlines)
    names = ("due_at", "trigger_on", "rule", "provisional", "calendar")
    return put.on_conflict_do_update(
        index_elements=["kind", "subject"],
        index_where=deadlines.c.fired_at.is_(None) & deadlines.c.cancelled_at.is_(None),
        set_={name: put.excluded[name] for name in names},
    )


@cache
def cancel_deadlines(deadlines: Table, of_kind: bool) -> Update:
    """b_subject, cancelled_at, and b_kind where only one kind is meant."""
    update = deadlines.update().where(
        deadlines.c.subject == _here("subject"), deadlines.c.fired_at.is_(None)
    )
    return update.where(deadlines.c.kind == _here("kind")) if of_kind else update


@cache
def open_deadlines(deadlines: Table) -> Select[Any]:
    """b_subject: nearest first."""
    still_open = (deadlines.c.fired_at.is_(None), deadlines.c.cancelled_at.is_(None))
    found = select(deadlines).where(deadlines.c.subject == _here("subject"), *still_open)
    return found.order_by(deadlines.c.due_at, deadlines.c.id)


@cache
def due_deadline(deadlines: Table) -> Select[Any]:
    """b_now, b_calendar: one that is due, by this calendar if it was counted by any."""
    return _first_open(deadlines, _due(deadlines))


@cache
def stale_deadline(deadlines: Table) -> Select[Any]:
    """b_now, b_calendar: one that was counted by another calendar."""
    return _first_open(deadlines, _stale(deadlines))


def _first_open(deadlines: Table, which: Any) -> Select[Any]:
    """The earliest open one, locked, unless another replica holds it."""
    c = deadlines.c
    found = select(deadlines).where(which, _ready(deadlines))
    return found.order_by(c.due_at, c.id).limit(1).with_for_update(skip_locked=True)


def _due(deadlines: Table) -> Any:
    c = deadlines.c
    return (c.due_at <= _here("now")) & c.calendar.in_(["", _here("calendar")])


def _stale(deadlines: Table) -> Any:
    c, here = deadlines.c, _here("calendar")
    return ((c.calendar > "") & (c.calendar < here)) | (c.calendar > here)  # an index serves it


def _ready(deadlines: Table) -> Any:
    c = deadlines.c
    now = c.retry_at.is_(None) | (c.retry_at <= _here("now"))
    return c.fired_at.is_(None) & c.cancelled_at.is_(None) & now


@cache
def stamp_deadline(deadlines: Table) -> Update:
    """b_id, calendar: counted by that calendar."""
    return deadlines.update().where(deadlines.c.id == _here("id"))


@cache
def due_letter(parked: Table) -> Select[Any]:
    """b_now: a delayed letter whose time has come, locked, unless another replica holds it."""
    first = select(parked).where(_to_redrive(parked)).order_by(parked.c.id).limit(1)
    return first.with_for_update(skip_locked=True)


def _to_redrive(parked: Table) -> Any:
    return parked.c.settled_at.is_(None) & (parked.c.redrive_at <= _here("now"))


@cache
def work_of_a_round(deadlines: Table, parked: Table) -> Select[Any]:
    """b_now, b_calendar: whether a round would find anything: stale, due, delayed; and the moment
    of the next deadline or delayed letter, None where there is none.
    """
    c, here = deadlines.c, _here("calendar")
    still_open = (c.fired_at.is_(None), c.cancelled_at.is_(None))
    next_due = select(func.min(c.due_at)).where(*still_open)
    next_letter = select(func.min(parked.c.redrive_at)).where(parked.c.settled_at.is_(None))
    ready = _ready(deadlines)
    older, newer = (c.calendar > "") & (c.calendar < here), c.calendar > here
    return select(
        or_(*(_any(c.calendar, stale, ready) for stale in (older, newer))).label("stale"),
        _any(c.due_at, _due(deadlines), ready).label("due"),
        _any(parked.c.id, _to_redrive(parked)).label("delayed"),
        func.least(next_due.scalar_subquery(), next_letter.scalar_subquery()).label("next"),
    )


def _any(order: Any, *conditions: Any) -> Any:
    """Whether there is such a row, looked for in the order of an index.

    Asked with EXISTS, the planner reads the whole table where it takes many rows to be open: it
    thinks fired and cancelled ones independent of each other, and that one will turn up soon.
    """
    first = select(true()).where(*conditions).order_by(order).limit(1)
    return func.coalesce(first.scalar_subquery(), false())


@cache
def all_notices(notices: Table) -> Select[Any]:
    """Every notice, published last and entered last at the end."""
    return select(notices).order_by(notices.c.published_on, notices.c.entered_at, notices.c.id)


@cache
def fire_deadline(deadlines: Table) -> Update:
    """b_id, fired_at."""
    return deadlines.update().where(deadlines.c.id == _here("id"))
