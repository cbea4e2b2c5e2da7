"""What a service's own database role can do to the record: add to it, and nothing else."""

from datetime import datetime
from uuid import uuid4

import psycopg2
import pytest
from psycopg2 import errors
from sqlalchemy.engine import make_url

from contracts.caller import PUBLIC, Caller
from kernel.clock import SHANGHAI, FixedClock
from servicekit.assembly import make_desk
from servicekit.audit.guard import WITNESS_ROLE, guard
from servicekit.database import make_engine
from servicekit.testing.house import world_at
from servicekit.testing.postgres import drop_database, fresh_database, server_url
from servicekit.testing.toy import Count, CounterService

OWNER, SERVICE = (f"t_{uuid4().hex[:12]}_{name}" for name in ("owner", "service"))
CLERK = Caller(subject="li", tier=PUBLIC, key_serial="SW-li", address="10.1.2.3")
NOON = FixedClock(datetime(2026, 11, 20, 12, tzinfo=SHANGHAI))


def as_role(url, role):
    return make_url(url).set(username=role, password="t").render_as_string(hide_password=False)


def run(url, *statements):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


@pytest.fixture
def database():
    """The toy service's database as an installation has it, with one row on record."""
    for role in (OWNER, SERVICE):
        run(server_url(), f"CREATE ROLE {role} LOGIN PASSWORD 't'")
    url = fresh_database()
    run(server_url(), f"ALTER DATABASE {make_url(url).database} OWNER TO {OWNER}")
    granted = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT"
    run(url, f"{granted} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {SERVICE}")
    engine = make_engine(as_role(url, OWNER), pool_size=1)
    with engine.begin() as connection:
        CounterService.store.metadata.create_all(connection)
        guard(connection)
        guard(connection)  # after every migration
    engine.dispose()
    yield url
    drop_database(url)
    run(server_url(), f"DROP ROLE {OWNER}", f"DROP ROLE {SERVICE}")


@pytest.fixture
def service(database):
    url = as_role(database, SERVICE)
    desk = make_desk(CounterService, url, world_at(NOON), pool_size=1)
    desk.perform(Count(counter=uuid4()), CLERK, "k")
    desk.sessions.kw["bind"].dispose()
    return url


FORBIDDEN = [
    "UPDATE audit SET actor = 'nobody'",
    "DELETE FROM audit",
    "TRUNCATE audit",
    "DELETE FROM audit_heads",
    "UPDATE audit_words SET words = ''",
    "DELETE FROM audit_words",
    "DELETE FROM audit_days",
    "INSERT INTO audit_days VALUES ('2026-01-01', 0, 0, 0, 0, '', '', '', '')",
    "INSERT INTO audit_purged VALUES ('a', 1, '2026-01-01', '', 1, '')",
    "ALTER TABLE audit DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_only_grows ON audit",
    "CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE sql AS ''",
    "SET session_replication_role = replica",
    "ALTER TABLE audit RENAME TO old",
    "DROP TABLE audit",
    "CREATE TABLE audit2 (LIKE audit)",
    "GRANT UPDATE ON audit TO {service}",
    "SET ROLE {owner}",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_services_role_cannot(service, statement):
    statement = statement.replace("{service}", SERVICE).replace("{owner}", OWNER)
    if statement.startswith("GRANT"):
        run(service, statement)  # PostgreSQL only warns: nothing was granted
        statement = FORBIDDEN[0]
    with pytest.raises((errors.InsufficientPrivilege, errors.InvalidFunctionDefinition)):
        run(service, statement)
    assert run(service, "SELECT actor, key_serial, origin FROM audit") == [
        ("li", "SW-li", "counter 10.1.2.3")
    ]


@pytest.mark.parametrize("statement", ["UPDATE audit SET n = 9", "DELETE FROM audit", FORBIDDEN[2]])
def test_the_trigger_refuses_even_the_owner(service, database, statement):
    with pytest.raises(errors.InsufficientPrivilege, match="only ever added to"):
        run(as_role(database, OWNER), statement)
    assert run(service, "SELECT count(*) FROM audit") == [(1,)]


def test_purging_by_the_owner_is_the_one_way_out_and_not_the_services(service, database):
    words = ("BEGIN", "SET LOCAL lingbu.purging = 'on'", "DELETE FROM audit", "COMMIT")
    with pytest.raises(errors.InsufficientPrivilege):
        run(service, *words)
    run(as_role(database, OWNER), *words)
    assert run(database, "SELECT count(*) FROM audit") == [(0,)]


def test_the_witness_reads_the_record_and_nothing_else(service, database):
    made = not run(server_url(), f"SELECT 1 FROM pg_roles WHERE rolname = '{WITNESS_ROLE}'")
    if made:
        run(server_url(), f"CREATE ROLE {WITNESS_ROLE} LOGIN PASSWORD 't'")
    try:
        engine = make_engine(as_role(database, OWNER), pool_size=1)
        with engine.begin() as connection:
            guard(connection)
        engine.dispose()
        witness = as_role(database, WITNESS_ROLE)
        assert run(witness, "SELECT count(*) FROM audit") == [(1,)]
        for statement in ("SELECT * FROM counters", "SELECT * FROM audit_words", *FORBIDDEN[:4]):
            with pytest.raises(errors.InsufficientPrivilege):
                run(witness, statement)
    finally:
        run(database, f"DROP OWNED BY {WITNESS_ROLE}")
        if made:
            run(server_url(), f"DROP ROLE {WITNESS_ROLE}")
