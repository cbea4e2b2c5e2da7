"""The record, computed anew: SHA-256 over each row as a JSON list, each holding the one before.

The form is the documented one (docs/runbooks/audit.md): the values in this order, moments as
whole microseconds since 1970, separators without spaces, UTF-8; the first row holds 64 zeros.
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from drills.auditor.evidence import Check, Evidence

COLUMNS = (
    *("chain", "n", "at", "written", "actor", "key_serial", "origin", "action"),
    *("title", "clause", "detail", "why", "prev"),
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value - EPOCH) // timedelta(microseconds=1)
    return value


def verify(evidence: Evidence) -> Check:
    """Every chain of every service, from its first row to its head."""
    check = Check("audit chains verify")
    for service in evidence.databases:
        if not evidence.one(service, "SELECT to_regclass('audit') IS NOT NULL"):
            continue
        rows = evidence.ask(
            service, f"SELECT {', '.join(COLUMNS)}, hash FROM audit ORDER BY chain, n"
        )
        heads = dict(_walk(service, rows, check))
        told = evidence.ask(service, "SELECT chain, n, hash FROM audit_heads WHERE n > 0")
        check.must(heads == {c: (n, h) for c, n, h in told}, f"{service}: heads")
    return check


def _walk(service: str, rows: list[tuple[Any, ...]], check: Check) -> dict[str, tuple[int, str]]:
    heads: dict[str, tuple[int, str]] = {}
    for row in rows:
        chain, n, prev, told = row[0], row[1], row[-2], row[-1]
        text = json.dumps(list(map(_plain, row[:-1])), ensure_ascii=False, separators=(",", ":"))
        made = hashlib.sha256(text.encode()).hexdigest()
        before = heads.get(chain, (0, "0" * 64))
        good = (n, prev, told) == (before[0] + 1, before[1], made)
        check.must(good, f"{service}: {chain} row {n}")
        heads[chain] = n, told
    return heads
