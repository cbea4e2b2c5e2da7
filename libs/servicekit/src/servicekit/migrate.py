"""Schema migrations of each service, run before its code, and the check that models agree."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, text

import servicekit.alembic.walls  # noqa: F401  migrations know walls from here on
from servicekit.audit.guard import guard
from servicekit.database import make_engine

LOCK = 0x6D_69_67  # "mig": two replicas may start a migration at once


@contextmanager
def _config(url: str, package: str, metadata: MetaData) -> Iterator[tuple[Config, Connection]]:
    config = Config()
    config.set_main_option("script_location", str(files("servicekit") / "alembic"))
    config.set_main_option("version_locations", str(versions_folder(package)))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    engine = make_engine(url, pool_size=1)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        config.attributes["metadata"] = metadata
        yield config, connection
    engine.dispose()


def versions_folder(package: str) -> Path:
    """Where a service keeps its migrations."""
    return Path(str(files(package))) / "migrations"


def upgrade(url: str, package: str, metadata: MetaData) -> None:
    """Brings one service's database to the newest version; safe to run twice and at once."""
    with _config(url, package, metadata) as (config, connection):
        connection.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
        connection.commit()
        try:
            command.upgrade(config, "head")
            if "audit" in metadata.tables:
                guard(connection)
            connection.commit()
        finally:
            connection.execute(text(f"SELECT pg_advisory_unlock({LOCK})"))
            connection.commit()


def write_revision(url: str, package: str, metadata: MetaData, message: str, rev: str) -> None:
    """Writes the next migration from the difference between models and database."""
    versions_folder(package).mkdir(exist_ok=True)
    with _config(url, package, metadata) as (config, _):
        command.revision(config, message=message, autogenerate=True, rev_id=rev)


def differences(url: str, package: str, metadata: MetaData) -> list[Any]:
    """What the models have and the migrated database has not, or the other way round."""
    with _config(url, package, metadata) as (_, connection):
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))
