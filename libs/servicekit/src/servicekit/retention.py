"""What is kept how long, and the purge of what is kept no longer.

Every term is a value of the policy (`operation.toml`). Of a purged chain the last hash of each day
stays, signed, so that the chains, the daily roots and the witness can still be proved.
"""

import hashlib
from datetime import datetime, timedelta
from getpass import getuser
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from contracts.caller import OPERATOR, Caller
from kernel.clock import SHANGHAI, start_of_day
from servicekit.audit.guard import PURGING
from servicekit.audit.record import Audit
from servicekit.audit.signing import Signer
from servicekit.core import Core
from servicekit.destroying import PURGE_CHAIN
from servicekit.store import Kind
from servicekit.tables import KitTables

BATCH = 500  # chains purged in one transaction
ROWS = 5000  # rows of a kind removed in one transaction


KINDS = (
    Kind("idempotency", "幂等键与答复", "idempotency_days", "created_at < :before"),
    Kind("outbox", "已发出的信件", "letter_days", "sent_at < :before"),
    Kind("inbox", "收信签名", "letter_days", "applied_at < :before"),
    Kind("parked", "已了结的停放信件", "letter_days", "settled_at < :before"),
    Kind("deadlines", "已办的期限", "letter_days", "COALESCE(fired_at, cancelled_at) < :before"),
)

_CHAINS = """
SELECT h.chain FROM audit_heads AS h JOIN audit AS a USING (chain, n)
WHERE a.written < :before AND chain <> :purge AND NOT ({stands}) ORDER BY chain LIMIT :most
"""
_TOMBSTONES = """
INSERT INTO audit_purged (chain, n, day, hash, rows, batch)
SELECT DISTINCT ON (chain, day) chain, n, day, hash, count(*) OVER (PARTITION BY chain, day), :batch
FROM (
  SELECT chain, n, hash, (written AT TIME ZONE 'Asia/Shanghai')::date AS day
  FROM audit WHERE chain = ANY(:chains)
) AS dated
ORDER BY chain, day, n DESC
RETURNING chain, n, day, hash, rows
"""


def old_rows(connection: Connection, kind: Kind, before: datetime) -> int:
    """How many rows of a kind are kept no longer."""
    old = f"SELECT count(*) FROM {kind.table} WHERE {kind.old}"  # nosec B608 - names of ours
    return connection.execute(text(old), {"before": before}).scalar() or 0


def purge_rows(connection: Connection, kind: Kind, before: datetime) -> int:
    """Removes some of them; 0 when none is left."""
    some = f"SELECT ctid FROM {kind.table} WHERE {kind.old} LIMIT {ROWS}"  # nosec B608 - names of ours
    gone = f"DELETE FROM {kind.table} WHERE ctid = ANY(ARRAY({some}))"  # nosec B608 - names of ours
    return connection.execute(text(gone), {"before": before}).rowcount


def note_rows(
    connection: Connection, tables: KitTables, kind: Kind, rows: int, clause: str, now: datetime
) -> None:
    """Puts on record that rows of a kind are gone."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        Audit(Core(session), tables).add(
            PURGE_CHAIN,
            "rows_purged",
            f"保管期满，销毁{kind.title}{rows}行",
            at=now,
            caller=Caller(subject=getuser(), tier=OPERATOR, channel="command"),
            clause=clause,
            detail={"table": kind.table, "rows": rows},
        )
        session.commit()


def old_chains(
    connection: Connection, before: datetime, most: int = BATCH, stands: str = "false"
) -> list[str]:
    """Chains nothing was added to since, of no dossier that stands; their days are closed."""
    wanted = {"before": before, "purge": PURGE_CHAIN, "most": most}
    query = _CHAINS.format(stands=stands)
    return list(connection.execute(text(query), wanted).scalars())


def purge_chains(
    connection: Connection,
    tables: KitTables,
    chains: list[str],
    signer: Signer,
    *,
    service: str,
    clause: str,
    now: datetime,
) -> int:
    """Removes the rows of chains, as the owner of the tables; returns how many rows.

    What stays of them is signed, and the purge itself is on record.
    """
    batch = uuid4().hex
    values = {"chains": chains, "batch": batch}
    stones = connection.execute(text(_TOMBSTONES), values).all()
    rows = int(sum(stone.rows for stone in stones))
    document = {"service": service, "batch": batch, "rows": rows, "digest": stones_digest(stones)}
    signed = document | {"key": signer.key_id, "signature": signer.sign(document)}
    connection.execute(text(f"SET LOCAL {PURGING} = 'on'"))
    for table in ("audit_words", "audit"):
        gone = f"DELETE FROM {table} WHERE chain = ANY(:chains)"  # nosec B608 - names of ours
        connection.execute(text(gone), values)
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        Audit(Core(session), tables).add(
            PURGE_CHAIN,
            "purged",
            f"保管期满，销毁{len(chains)}条链{rows}行，留存逐日散列",
            at=now,
            caller=Caller(subject=getuser(), tier=OPERATOR, channel="command"),
            clause=clause,
            detail=signed,
        )
        session.commit()
    return rows


def stones_digest(stones: Any) -> str:
    """SHA-256 over what stays of a batch, in the order of chains and numbers."""
    found = hashlib.sha256()
    for stone in sorted((s.chain, s.n, str(s.day), s.hash, s.rows) for s in stones):
        found.update(f"{stone}\n".encode())
    return found.hexdigest()


def before_of(term: str, rules: Any, now: datetime) -> datetime:
    """Up to when rows are old: a number of days, or of years to the start of a Beijing day."""
    value = getattr(rules, term)
    if term.endswith("_years"):
        day = now.astimezone(SHANGHAI).date()
        leap = day.month == 2 and day.day == 29
        return start_of_day(day.replace(year=day.year - value, day=28 if leap else day.day))
    return now - timedelta(days=value)
