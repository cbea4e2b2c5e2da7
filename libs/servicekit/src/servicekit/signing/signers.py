"""Whose key is whose, as the gateway has told this service."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts.officers import KeyBound, KeyUnbound
from kernel.errors import Forbidden, Refusal
from servicekit.core import Core
from servicekit.signing.keys import SigningKey
from servicekit.signing.refusals import CASES, refused
from servicekit.tables import KitTables


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """An officer's key; `rebound_at`: since when, if another officer held it before."""

    key: SigningKey
    rebound_at: datetime | None


class NotHeardOf(Refusal):
    """The gateway's letter about this key is still under way."""

    code, status = "key-not-heard-of", 503


class Signers:
    """The keys this service knows, inside the caller's transaction."""

    def __init__(self, core: Core, tables: KitTables) -> None:
        self._core, self._table = core, tables.signers

    def holding(self, key_serial: str, officer: str) -> Signer:
        """The key in this officer's hand.

        Raises Forbidden (key-missing, key-not-yours, key-cloned), or NotHeardOf.
        """
        if not key_serial.strip():
            raise Forbidden("未识别到钥匙盘，请插入本人钥匙盘后再办理。", code="key-missing")
        query = select(self._table).where(self._table.c.key_serial == key_serial)
        row = self._core.execute(query).one_or_none()
        if row is None:
            raise NotHeardOf("钥匙盘信息尚未送达，请稍后用同一幂等键重试。")
        if row.officer != officer or row.unbound_at is not None:
            raise Forbidden("该钥匙盘未绑定在您名下，不能用于签名。", code="key-not-yours")
        if row.cloned_at is not None:
            raise Forbidden(CASES["key-cloned"], code="key-cloned")
        key = SigningKey(
            serial=row.key_serial, kind=row.kind, public=row.public, count=row.sign_count
        )
        return Signer(key=key, rebound_at=row.rebound_at)

    def counted(self, key_serial: str, count: int) -> None:
        """Keeps a sign counter; raises KeyCloned where another signature was there before it."""
        if not count:
            return
        table = self._table
        forward = update(table).where(table.c.key_serial == key_serial, table.c.sign_count < count)
        with self._core.as_system():  # an officer's transaction may look at keys, not change them
            moved = self._core.execute(forward.values(sign_count=count)).rowcount
        if not moved:
            raise refused("key-cloned")

    def mark_cloned(self, key_serial: str, now: datetime) -> None:
        """The key signs nothing here any more, whoever holds it."""
        table = self._table
        known = update(table).where(table.c.key_serial == key_serial)
        with self._core.as_system():
            self._core.execute(known.values(cloned_at=now))

    def bind(self, event: KeyBound) -> None:
        """From the gateway's letter; letters about one key come in order."""
        values = {
            "key_serial": event.key_serial,
            "officer": event.officer,
            "kind": event.kind,
            "public": event.public,
            "rebound_at": event.bound_at if event.rebound else None,
            "unbound_at": None,
        }
        put = upsert(self._table).values(values)
        self._core.execute(put.on_conflict_do_update(index_elements=["key_serial"], set_=values))

    def unbind(self, event: KeyUnbound) -> None:
        """The key is nobody's."""
        table = self._table
        changed = update(table).where(table.c.key_serial == event.key_serial)
        self._core.execute(changed.values(unbound_at=event.unbound_at))


def note_key_bound(event: KeyBound, uow: Any) -> None:
    """A reader for every service that checks signatures."""
    uow.signers.bind(event)


def note_key_unbound(event: KeyUnbound, uow: Any) -> None:
    """The same."""
    uow.signers.unbind(event)
