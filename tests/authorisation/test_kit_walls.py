"""The kit's own tables under a caller's wall, without any guard of the code."""

from uuid import uuid4

import people
import psycopg2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from world import SERVICES

from contracts.caller import PUBLIC_CALLER, SYSTEM_CALLER
from gateway.officers.desk import store as gateways
from servicekit.walls import info_of

# Numbers and digests, or facts for everybody: ADR 0011 gives the reason for each.
WITHOUT = {
    *("streams", "deadlines", "notices", "challenges"),
    *("audit", "audit_heads", "audit_days", "audit_purged"),
}
SYSTEMS = ("outbox", "inbox", "applied", "held", "parked", "audit_words", "signatures")
CALLERS = [
    people.officer("street", people.HOME, "street_clerk"),
    people.officer("district", people.DISTRICT_CODE, "district_post1"),
    people.officer("city", "110000", "city_officer"),
    people.officer("operator", people.HOME),
    people.SOMEBODY_ELSE,
    PUBLIC_CALLER,
]


def kit_of(store):
    return {getattr(store.kit, name).name: store for name in store.kit.__slots__}


@pytest.mark.parametrize("store", [gateways, *(s.store for s in SERVICES)])
def test_every_table_of_the_kit_is_decided(store):
    bare = {name for name in kit_of(store) if "wall" not in store.metadata.tables[name].info}
    assert bare == WITHOUT


def count(world, service, caller, table):
    with world.house[service].desk.sessions(info=info_of(caller)) as session:
        return session.scalar(text(f"SELECT count(*) FROM {table}"))


@pytest.mark.parametrize("table", SYSTEMS)
def test_what_only_the_system_reads(world, table):
    filled = []
    for service in SERVICES:
        with world.house[service.name].engine.connect() as connection:
            everything = connection.scalar(text(f"SELECT count(*) FROM {table}"))
        filled.append(everything)
        assert count(world, service.name, SYSTEM_CALLER, table) == everything
        assert [count(world, service.name, caller, table) for caller in CALLERS] == [0] * 6
    assert any(filled) or table in ("held", "parked", "audit_words")


def refused(world, service, caller, statement, **values):
    with world.house[service].desk.sessions(info=info_of(caller)) as session:
        with pytest.raises(ProgrammingError) as error:
            session.execute(text(statement), values)
    return isinstance(error.value.orig, psycopg2.errors.InsufficientPrivilege)


@pytest.mark.parametrize("caller", CALLERS, ids=lambda caller: caller.tier)
def test_no_caller_binds_a_key_or_marks_a_letter(world, caller):
    bind = (
        "INSERT INTO signers (key_serial, officer, kind, public) VALUES ('K-mine', 'me', 'x', '')"
    )
    assert refused(world, "review", caller, bind)
    arrived = "INSERT INTO inbox (message_id, event) VALUES (:id, 'application_approved')"
    assert refused(world, "review", caller, arrived, id=uuid4())
    with world.house["review"].desk.sessions(info=info_of(caller)) as session:
        for change in ("UPDATE signers SET officer = 'me'", "UPDATE outbox SET sent_at = now()"):
            assert session.execute(text(change)).rowcount == 0
        assert session.scalar(text("SELECT count(*) FROM signers")) > 0  # to check a signature


@pytest.fixture
def remembered(world):
    """An answer that a clerk was given for a key."""
    clerk = people.officer("street", people.HOME, "street_clerk")
    row = {"principal": clerk.subject, "key": "once", "command": "submit", "request_hash": ""}
    table = SERVICES[0].store.kit.idempotency
    with world.house["intake"].engine.begin() as connection:
        connection.execute(table.insert(), row)
    yield clerk
    with world.house["intake"].engine.begin() as connection:
        connection.execute(table.delete().where(table.c.key == "once"))


def test_a_remembered_answer_is_its_callers_alone(world, remembered):
    """Nor can anybody put down what another one will be answered."""
    claim = (
        "INSERT INTO idempotency (principal, key, command, request_hash)"
        " VALUES (:principal, 'claimed', 'submit', '')"
    )
    once = "idempotency WHERE key = 'once'"
    others = [caller for caller in CALLERS if caller.subject != remembered.subject]
    for caller in others:
        assert count(world, "intake", caller, once) == 0
        assert refused(world, "intake", caller, claim, principal=remembered.subject)
    assert len(others) == 5 and count(world, "intake", remembered, once) == 1
