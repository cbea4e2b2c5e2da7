"""The PostgreSQL of a simulation: embedded, its own, and in a hurry."""

from pathlib import Path
from typing import Any

import psycopg2
from sqlalchemy import Engine, create_engine

from servicekit.database import TIMEOUTS, database_url
from servicekit.embedded.postgres import EmbeddedPostgres
from servicekit.embedded.secrets import demo_secrets
from servicekit.prepared import Preparing

__all__ = ["engine_at", "start"]

# Nothing is forced to the disk: a killed process loses nothing, a machine without power does.
# Commits stay in order with what is written elsewhere, so synchronous_commit remains on.
HURRY = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
}


def start(var: Path) -> EmbeddedPostgres:
    """Starts (or finds) the server of a directory."""
    var.mkdir(parents=True, exist_ok=True)
    server = EmbeddedPostgres(var, demo_secrets(var).database_password)
    connection = psycopg2.connect(server.address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for name, value in HURRY.items():
            cursor.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        cursor.execute("SELECT pg_reload_conf()")
    connection.close()
    return server


def engine_at(url: str) -> Engine:
    """An engine for one thread, without a question before each use."""
    options: dict[str, Any] = {
        "connect_timeout": 10,
        "options": TIMEOUTS,
        "connection_factory": Preparing,
    }
    return create_engine(database_url(url), pool_size=2, connect_args=options)
