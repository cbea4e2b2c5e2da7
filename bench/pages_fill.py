"""Fills a running house's databases with cases in the likeness of a few: rows copied in SQL.

Each template is one case made through the API. For every copy, all of its rows in every table that
names a case are written again with identifiers of their own, in another street. Left out: letters
of the bus (in- and outboxes), remembered answers, deadlines (copies would ring), signatures,
photographs and the record; the cases that pages are measured with are the templates, which have
theirs. Sealed fields are copied as they are: each copy bears its template's name.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg2

SERVICES = ("intake", "review", "payments", "notify", "reporting")
LEFT_OUT = {
    *("outbox", "inbox", "held", "parked", "applied", "idempotency", "challenges", "signatures"),
    *("deadlines", "photos", "audit", "audit_words", "audit_heads", "audit_purged", "streams"),
}
OWN = {  # texts that no two cases share
    "number": "left(t.number, 28) || '-' || p.n",
    "person_key": "md5(p.n || '/' || t.person_key)",
    "key": "md5(p.n || '/' || t.key)",
    "reference": "md5(p.n || '/' || t.reference)",
}
PLACES = {"street_code": "s.street", "current_street": "s.street"}
PLACES |= {"agency": "s.agency", "current_agency": "s.agency"}
MONTHS = {("reporting", "cases", "approved_month")}  # approvals are spread over five years
COLUMNS = """
SELECT table_name, column_name, data_type, column_default IS NULL AND is_identity = 'NO'
FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position
"""


def fill(var: Path, templates: Mapping[str, int], streets: list[tuple[str, str]]) -> dict[str, int]:
    """Rows written by service; `templates`: case -> how many copies, `streets`: (code, agency)."""
    host = var / "pg"
    places = {name: f"postgresql://postgres@/lingbu_{name}?host={host}" for name in SERVICES}
    return fill_at(places, templates, streets)


def fill_at(
    places: Mapping[str, str], templates: Mapping[str, int], streets: list[tuple[str, str]]
) -> dict[str, int]:
    """The same for databases by service, as somebody with every right on them."""
    written = {}
    for service in SERVICES:
        dsn = places[service]
        with psycopg2.connect(dsn) as connection:
            cursor = connection.cursor()
            cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
            _people(cursor, templates, streets)
            written[service] = sum(_copy(cursor, service, *one) for one in _tables(cursor))
        connection.close()
        connection = psycopg2.connect(dsn)
        connection.autocommit = True
        connection.cursor().execute("VACUUM ANALYZE")
        connection.close()
    return written


def _people(cursor, templates: Mapping[str, int], streets: list[tuple[str, str]]) -> None:
    """n, its template and its place; each tenth lives in the first street."""
    cursor.execute("CREATE TEMP TABLE streets (i int, street text, agency text) ON COMMIT DROP")
    for place, (street, agency) in enumerate(streets):
        cursor.execute("INSERT INTO streets VALUES (%s, %s, %s)", (place, street, agency))
    cursor.execute("CREATE TEMP TABLE people (n int, old text, i int) ON COMMIT DROP")
    first = 1
    for case, count in templates.items():
        cursor.execute(
            "INSERT INTO people SELECT n, %s, CASE WHEN n %% 10 = 0 THEN 0 ELSE n %% %s END"
            " FROM generate_series(%s, %s) AS n",
            (case, len(streets), first, first + count - 1),
        )
        first += count


def _tables(cursor) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Table, the column that names the case, and its columns with their types."""
    cursor.execute(COLUMNS)
    found: dict[str, dict[str, str]] = {}
    for table, column, kind, plain in cursor.fetchall():
        if plain or kind not in ("bigint", "integer"):  # what is numbered is numbered anew
            found.setdefault(table, {})[column] = kind
    for table, columns in found.items():
        by = "id" if table == "applications" else "application_id" * ("application_id" in columns)
        if by and table not in LEFT_OUT:
            yield table, by, columns


def _copy(cursor, service: str, table: str, by: str, columns: dict[str, str]) -> int:
    values = {name: _value(service, table, name, kind) for name, kind in columns.items()}
    names = ", ".join(f'"{name}"' for name in values)
    cursor.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values.values())}'  # nosec B608 - names of tables of ours
        f' FROM "{table}" AS t JOIN people AS p ON t."{by}"::text = p.old'
        " JOIN streets AS s USING (i)"
    )
    return int(cursor.rowcount)


def _value(service: str, table: str, name: str, kind: str) -> str:
    if (service, table, name) in MONTHS:
        back = f"(t.{name} || '-01')::date - make_interval(months => p.n % 60)"
        return f"CASE WHEN t.{name} = '' THEN '' ELSE to_char({back}, 'YYYY-MM') END"
    if kind == "uuid":
        return f"md5(p.n || '/' || t.{name})::uuid"
    if name in OWN and kind == "character varying":
        return OWN[name]
    return PLACES.get(name, f't."{name}"')
