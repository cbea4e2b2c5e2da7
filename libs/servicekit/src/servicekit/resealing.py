"""Sealing old values anew under the key in use, batch by batch, while the services work on.

What is sealed under the current key already is passed over, so it may be stopped and started
again at any time; a row is locked only while its batch is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Column, Engine, MetaData, Table, Text, and_, func, select, tuple_
from sqlalchemy import type_coerce as as_is
from sqlalchemy.dialects.postgresql import BYTEA, JSONB

from servicekit.sealing import AES, SM4, Sealed, SealedBytes, Sealer
from servicekit.store import Store

BATCH = 500
LETTERS = ("outbox", "held", "parked")  # their sealed fields are bound to event.field


@dataclass(frozen=True, slots=True)
class Work:
    """One column of one table."""

    table: Table
    column: Column[Any]
    context: str

    @property
    def name(self) -> str:
        return f"{self.table.name}.{self.column.name}"


def sealed_columns(metadata: MetaData) -> list[Work]:
    """Every column that holds sealed values, letters and parked bytes included."""
    found = []
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, (Sealed, SealedBytes)):
                found.append(Work(table, column, column.type.context))
            elif table.name in LETTERS and column.name == "body":
                found.append(Work(table, column, ""))
            elif (table.name, column.name) == ("parked", "raw"):
                found.append(Work(table, column, "parked.raw"))
    return found


def reseal(
    engine: Engine, work: Work, sealer: Sealer, tell: Callable[[int], None] = lambda count: None
) -> int:
    """Seals one column anew; `tell` hears of each batch. Returns how many rows were changed."""
    keys, total, after = list(work.table.primary_key.columns), 0, None
    while True:
        with engine.begin() as connection:
            query = select(*keys, as_is(work.column, _raw(work)).label("value"))
            if after is not None:
                query = query.where(tuple_(*keys) > tuple_(*after))
            query = query.where(_old(work, sealer)).order_by(*keys).limit(BATCH)
            rows = connection.execute(query.with_for_update()).all()
            for *key, value in rows:
                same = and_(*(column == part for column, part in zip(keys, key, strict=True)))
                fresh = as_is(_anew(work, value, sealer), _raw(work))
                connection.execute(work.table.update().where(same).values({work.column: fresh}))
        if not rows:
            return total
        after, total = rows[-1][:-1], total + len(rows)
        tell(len(rows))


def rehash(engine: Engine, store: Store, sealer: Sealer) -> int:
    """Makes every keyed hash anew under the search key in use; returns how many rows.

    One transaction for each table: hashes of two keys side by side would let the same person in
    twice. Whoever writes the table stands still meanwhile.
    """
    total = 0
    for place, (source, plain) in store.searched.items():
        name, column = place.split(".")
        table = store.metadata.tables[name]
        keys = list(table.primary_key.columns)
        with engine.begin() as connection:
            connection.exec_driver_sql(f'LOCK TABLE "{name}" IN SHARE ROW EXCLUSIVE MODE')
            for *key, value in connection.execute(select(*keys, table.c[source])).all():
                same = and_(*(c == part for c, part in zip(keys, key, strict=True)))
                fresh = {column: sealer.search_hash(plain(value))}
                connection.execute(table.update().where(same).values(fresh))
                total += 1
    return total


def waiting(engine: Engine, work: Work, sealer: Sealer) -> int:
    """How many rows of a column are not under the current key yet."""
    with engine.connect() as connection:
        count = select(func.count()).select_from(work.table).where(_old(work, sealer))
        return connection.scalar(count) or 0


def _raw(work: Work) -> Any:
    if isinstance(work.column.type, SealedBytes):
        return BYTEA()
    return JSONB() if work.column.name == "body" else Text()


def _old(work: Work, sealer: Sealer) -> Any:
    """Rows with a value under another key."""
    value: Any = as_is(work.column, _raw(work))
    if isinstance(work.column.type, SealedBytes):
        prefix = sealer.prefix.encode()
        return func.substring(value, 1, len(prefix)) != prefix
    if work.column.name == "body":
        other = f'"s[12]\\.(?!{sealer.ring.current}\\.)[^."]+\\.'
        return value.cast(Text).regexp_match(other)
    return (value != "") & value.not_like(f"{sealer.prefix}%")


def _anew(work: Work, value: Any, sealer: Sealer) -> Any:
    if isinstance(work.column.type, SealedBytes):
        data = sealer.open_bytes(bytes(value), work.context)
        return sealer.seal_bytes(data, work.context)
    if work.column.name == "body":
        return _letter(value, sealer)
    return sealer.seal(sealer.open(value, work.context), work.context)


def _letter(body: Any, sealer: Sealer) -> Any:
    """A letter with its sealed fields anew; one whose seal was broken stays as it came."""
    try:
        event, data = body["meta"]["event"], dict(body["data"])
        for name, value in data.items():
            if isinstance(value, str) and value.startswith((f"{AES}.", f"{SM4}.")):
                context = f"{event}.{name}"
                data[name] = sealer.seal(sealer.open(value, context), context)
    except (InvalidTag, KeyError, TypeError, ValueError):
        return body
    return body | {"data": data}
