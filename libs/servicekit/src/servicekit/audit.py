"""The record of what happened to a case: append-only, each row chained to the one before."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts import wire
from contracts.caller import Caller
from contracts.common import Basis, HistoryItem
from servicekit import statements
from servicekit.tables import KitTables

START = "0" * 64


class Audit:
    """Writes and reads the chains of one service, inside the caller's transaction."""

    def __init__(self, session: Session, tables: KitTables) -> None:
        self._session, self._tables = session, tables

    def add(
        self,
        chain: str,
        action: str,
        title: str,
        *,
        at: datetime,
        caller: Caller,
        clause: str = "",
        detail: Mapping[str, Any] | None = None,
        basis: Sequence[Basis] = (),
    ) -> None:
        """Appends one row; the head's row lock keeps the chain without gaps."""
        n, prev = self._lock_head(chain)
        row = {
            "chain": chain,
            "n": n + 1,
            "at": at,
            "actor": caller.subject,
            "key_serial": caller.key_serial,
            "action": action,
            "title": title[:300],
            "clause": clause[:200],
            "detail": dict(detail or {}) | _kept(basis),
            "prev": prev,
        }
        row["hash"] = row_hash(row)
        link = statements.add_link(self._tables.audit, self._tables.audit_heads)
        self._session.execute(link, {f"b_{name}": value for name, value in row.items()})

    def _lock_head(self, chain: str) -> tuple[int, str]:
        locked = statements.lock_head(self._tables.audit_heads)
        first = {"chain": chain, "n": 0, "hash": START}
        head = self._session.execute(locked, first).one()
        return head.n, head.hash

    def history(self, chain: str) -> list[HistoryItem]:
        """The rows of one chain, oldest first, as people read them."""
        audit = self._tables.audit
        rows = self._session.execute(
            select(audit).where(audit.c.chain == chain).order_by(audit.c.n)
        )
        return [
            HistoryItem(
                at=row.at.isoformat(),
                what=row.action,
                title=row.title,
                actor=row.actor,
                key_serial=row.key_serial,
                clause=row.clause,
                basis=_read(row.detail),
            )
            for row in rows
        ]


def _kept(basis: Sequence[Basis]) -> dict[str, Any]:
    return {"basis": [wire.dump(ground) for ground in basis]} if basis else {}


def _read(detail: Mapping[str, Any]) -> tuple[Basis, ...]:
    return tuple(wire.load(Basis, ground) for ground in detail.get("basis", ()))


def row_hash(row: Mapping[str, Any]) -> str:
    """SHA-256 over the previous hash and the row in canonical JSON; times in UTC."""
    names = ("chain", "n", "actor", "key_serial", "action", "title", "clause", "detail", "prev")
    plain: dict[str, Any] = {name: row[name] for name in names}
    plain["at"] = int(row["at"].timestamp() * 1_000_000)
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
