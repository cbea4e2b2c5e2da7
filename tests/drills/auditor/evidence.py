"""What the auditor is given, and how it asks."""

import json
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

MOST = 20  # violations of one check that are named; all are counted


@dataclass
class Check:
    """One question: how much was looked at, and what was wrong."""

    name: str
    looked: int = 0
    wrong: int = 0
    named: list[str] = field(default_factory=list)

    def must(self, good: bool, what: object) -> None:
        """Looks at one thing."""
        self.looked += 1
        if not good:
            self.wrong += 1
            if len(self.named) < MOST:
                self.named.append(str(what)[:300])


@dataclass
class Evidence:
    """Databases by service, bindings of the broker, the provider's list, the clients' journal."""

    databases: dict[str, str]
    bindings: list[tuple[str, str, str]]
    sms: list[dict[str, Any]]
    journal: list[dict[str, Any]]
    cases: int

    @classmethod
    def read(cls, places: dict[str, Any], journal: Path) -> "Evidence":
        """From the addresses that it is told."""
        with urllib.request.urlopen(places["sms"], timeout=30) as told:
            sms = json.load(told)
        lines = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
        bound = [(b[0], b[1], b[2]) for b in places["bindings"]]
        return cls(places["databases"], bound, sms, lines, places["cases"])

    def ask(self, service: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of one service's database."""
        connection = psycopg2.connect(self.databases[service])
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall()
        finally:
            connection.close()

    def one(self, service: str, statement: str) -> Any:
        """One value."""
        return self.ask(service, statement)[0][0]

    @property
    def answered(self) -> list[dict[str, Any]]:
        """Answers to writes, as the clients saw them."""
        return [line for line in self.journal if "key" in line]
