"""Fills a house's databases around its cases: rows copied in SQL, until tables are large.

Each copy of a case has identifiers of its own, which are the same in every table, so that what
belongs together stays together. Each twentieth lives in the street that it was copied from, the
others all over the city. What is still open stays out: copies would ring and be carried.
"""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import BYTEA

ROWS = 4000  # at least; enough for an index to be worth its while
COPIES = 60  # at least, of each case: more than a page of any list

# One row a month and district, a notice, a key … Whatever is not here grows with the cases.
SMALL = frozenset(
    {
        *("notices", "audit_days", "announced_bases", "signers", "lists", "reconciliations"),
        *("held", "rosters", "plans", "compiled", "samples", "deduction_files", "openings"),
        *("lines", "person_numbers", "additions", "partners", "challenges", "numbers", "sweeps"),
    }
)
STILL_OPEN = {
    "deadlines": "t.fired_at IS NOT NULL OR t.cancelled_at IS NOT NULL",
    "outbox": "t.sent_at IS NOT NULL",
}
PERSONAL = frozenset({"person_key", "address_key", "number", "reference", "key"})
PLACES = {"street_code": "p.street", "current_street": "p.street"}
PLACES |= {"agency": "p.agency", "current_agency": "p.agency"}
UUID = "'^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'"


def growing(metadata: MetaData) -> frozenset[str]:
    """The tables that grow with the caseload."""
    return frozenset(metadata.tables) - SMALL


def fill(engine: Engine, metadata: MetaData, streets: Iterable[str]) -> None:
    """Makes every growing table large and tells the planner."""
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        _people(connection, tuple(streets))
        for name in sorted(growing(metadata)):
            _fill(connection, metadata.tables[name])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def _people(connection: Connection, streets: tuple[str, ...]) -> None:
    connection.exec_driver_sql(
        "CREATE TEMP TABLE people (n int PRIMARY KEY, street text, agency text) ON COMMIT DROP"
    )
    home, number = streets[0], len(streets)
    rows = [(n, home if n % 20 == 0 else streets[1:][n % (number - 1)]) for n in range(1, ROWS + 1)]
    values = ", ".join(f"({n}, '{street}', '{street[:6]}')" for n, street in rows)
    connection.exec_driver_sql(f"INSERT INTO people VALUES {values}")


def _fill(connection: Connection, table: Table) -> None:
    there = connection.exec_driver_sql(f"SELECT count(*) FROM {table.name}").scalar_one()
    own = [column for column in table.columns if not _numbered(column)]
    names = ", ".join(f'"{column.name}"' for column in own)
    if there:
        values = ", ".join(_copied(column) for column in own)
        source = f"{table.name} AS t, people AS p WHERE p.n <= {max(COPIES, ROWS // there)}"
        source += f" AND ({STILL_OPEN.get(table.name, 'true')})"
    else:
        _let_everything_stand(connection, table.name)
        values = ", ".join(_made_up(column) for column in own)
        source = "people AS p"
    order = (
        f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {source} ON CONFLICT DO NOTHING"
    )
    connection.execute(text(order))


def _let_everything_stand(connection: Connection, table: str) -> None:
    checks = "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = to_regclass(:t)"
    for name in connection.scalars(text(checks), {"t": table}).all():
        connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def _numbered(column: Column[Any]) -> bool:
    return column.identity is not None or (
        column is column.table.autoincrement_column and isinstance(column.type, Integer)
    )


def _copied(column: Column[Any]) -> str:
    old = f't."{column.name}"'
    if isinstance(column.type, Uuid):
        return f"md5(p.n || '/' || {old})::uuid"
    if column.name in PLACES:
        return PLACES[column.name]
    if isinstance(column.type, DateTime):
        return f"{old} - p.n * interval '1 hour'"
    if isinstance(column.type, String) and column.name.endswith("month"):
        back = f"({old} || '-01')::date - make_interval(months => p.n % 24)"
        return f"CASE WHEN {old} ~ '^[0-9]{{4}}-' THEN to_char({back}, 'YYYY-MM') ELSE {old} END"
    if isinstance(column.type, String):
        other = old
        if column.name in PERSONAL or _tells_apart(column):
            length = column.type.length or 100
            other = f"left({old}, {length - 5}) || '-' || p.n" if length < 36 else _mixed(old)
        return f"CASE WHEN {old} ~ {UUID} THEN {_mixed(old)} ELSE {other} END"
    return old


def _mixed(old: str) -> str:
    """A text for this copy, the same wherever the old one stands."""
    return f"overlay({old} placing md5(p.n || '/' || left({old}, 36))::uuid::text from 1 for 36)"


def _tells_apart(column: Column[Any]) -> bool:
    """Whether rows would have the same key if this text were the same."""
    table = column.table
    keys = [list(table.primary_key.columns)]
    keys += [list(index.columns) for index in table.indexes if index.unique]
    keys += [list(c.columns) for c in table.constraints if type(c).__name__ == "UniqueConstraint"]
    mine = [key for key in keys if column in key]
    return any(column is _longest(key) for key in mine)


def _longest(key: list[Column[Any]]) -> Column[Any] | None:
    if any(isinstance(column.type, Uuid) or _numbered(column) for column in key):
        return None
    texts = [c for c in key if isinstance(c.type, String) and c.name not in PLACES]
    return max(texts, key=lambda column: column.type.length or 1000, default=None)


def _made_up(column: Column[Any]) -> str:
    kind = type(column.type).__name__.lower()
    if column.nullable and not isinstance(column.type, DateTime):
        return "NULL"  # moments are all there: what has been made up is over
    if column.name in PLACES:
        return PLACES[column.name]
    if isinstance(column.type, String):
        made = f"left(md5(p.n || '{column.name}'), {min(column.type.length or 32, 32)})"
        return "'2019-04'" if re.search("month", column.name) else made
    values = {
        "uuid": f"md5(p.n || '{column.name}')::uuid",
        "date": "date '2019-01-01' + p.n % 100",
        "datetime": "timestamptz '2019-01-01' + p.n * interval '1 hour'",
        "boolean": "false",
        "jsonb": "'{}'",
        "bytea": "''",
        "largebinary": "''",
    }
    if isinstance(column.type, BYTEA):
        kind = "bytea"
    return values.get(kind, "p.n")
