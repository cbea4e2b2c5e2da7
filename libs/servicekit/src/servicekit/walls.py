"""The second wall: the database shows a transaction only the rows of its caller's place.

A table that bears cases says in its `info` which rows a place reaches; that becomes a row-level
security policy. Each transaction of a unit of work says first who it is for. Where a handler
forgets to ask `Caller.must_see`, the row is not there, and a row of another place cannot be
written. Who says nothing sees nothing. Roles that own the tables are not held by it: services
work as a role that owns none. The kit's own tables bear no place; ADR 0011 says of each what a
caller's transaction may do there.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, MetaData, Table, event
from sqlalchemy.orm import Session, SessionTransaction

from contracts.caller import APPLICANT, CITY, DISTRICT, PUBLIC, STREET, SYSTEM, Caller

PLACE = "place"  # in `Session.info`: tier, division, subject
_SAY = (
    "SELECT set_config('lingbu.tier', %s, true), set_config('lingbu.division', %s, true),"
    " set_config('lingbu.subject', %s, true)"
)
_TIER = "current_setting('lingbu.tier', true)"
_DIVISION = "current_setting('lingbu.division', true)"
_SUBJECT = "current_setting('lingbu.subject', true)"
_GATES = {"INSERT": "WITH CHECK", "SELECT": "USING"}


def by_place(
    *, street: str = "street_code", agency: str = "agency", case: str = "", public: str = "false"
) -> dict[str, str]:
    """The wall of a table that names street and agency; `case` is the applicant's own.

    `public` is the condition on rows that everybody sees. An empty name shuts that tier out.
    """
    ways = (
        (STREET, f"{street} = {_DIVISION}" if street else "false"),
        (APPLICANT, f"{case}::text = {_SUBJECT}" if case else "false"),
        (PUBLIC, public),
    )
    rest = " ".join(f"WHEN '{tier}' THEN {reached}" for tier, reached in ways)
    return {
        "wall": f"CASE {_TIER} WHEN '{SYSTEM}' THEN true WHEN '{CITY}' THEN true"
        f" WHEN '{DISTRICT}' THEN {agency} = {_DIVISION} {rest} ELSE false END"
    }


def city_only() -> dict[str, str]:
    """The wall of a table that belongs to the city as a whole."""
    return {"wall": f"{_TIER} IN ('{SYSTEM}', '{CITY}')"}


def behind(parent: str, key: str = "application_id", own: str = "application_id") -> dict[str, str]:
    """The wall of a table whose rows are seen with their row of `parent`."""
    same = f"{parent}.{key} = {{table}}.{own}"
    seen = f"EXISTS (SELECT FROM {parent} WHERE {same})"  # nosec B608 - names of tables of ours
    return {"wall": f"{_TIER} = '{SYSTEM}' OR {seen}"}


def of_the_system(gate: str = "") -> dict[str, str]:
    """The wall of a table that only the system's own transactions work in.

    `gate`: INSERT where callers' transactions add rows and see none, SELECT where they look and
    change none.
    """
    return {"wall": f"{_TIER} = '{SYSTEM}'"} | ({"gate": gate} if gate else {})


def of_whoever(column: str) -> dict[str, str]:
    """The wall of a table whose rows belong to the caller named in a column."""
    return {"wall": f"{_TIER} = '{SYSTEM}' OR {column} = {_SUBJECT}"}


def policies_of(table: Table) -> dict[str, str]:
    """Clauses of a table's policies by name; the name changes with the condition."""
    wall = table.info.get("wall")
    if wall is None:
        return {}
    condition = str(wall).format(table=table.name)
    found = {f"place_{hashlib.sha256(condition.encode()).hexdigest()[:8]}": f"USING ({condition})"}
    if gate := table.info.get("gate"):
        found[f"gate_{gate.lower()}"] = f"FOR {gate} {_GATES[gate]} ({_TIER} <> '')"
    return found


def put_up(table: str, policy: str, clause: str) -> tuple[str, ...]:
    """The statements that put a wall up."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY {policy} ON {table} {clause}",
    )


@event.listens_for(MetaData, "after_create")
def _with_the_tables(metadata: MetaData, connection: Connection, **_: Any) -> None:
    """Tables made without a migration, as in tests, have their walls too."""
    for table in metadata.sorted_tables:
        for policy, clause in policies_of(table).items():
            for statement in put_up(table.name, policy, clause):
                connection.exec_driver_sql(statement)


def info_of(caller: Caller) -> Mapping[str, Any]:
    """What a session carries for its transactions to say."""
    return {PLACE: (caller.tier, caller.division, caller.subject)}


def say_who(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    """The first statement of a transaction of a unit of work."""
    if PLACE in session.info and not transaction.nested:
        _say(connection, session.info[PLACE])


def say_system(connection: Connection) -> None:
    """This transaction is the system's own: it carries letters, or counts them."""
    _say(connection, (SYSTEM, "", ""))


def stay_system(connection: Connection) -> None:
    """Every transaction of this connection is; it must not go back to a pool."""
    connection.exec_driver_sql(_SAY.replace("true", "false"), (SYSTEM, "", ""))


def _say(connection: Connection, place: tuple[str, str, str]) -> None:
    connection.exec_driver_sql(_SAY, place)


@contextmanager
def whole_city(session: Session) -> Iterator[None]:
    """Reads across all places, for a rule that holds for a person city-wide.

    After an exception the transaction has to be rolled back: it stays as it is.
    """
    with session.no_autoflush:
        say_system(session.connection())
        yield
        _say(session.connection(), session.info[PLACE])
