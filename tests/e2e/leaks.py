"""What must stand nowhere in clear, and everything that a run has written."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import psycopg2
from sqlalchemy.engine import make_url

from simulators.story.people import Person

DIGITS = re.compile(rb"\d{11,}[Xx]?")
STREET = "示例胡同"  # in every synthetic address


class Secrets:
    """The personal data of the people of a run."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.numbers: dict[bytes, str] = {}
        self.names: set[bytes] = set()
        for person in people:
            number = person.id_number
            values = (number, number[:6] + number[8:17], person.account, person.contact)
            for value in (*values, person.emergency_contact):
                self.numbers[value.encode()] = person.slug
            self.names |= set(_spelled(person.name))
        self.streets = set(_spelled(STREET))

    def found(self, content: bytes, *, names: bool = True) -> set[str]:
        """Which of them stand in this."""
        found = {f"{run.decode()}" for run in DIGITS.findall(content) if self._known(run)}
        words = self.streets | (self.names if names else set())
        return found | {word.decode() for word in words if word in content}

    def _known(self, run: bytes) -> bool:
        return (
            any(number in run for number in self.numbers) if len(run) > 11 else run in self.numbers
        )


def _spelled(word: str) -> Iterator[bytes]:
    """As UTF-8, and as JSON escapes it."""
    yield word.encode()
    yield json.dumps(word)[1:-1].encode()
    yield word.encode("unicode_escape")


def plain(url: str) -> str:
    """The address as the driver itself reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def database_texts(urls: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Every table of every database as text."""
    for name, url in urls.items():
        connection = psycopg2.connect(plain(url))
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            for (table,) in cursor.fetchall():
                cursor.execute(f'SELECT t::text FROM "{table}" AS t')
                yield f"{name}.{table}", "\n".join(row for (row,) in cursor).encode()
        connection.close()


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, as bytes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield str(path.relative_to(folder)), path.read_bytes()
