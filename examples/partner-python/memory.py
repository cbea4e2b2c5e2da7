"""What has been answered, so that the same question gets the same answer after a restart too."""

import json
import sqlite3
from pathlib import Path
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS answers (request TEXT PRIMARY KEY, message TEXT, data TEXT);
CREATE TABLE IF NOT EXISTS lists (place TEXT PRIMARY KEY, digest TEXT);
CREATE TABLE IF NOT EXISTS enrolled (reference TEXT PRIMARY KEY, first_month TEXT, personal TEXT,
                                     until_month TEXT);
"""


class Memory:
    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.executescript(TABLES)

    def __enter__(self) -> "Memory":
        return self

    def __exit__(self, kind: Any, *_: Any) -> None:
        """Everything one question has changed is kept together, or not at all."""
        self._db.rollback() if kind else self._db.commit()

    def answer(self, request: str) -> tuple[str, Any] | None:
        """Message and data of the answer given before."""
        row = self._db.execute(
            "SELECT message, data FROM answers WHERE request = ?", (request,)
        ).fetchone()
        return (row[0], json.loads(row[1])) if row else None

    def keep_answer(self, request: str, message: str, data: Any) -> None:
        self._db.execute(
            "INSERT INTO answers VALUES (?, ?, ?)", (request, message, json.dumps(data))
        )

    def is_another_list(self, place: str, digest: str) -> bool:
        """Whether under that district, month and number another list was taken before."""
        self._db.execute("INSERT OR IGNORE INTO lists VALUES (?, ?)", (place, digest))
        row = self._db.execute("SELECT digest FROM lists WHERE place = ?", (place,)).fetchone()
        return bool(row[0] != digest)

    def enrol(self, reference: str, month: str, personal: str) -> None:
        """Collected from, from that month on."""
        self._db.execute(
            "INSERT OR REPLACE INTO enrolled VALUES (?, ?, ?, NULL)", (reference, month, personal)
        )

    def leave(self, reference: str, month: str) -> None:
        """Not collected from any more, from that month on."""
        self._db.execute(
            "UPDATE enrolled SET until_month = ? WHERE reference = ?", (month, reference)
        )

    def payers_of(self, month: str) -> list[tuple[str, str]]:
        """(reference, personal amount) of everybody collected from in a month."""
        query = (
            "SELECT reference, personal FROM enrolled WHERE first_month <= ?"
            " AND (until_month IS NULL OR until_month > ?) ORDER BY reference"
        )
        return self._db.execute(query, (month, month)).fetchall()
