"""Writes the next migration of a service: `python tests/checks/make_migrations.py NAME MESSAGE`."""

import sys
from pathlib import Path

from test_migrations import owners

from servicekit.migrate import upgrade, versions_folder, write_revision
from servicekit.testing.postgres import fresh_database


def main(name: str, message: str) -> None:
    """Numbers follow on from what lies in the service's folder."""
    metadata = owners()[name]
    url = fresh_database()
    folder: Path = versions_folder(name)
    count = len(list(folder.glob("[0-9]*.py"))) if folder.exists() else 0
    if count:
        upgrade(url, name, metadata)
    write_revision(url, name, metadata, message, f"{count + 1:04d}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
