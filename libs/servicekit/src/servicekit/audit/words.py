"""Officers' own words against the rows that hold their salted digests."""

from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, Text, and_, select, type_coerce

from servicekit.audit.canonical import words_digest
from servicekit.sealing import Sealer
from servicekit.tables import KitTables


def word_faults(
    connection: Connection, tables: KitTables, sealer: Sealer
) -> Iterator[tuple[Any, str]]:
    """Rows of the record (chain, n, action) whose words are gone or others, and why."""
    audit, words = tables.audit, tables.audit_words
    column: Any = words.c.words
    beside = and_(words.c.chain == audit.c.chain, words.c.n == audit.c.n)
    sealed = type_coerce(column, Text).label("sealed")
    query = select(audit.c.chain, audit.c.n, audit.c.action, audit.c.why, words.c.salt, sealed)
    query = query.select_from(audit.outerjoin(words, beside)).where(audit.c.why != "")
    for row in connection.execute(query.order_by(audit.c.chain, audit.c.n)):
        if row.sealed is None:
            yield row, "所附的文字（事由、说明）不见了。"
        elif not _are_those_of(row, column.type.context, sealer):
            yield row, "所附的文字（事由、说明）被改动。"


def _are_those_of(row: Any, context: str, sealer: Sealer) -> bool:
    try:
        return bool(words_digest(row.salt, sealer.open(row.sealed, context)) == row.why)
    except (ValueError, KeyError, InvalidTag):
        return False
