"""Schema migrations of each service, run before its code, and the check that models agree.

Each database has two lines of revisions in one version table (ADR 0018): the kit's own, written
once and the same everywhere, and its service's. `heads` is the newest of both.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from os import pathsep
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, text

from servicekit.alembic.walls import written
from servicekit.audit.guard import guard
from servicekit.database import make_engine

KIT = "servicekit"  # whose own line of revisions goes into every database
LOCK = 0x6D_69_67  # "mig": two replicas may start a migration at once


@contextmanager
def alembic_config(
    url: str, package: str, metadata: MetaData
) -> Iterator[tuple[Config, Connection]]:
    """One database's revisions, its own and the kit's, and a connection to it."""
    config = Config()
    config.set_main_option("script_location", str(files("servicekit") / "alembic"))
    folders = dict.fromkeys(str(versions_folder(each)) for each in (KIT, package))
    config.set_main_option("version_locations", pathsep.join(folders))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    engine = make_engine(url, pool_size=1)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        config.attributes["metadata"] = metadata
        yield config, connection
    engine.dispose()


def versions_folder(package: str) -> Path:
    """Where a service, or the kit, keeps its migrations."""
    return Path(str(files(package))) / "migrations"


def upgrade(url: str, package: str, metadata: MetaData) -> None:
    """Brings one service's database to the newest version; safe to run twice and at once."""
    with alembic_config(url, package, metadata) as (config, connection):
        connection.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
        connection.commit()
        try:
            command.upgrade(config, "heads")
            if "audit" in metadata.tables:
                guard(connection)
            connection.commit()
        finally:
            connection.rollback()
            connection.execute(text(f"SELECT pg_advisory_unlock({LOCK})"))
            connection.commit()


def write_revision(url: str, package: str, metadata: MetaData, message: str) -> None:
    """Writes the next migration of one line from the difference between models and database.

    Numbers follow on from what lies in the folder. The database must be at the newest version.
    """
    folder = versions_folder(package)
    folder.mkdir(exist_ok=True)
    count = len(list(folder.glob("*_*.py")))
    number = f"{count + 1:04d}"
    with alembic_config(url, package, metadata) as (config, _):
        command.revision(
            config,
            message=message,
            autogenerate=True,
            rev_id=f"kit_{number}" if package == KIT else number,
            head=f"{package}@head" if count else "base",
            branch_label=None if count else package,
            version_path=str(folder),
            process_revision_directives=written,
        )


def differences(url: str, package: str, metadata: MetaData) -> list[Any]:
    """What the models have and the migrated database has not, or the other way round."""
    with alembic_config(url, package, metadata) as (_, connection):
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))
