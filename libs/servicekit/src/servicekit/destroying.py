"""The purge of dossiers: what no service holds goes from all of them, batch by batch."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from getpass import getuser
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from contracts.caller import OPERATOR, Caller
from servicekit.audit.record import Audit
from servicekit.audit.signing import Signer, Verifier
from servicekit.core import Core
from servicekit.dossiers import Dossier, Term
from servicekit.tables import KitTables

BATCH = 100  # dossiers in one transaction of each service
PURGE_CHAIN, DOSSIERS_PURGED = "purge", "dossiers_purged"
NOT_YET = "期限未满"

# Unfinished business that the kit itself knows of, in any service.
_OPEN = {
    "有未到或未办的期限": "EXISTS (SELECT FROM deadlines AS t WHERE t.subject BETWEEN {id} AND"
    " {id} || '/zzzz' AND split_part(t.subject, '/', 1) = {id}"
    " AND t.fired_at IS NULL AND t.cancelled_at IS NULL)",
    "有未发出的信件": "EXISTS (SELECT FROM outbox AS o WHERE o.aggregate_id = {id}"
    " AND o.sent_at IS NULL)",
    "有未了结的停放信件": "EXISTS (SELECT FROM parked AS p WHERE p.aggregate_id = {id}"
    " AND p.settled_at IS NULL)"
    " OR EXISTS (SELECT FROM held AS h WHERE h.aggregate_id = {id})",
}
_OVER = """
SELECT {id} FROM {root} WHERE {id} > :after AND ({over}) AND {last} < :before
ORDER BY {id} LIMIT :most
"""
_HELD = """
SELECT d.id, CASE {cases} END AS why FROM unnest(CAST(:ids AS uuid[])) AS d(id)
LEFT JOIN {root} ON {id} = d.id
"""
_LOCK = "SELECT FROM {root} WHERE {id} = ANY(:ids) FOR UPDATE"
_DELETE = "DELETE FROM {table} WHERE {condition}"
_EMPTY = "UPDATE {table} SET {values} WHERE {condition}"

# What the kit keeps of a dossier beside the record; letters have a shorter term of their own.
_KIT = {
    "deadlines": "id IN (SELECT t.id FROM unnest(CAST(:names AS text[])) AS d(id) JOIN deadlines"
    " AS t ON t.subject BETWEEN d.id AND d.id || '/zzzz' AND split_part(t.subject, '/', 1) = d.id)",
    "signatures": "subject = ANY(:names)",
    "audit_words": "chain = ANY(:names)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """One service's part: its dossiers and its database, as the owner of the tables."""

    name: str
    dossier: Dossier
    kit: KitTables
    engine: Engine


def batches(lead: Keeper, term: Term, before: datetime) -> Iterator[list[UUID]]:
    """Dossiers that are over and whose term is, where they began; each once."""
    dossier, after = lead.dossier, UUID(int=0)
    names = {"id": dossier.id, "root": dossier.root}
    query = text(_OVER.format(**names, over=term.over, last=dossier.last))
    while True:
        with lead.engine.connect() as connection:
            found = list(
                connection.scalars(query, {"after": after, "before": before, "most": BATCH})
            )
        if not found:
            return
        yield found
        after = found[-1]


def held(
    connection: Connection, dossier: Dossier, ids: Sequence[UUID], rules: Any, before: datetime
) -> dict[UUID, str]:
    """Which of these may not go as far as one service knows, and why."""
    kit = {title: condition.format(id="d.id::text") for title, condition in _OPEN.items()}
    reasons = dict(dossier.holds(rules)) | kit | {NOT_YET: f"{dossier.last} >= :before"}
    cases = " ".join(f"WHEN {condition} THEN '{title}'" for title, condition in reasons.items())
    query = _HELD.format(cases=cases, root=dossier.root, id=dossier.id)
    rows = connection.execute(text(query), {"ids": list(ids), "before": before})
    return {row.id: row.why for row in rows if row.why}


def held_by_any(
    keepers: Sequence[Keeper], ids: Sequence[UUID], rules: Any, before: datetime
) -> dict[UUID, str]:
    """The same over all services; the first that holds a dossier gives the reason."""
    found: dict[UUID, str] = {}
    for keeper in keepers:
        with keeper.engine.connect() as connection:
            found = held(connection, keeper.dossier, ids, rules, before) | found
    return found


def destroy(
    keepers: Sequence[Keeper],
    ids: Sequence[UUID],
    rules: Any,
    *,
    before: datetime,
    clause: str,
    now: datetime,
    signer: Signer,
) -> int:
    """Removes dossiers from every service, the one where they began last; returns how many went.

    Each service looks once more under a lock: what it holds now stays there and where it began.
    """
    for keeper in sorted(keepers, key=lambda keeper: bool(keeper.dossier.terms)):
        with keeper.engine.begin() as connection:
            ids = _free(connection, keeper.dossier, ids, rules, before)
            if ids:
                rows = _remove(connection, keeper.dossier, ids)
                _note(connection, keeper, ids, rows, clause, now, signer)
    return len(ids)


def _free(
    connection: Connection, dossier: Dossier, ids: Sequence[UUID], rules: Any, before: datetime
) -> list[UUID]:
    lock = _LOCK.format(root=dossier.root, id=dossier.id)
    connection.execute(text(lock), {"ids": list(ids)})
    kept = held(connection, dossier, ids, rules, before)
    return [each for each in ids if each not in kept]


def _remove(connection: Connection, dossier: Dossier, ids: Sequence[UUID]) -> Counter[str]:
    if dossier.first is not None:
        dossier.first(connection, ids)
    names = [str(each) for each in ids]
    values = {"ids": list(ids), "names": names}
    gone: Counter[str] = Counter()
    for table, condition in (dict(dossier.rows) | _KIT).items():
        statement = text(_DELETE.format(table=table, condition=condition))
        gone[table] += connection.execute(statement, values).rowcount
    form = {"table": dossier.root, "values": dossier.emptied}
    form["condition"] = f"{dossier.id} = ANY(:ids) AND NOT ({dossier.gone})"
    last = text((_EMPTY if dossier.emptied else _DELETE).format(**form))
    gone[dossier.root] += connection.execute(last, values).rowcount
    return +gone


def _note(
    connection: Connection,
    keeper: Keeper,
    ids: Sequence[UUID],
    rows: Mapping[str, int],
    clause: str,
    now: datetime,
    signer: Signer,
) -> None:
    """销毁清册: which dossiers went, and how many rows of each table, signed with the audit key."""
    if not rows:
        return
    names = sorted(map(str, ids))
    document = _document(keeper.name, names)
    signed = document | {"key": signer.key_id, "signature": signer.sign(document)}
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        Audit(Core(session), keeper.kit).add(
            PURGE_CHAIN,
            DOSSIERS_PURGED,
            f"保管期满，销毁申请档案{len(names)}件",
            at=now,
            caller=Caller(subject=getuser(), tier=OPERATOR, channel="command"),
            clause=clause,
            detail={"dossiers": names, "rows": dict(rows)} | signed,
        )
        session.commit()


def _document(service: str, names: Sequence[str]) -> dict[str, Any]:
    """What is signed of a purge: which dossiers of which service are gone."""
    digest = hashlib.sha256("\n".join(names).encode()).hexdigest()
    return {"service": service, "purged": "dossiers", "digest": digest}


def destroyed(
    service: str, notes: Iterable[tuple[int, str]], verifier: Verifier
) -> tuple[set[str], list[int]]:
    """The dossiers that notes of a purge (number, detail) name under the audit key's signature,
    and the numbers of the notes that it has not signed: they excuse nothing.
    """
    gone, false = set[str](), list[int]()
    for n, detail in notes:
        note = json.loads(detail)
        document = _document(service, note["dossiers"])
        if verifier.holds(document, note.get("key", ""), note.get("signature", "")):
            gone.update(note["dossiers"])
        else:
            false.append(n)
    return gone, false
