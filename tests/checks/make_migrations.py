"""Writes the next migration of a service, or of the kit: `make_migrations.py NAME MESSAGE`.

Names of tables behind the message leave all other new tables to a later one.
"""

import sys

from databases import owners
from sqlalchemy import MetaData, inspect

from servicekit.database import make_engine
from servicekit.migrate import KIT, upgrade, versions_folder, write_revision
from servicekit.testing.postgres import fresh_database


def main(name: str, message: str, *tables: str) -> None:
    """The database it is compared with is built by the migrations that are there."""
    url = fresh_database()
    if list(versions_folder(KIT).glob("*.py")):
        upgrade(url, name, owners()[name])
    write_revision(url, name, _part(owners()[name], url, tables), message)


def _part(metadata: MetaData, url: str, tables: tuple[str, ...]) -> MetaData:
    standing = inspect(make_engine(url)).get_table_names() if tables else metadata.tables
    part = MetaData()
    for table in metadata.sorted_tables:
        if table.name in {*standing, *tables}:
            table.to_metadata(part)
    return part


if __name__ == "__main__":
    main(*sys.argv[1:])
