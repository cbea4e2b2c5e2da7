"""What the witness kept, checked and laid out by chain in a file, so that memory stays flat."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from servicekit.audit.canonical import START, digest, micros
from servicekit.audit.days import day_digest, signed_part
from servicekit.audit.signing import Verifier
from servicekit.audit.stores import WitnessStore
from servicekit.audit.verify.finding import WITNESS, Finding
from servicekit.audit.verify.notebook import Seen, check_seen

NOTHING = Seen()
_TABLES = """
CREATE TABLE heads (chain TEXT, n INTEGER, hash TEXT, since INTEGER, at INTEGER);
CREATE TABLE days (day TEXT PRIMARY KEY, digest TEXT);
PRAGMA synchronous = OFF;
PRAGMA journal_mode = OFF;
"""


class Journal:
    """The witness of one service as the verifier's workers read it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.until = 0  # when the newest entry was kept, microseconds
        self.newest = Seen()
        self._base = sqlite3.connect(path)

    @classmethod
    def write(
        cls,
        path: Path,
        service: str,
        store: WitnessStore,
        verifier: Verifier,
        before: Seen = NOTHING,
    ) -> tuple["Journal", list[Finding]]:
        """Reads every entry; its signature, its number and its link are checked on the way.

        `before`: the newest entry of the last verification, which must be there still.
        """
        journal, found = cls(path), list[Finding]()
        base = journal._base
        base.executescript(_TABLES)
        prev, digests = START, dict[int, str]()
        for number, entry in enumerate(store.entries(service), 1):
            found += _check(entry, number, prev, service, verifier)
            prev = digest(entry)
            journal.newest = Seen(number, prev)
            if number == before.number:
                digests[number] = prev
            since = _micros(entry["since"]) if entry["since"] else 0
            span = (since, _micros(entry["at"]))
            base.executemany(
                "INSERT INTO heads VALUES (?, ?, ?, ?, ?)", ((*h, *span) for h in entry["heads"])
            )
            for day in entry["days"]:
                kept = (day["day"], day_digest(service, signed_part(service, day)))
                base.execute("INSERT OR IGNORE INTO days VALUES (?, ?)", kept)
            journal.until = span[1]
        found += check_seen(before, digests)
        base.execute("CREATE INDEX by_chain ON heads (chain)")
        base.commit()
        return journal, found

    def heads(self, first: str, after: str | None) -> Iterator[tuple[str, int, str, int, int]]:
        """Kept heads of a range: chain by chain, each in the order of the looks."""
        query = "SELECT * FROM heads WHERE chain >= ? AND (? IS NULL OR chain < ?)"
        yield from self._base.execute(f"{query} ORDER BY chain, rowid", (first, after, after))

    def days(self) -> dict[str, str]:
        """Day -> digest of its record."""
        return dict(self._base.execute("SELECT day, digest FROM days"))

    def close(self) -> None:
        self._base.close()


def _check(
    entry: Mapping[str, Any], number: int, before: str, service: str, verifier: Verifier
) -> list[Finding]:
    signed = {name: value for name, value in entry.items() if name not in ("key", "signature")}
    at = entry.get("at", "")
    if entry["service"] != service or not verifier.holds(signed, entry["key"], entry["signature"]):
        said = f"第 {entry['number']} 条（{at}）的签名不成立"
    elif entry["number"] != number or entry["prev"] != before:
        said = f"第 {number} 条（{at}）之前有缺失或被替换"
    else:
        return []
    return [Finding(kind=WITNESS, message=said)]


def _micros(moment: str) -> int:
    return micros(datetime.fromisoformat(moment))
