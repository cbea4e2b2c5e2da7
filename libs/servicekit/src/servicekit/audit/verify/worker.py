"""One process of the verifier: a read-only connection on the common snapshot, range by range."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection
from sqlalchemy.engine import make_url

from servicekit.audit.verify.journal import Journal
from servicekit.audit.verify.walk import Known, Walked, walk

BLOCK = 2000  # rows fetched at a time
_MICROS = "(extract(epoch FROM {}) * 1000000)::bigint"
_ROWS = f"""
SELECT chain, n, {_MICROS.format("at")}, {_MICROS.format("written")}, actor, key_serial, origin,
       action, title, clause, detail, why, prev, hash
FROM audit WHERE chain >= %(first)s AND (%(after)s IS NULL OR chain < %(after)s)
ORDER BY chain, n
"""  # nosec B608 - a constant of this module
_HEADS = """
SELECT chain, n, hash FROM audit_heads
WHERE chain >= %(first)s AND (%(after)s IS NULL OR chain < %(after)s)
"""
_PURGED = """
SELECT chain, n, day - DATE '1970-01-01', hash, rows FROM audit_purged
WHERE chain >= %(first)s AND (%(after)s IS NULL OR chain < %(after)s) ORDER BY chain, n
"""


@dataclass(frozen=True, kw_only=True)
class Task:
    """What every worker of one database needs."""

    url: str
    snapshot: str
    journal: Path | None
    until: int | None
    turned: bool


@dataclass(frozen=True, slots=True)
class RecordReader:
    """One reader of the record, beside what the witness kept of it."""

    task: Task
    connection: Connection
    journal: Journal | None

    def look(self, first: str, after: str | None) -> Walked:
        """Walks the chains from the first of a range up to the first of the next."""
        span = {"first": first, "after": after}
        return walk(_stream(self.connection, span), _known(self, first, after))


_mine: RecordReader | None = None


def open_reader(url: str, snapshot: str = "") -> Connection:
    """A read-only connection that sees one moment; that of `snapshot` where one is given."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg2.connect(plain, connect_timeout=10, options="-c timezone=UTC -c jit=off")
    connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
    if snapshot:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION SNAPSHOT %s", (snapshot,))
    return connection


def begin(task: Task) -> None:
    """Run once in each process."""
    global _mine
    journal = Journal(task.journal) if task.journal else None
    _mine = RecordReader(task, open_reader(task.url, task.snapshot), journal)


def end() -> None:
    """Lets go of what `begin` took."""
    global _mine
    if _mine:
        _mine.connection.close()
    _mine = None


def check(span: tuple[str, str | None]) -> Walked:
    """Walks one range in this process."""
    if _mine is None:
        raise RuntimeError("begin first")
    return _mine.look(*span)


def _stream(connection: Connection, span: dict[str, Any]) -> Iterator[Any]:
    with connection.cursor("rows") as cursor:
        cursor.itersize = BLOCK
        cursor.execute(_ROWS, span)
        yield from cursor


def _known(mine: RecordReader, first: str, after: str | None) -> Known:
    span = {"first": first, "after": after}
    kept, purged = defaultdict(list), defaultdict(list)
    with mine.connection.cursor() as cursor:
        cursor.execute(_HEADS, span)
        heads = {chain: (n, row_digest) for chain, n, row_digest in cursor if n}
        cursor.execute(_PURGED, span)
        for chain, *rest in cursor:
            purged[chain].append(tuple(rest))
    if mine.journal:
        for chain, *rest in mine.journal.heads(first, after):
            kept[chain].append(tuple(rest))
    task = mine.task
    return Known(heads=heads, kept=kept, purged=purged, until=task.until, turned=task.turned)
