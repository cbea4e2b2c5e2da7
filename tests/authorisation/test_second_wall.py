"""The database holds where every guard of the code is forgotten."""

import attempts
import oracle
import people
import psycopg2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from trying import said, words
from world import SERVICES

from contracts.caller import SYSTEM_CALLER, Caller
from servicekit.tables import KitTables
from servicekit.walls import info_of

OF_NO_CASE = {"intake": {"additions", "numbers"}}  # a district's texts, and numbers given
KITS = {getattr(SERVICES[0].store.kit, name).name for name in KitTables.__slots__}
STRANGERS = [c for c in people.everybody() if c.tier != "city" and c.tier != "public"]
TABLES = [
    (service, table.name)
    for service in SERVICES
    for table in service.store.metadata.sorted_tables
    if "wall" in table.info and table.name not in KITS
]


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_table_that_bears_cases_has_a_wall(service):
    bearing = {"application_id", "street_code", "agency"}
    bare = {
        table.name
        for table in service.store.metadata.sorted_tables
        if bearing & set(table.columns.keys()) and "wall" not in table.info
    }
    assert bare == OF_NO_CASE.get(service.name, set())


@pytest.mark.parametrize("operation", oracle.DUTIES)
def test_without_any_guard_a_foreign_case_is_still_absent(operation, world, tried, monkeypatch):
    """Whoever has the post, before every case that lies elsewhere."""
    monkeypatch.setattr(Caller, "covers", lambda *_: True)
    monkeypatch.setattr(Caller, "must_see", lambda *_: None)
    command = world.commands()[operation]
    for caller in (*STRANGERS, people.SOMEBODY_ELSE):
        if not oracle.DUTIES[operation].posts & oracle.posts_of(caller):
            continue
        nowhere = tried(command(attempts.NOWHERE, attempts.NOWHERE), caller)
        for stage, case in world.cases.items():
            if not oracle.sees(caller, str(case), people.HOME, people.DISTRICT_CODE):
                refusal = tried(command(case, world.objection(stage)), caller)
                assert said(refusal) in (oracle.ABSENT, oracle.DONE), (caller, stage)
                assert words(refusal) == words(nowhere), (caller, stage)


@pytest.mark.parametrize(
    ("service", "table"), TABLES, ids=lambda value: getattr(value, "name", value)
)
def test_what_a_place_reaches_in_each_table(service, table, world):
    """Strangers reach nothing, to read or to change; the city and the system reach all."""
    with world.house[service.name].engine.connect() as connection:
        everything = connection.scalar(text(f"SELECT count(*) FROM {table}"))
    strangers = [people.officer("street", "110999999"), people.officer("district", "119999")]
    strangers += [people.SOMEBODY_ELSE, people.officer("operator", people.HOME), Caller(subject="")]
    hidden = strangers[:-1] if table in ("cases", "posts", "objections", "approvals") else strangers
    for caller in hidden:
        assert reached(caller, service, table, world) == (0, 0), caller
    in_the_city = reached(people.officer("city", "110000"), service, table, world)[0]
    assert in_the_city == everything or table == "applicants"  # seen with their entitlement
    assert reached(SYSTEM_CALLER, service, table, world) == (everything, everything)


@pytest.mark.parametrize(
    ("service", "table"), TABLES, ids=lambda value: getattr(value, "name", value)
)
def test_who_says_nothing_sees_nothing(service, table, world):
    with world.house[service.name].at_work.connect() as connection:
        assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 0


def reached(caller, service, table, world):
    """How many rows a transaction of this caller sees, and how many it can remove."""
    with world.house[service.name].desk.sessions(info=info_of(caller)) as session:
        seen = session.scalar(text(f"SELECT count(*) FROM {table}"))
        changed = session.execute(text(f"UPDATE {table} SET {touch(service, table)}")).rowcount
        session.rollback()
    return seen, changed


def touch(service, table):
    """Setting a column to what it is."""
    column = next(iter(service.store.metadata.tables[table].primary_key.columns)).name
    return f"{column} = {column}"


def test_a_row_of_another_place_cannot_be_written(world):
    clerk = people.officer("street", people.NEXT_DOOR, "street_clerk")
    taken = (
        "UPDATE applications SET street_code = :street, agency = '110105' WHERE street_code = :own"
    )
    with world.house["intake"].desk.sessions(info=info_of(clerk)) as session:
        with pytest.raises(ProgrammingError) as refused:
            session.execute(text(taken), {"street": people.ABROAD, "own": people.NEXT_DOOR})
    assert isinstance(refused.value.orig, psycopg2.errors.InsufficientPrivilege)
