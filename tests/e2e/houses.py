"""What the tests ask of a whole Lingbu, and the one that lives in a single process."""

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Protocol

import psycopg2
from sqlalchemy.engine import make_url

from simulators.story.client import Lingbu
from simulators.story.house import HouseProcess

LINGBU = (sys.executable, "-m", "servicekit.cli")


class AHouse(Protocol):
    """What the tests need of either kind."""

    @property
    def lingbu(self) -> Lingbu:
        """A client of it."""

    def parked(self) -> list[str]:
        """Lines of `lingbu parked`: letters that wait for people or for another try."""

    def count(self, service: str, table: str, where: str = "true") -> int:
        """Rows of one table of one service."""


class EmbeddedHouse(HouseProcess):
    """`lingbu up` as a process."""

    lingbu: Lingbu

    def start(self) -> Lingbu:
        self.lingbu = super().start()
        return self.lingbu

    def restart(self) -> Lingbu:
        """Starts again over the same data."""
        return self.start()

    def parked(self) -> list[str]:
        return parked_letters(["--var", str(self.var)], os.environ)

    def count(self, service: str, table: str, where: str = "true") -> int:
        return count_rows(self.database(service), table, where)

    def database(self, service: str) -> str:
        """A service's database, for its administrator."""
        socket = (self.var / "pg" / "postmaster.pid").read_text().splitlines()[4]
        return f"postgresql://postgres@/lingbu_{service}?host={socket}"


def parked_letters(words: list[str], env: Mapping[str, str]) -> list[str]:
    """What `lingbu parked` lists."""
    said = subprocess.run(
        [*LINGBU, "parked", *words], env=dict(env), capture_output=True, text=True, check=True
    )
    *lines, total = said.stdout.strip().splitlines()
    assert total == f"共 {len(lines)} 封。", said.stdout
    return lines


def count_rows(url: str, table: str, where: str) -> int:
    """Rows of one table that meet a condition."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg2.connect(plain)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}")
            found: Any = cursor.fetchone()
            return int(found[0])
    finally:
        connection.close()
