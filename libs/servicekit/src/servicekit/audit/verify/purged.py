"""A purge counts only as far as the audit key has signed it: what stays of rows, what went."""

import json
from itertools import groupby
from operator import attrgetter
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extras import NamedTupleCursor

from servicekit.audit.signing import Verifier
from servicekit.audit.verify.finding import INSERTED, REMOVED, Finding
from servicekit.destroying import DOSSIERS_PURGED, PURGE_CHAIN, destroyed
from servicekit.retention import stones_digest

SIGNED = ("service", "batch", "rows", "digest")


def check_purged(service: str, reader: Connection, verifier: Verifier) -> list[Finding]:
    """Every batch against the signed note of its purge."""
    with reader.cursor(cursor_factory=NamedTupleCursor) as opened:
        cursor: Any = opened
        cursor.execute(
            "SELECT detail FROM audit WHERE chain = %s AND action = 'purged'", (PURGE_CHAIN,)
        )
        notes = {note["batch"]: note for note in (json.loads(row.detail) for row in cursor)}
        dossiers = "SELECT n, detail FROM audit WHERE chain = %s AND action = %s"
        cursor.execute(dossiers, (PURGE_CHAIN, DOSSIERS_PURGED))
        _, false = destroyed(service, list(cursor), verifier)
        said = "自称销毁申请档案，没有相符的签名"
        found = [Finding(kind=INSERTED, chain=PURGE_CHAIN, n=n, message=said) for n in false]
        cursor.execute("SELECT * FROM audit_purged ORDER BY batch, chain, n")
        for batch, stones in groupby(cursor, attrgetter("batch")):
            found += _check(service, list(stones), notes.get(batch), verifier)
        return found


def _check(
    service: str, stones: list[Any], note: dict[str, Any] | None, verifier: Verifier
) -> list[Finding]:
    document = {name: (note or {}).get(name) for name in SIGNED}
    rows = sum(stone.rows for stone in stones)
    if (
        note
        and (document["service"], document["rows"]) == (service, rows)
        and document["digest"] == stones_digest(stones)
        and verifier.holds(document, note["key"], note["signature"])
    ):
        return []
    said = "自称期满销毁，没有相符的签名"
    return [
        Finding(kind=REMOVED, chain=chain, n=1, last=max(stone.n for stone in group), message=said)
        for chain, group in groupby(stones, attrgetter("chain"))
    ]
