"""One root a day: over every chain that moved, chained to the day before, counted and signed.

Because each day holds the digest of the day before, the newest root stands for all chains and
all days. Days are Beijing's, by the machine's time. A day is closed some minutes after its end,
when no transaction that began in it can still be open.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from kernel.clock import SHANGHAI, start_of_day
from servicekit.audit.canonical import START, digest, head_line
from servicekit.audit.signing import Signer

AFTER_MIDNIGHT = timedelta(minutes=10)
SIGNED = ("service", "day", "rows", "chains", "all_rows", "all_chains", "root", "prev")

_LAST = text("SELECT * FROM audit_days ORDER BY day DESC LIMIT 1")
_FIRST = text("SELECT min(written) FROM audit")
_COUNTS = text(
    "SELECT count(*), count(*) FILTER (WHERE n = 1) FROM audit"
    " WHERE written >= :start AND written < :after"
)
_HEADS = text(
    "SELECT DISTINCT ON (chain) chain, n, hash FROM audit"
    " WHERE written >= :start AND written < :after ORDER BY chain, n DESC"
)
_PUT = text(
    "INSERT INTO audit_days (day, rows, chains, all_rows, all_chains, root, prev, key, signature)"
    " VALUES (:day, :rows, :chains, :all_rows, :all_chains, :root, :prev, :key, :signature)"
)


def close_days(
    connection: Connection, service: str, signer: Signer, now: datetime
) -> list[dict[str, Any]]:
    """Closes every day that is over and not closed yet; returns their records."""
    last = _newest(connection)
    return [
        _close(connection, service, day, signer)
        for day in _open_days(connection, last, (now - AFTER_MIDNIGHT).astimezone(SHANGHAI).date())
    ]


def _newest(connection: Connection) -> dict[str, Any] | None:
    found = connection.execute(_LAST).mappings().first()
    return dict(found) if found else None


def _open_days(connection: Connection, last: Any, today: date) -> Iterator[date]:
    day = last["day"] + timedelta(days=1) if last else None
    if day is None:
        first = connection.execute(_FIRST).scalar()
        day = first.astimezone(SHANGHAI).date() if first else today
    while day < today:
        yield day
        day += timedelta(days=1)


def _close(connection: Connection, service: str, day: date, signer: Signer) -> dict[str, Any]:
    last = _newest(connection)
    span = {"start": start_of_day(day), "after": start_of_day(day + timedelta(days=1))}
    rows, fresh = connection.execute(_COUNTS, span).one()
    root, chains = hashlib.sha256(), 0
    for chain, n, row_digest in connection.execute(_HEADS, span):
        root.update(head_line(chain, n, row_digest))
        chains += 1
    document = {
        "service": service,
        "day": day.isoformat(),
        "rows": rows,
        "chains": chains,
        "all_rows": rows + (last["all_rows"] if last else 0),
        "all_chains": fresh + (last["all_chains"] if last else 0),
        "root": root.hexdigest(),
        "prev": day_digest(service, last) if last else START,
    }
    record = document | {"key": signer.key_id, "signature": signer.sign(document)}
    connection.execute(_PUT, record)
    return record


def signed_part(service: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """A day's record as it was signed."""
    named = dict(record) | {"service": service, "day": str(record["day"])}
    return {name: named[name] for name in SIGNED}


def day_digest(service: str, record: Mapping[str, Any]) -> str:
    """What the next day holds of this one."""
    return digest(signed_part(service, record))
