"""One day of the record, counted and hashed from its rows: what `days.close_days` once signed."""

import hashlib
from datetime import date, timedelta
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extras import RealDictCursor

from kernel.clock import SHANGHAI, start_of_day
from servicekit.audit.canonical import head_line
from servicekit.audit.verify.prove import Day

_FIRST = "SELECT min(written) FROM audit"
_ROWS = """
SELECT count(*), count(*) FILTER (WHERE n = 1) FROM audit
WHERE written >= %(start)s AND written < %(after)s
"""
_STONES = """
SELECT coalesce(sum(rows), 0)::bigint, count(*) FILTER (WHERE NOT EXISTS (
  SELECT FROM audit_purged AS e WHERE e.chain = p.chain AND e.n < p.n))
FROM audit_purged AS p WHERE day = %(day)s
"""
_HEADS = """
SELECT DISTINCT ON (chain) chain, n, hash FROM (
  SELECT chain, n, hash FROM audit WHERE written >= %(start)s AND written < %(after)s
  UNION ALL SELECT chain, n, hash FROM audit_purged WHERE day = %(day)s
) AS lasts ORDER BY chain, n DESC
"""


def records_of(reader: Connection) -> list[Any]:
    """The signed days, in their order."""
    with reader.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute("SELECT * FROM audit_days ORDER BY day")
        return list(cursor.fetchall())


def to_count(reader: Connection, records: list[Any]) -> list[date]:
    """Every day from the first row or record to the last record."""
    if not records:
        return []
    with reader.cursor() as cursor:
        cursor.execute(_FIRST)
        [[written]] = cursor.fetchall()
    first, last = records[0]["day"], records[-1]["day"]
    if written is not None:
        first = min(first, written.astimezone(SHANGHAI).date())
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def counted(reader: Connection, day: date) -> Day:
    """The day's rows, its chains with their last rows, and the root over them."""
    found = Day()
    span = {"start": start_of_day(day), "after": start_of_day(day + timedelta(days=1)), "day": day}
    with reader.cursor() as cursor:
        for query in (_ROWS, _STONES):
            cursor.execute(query, span)
            [[rows, fresh]] = cursor.fetchall()
            found.rows += rows
            found.fresh += fresh
        cursor.execute(_HEADS, span)
        found.root = hashlib.sha256()
        for chain, n, row_digest in cursor:
            found.root.update(head_line(chain, n, row_digest))
            found.chains += 1
    return found
