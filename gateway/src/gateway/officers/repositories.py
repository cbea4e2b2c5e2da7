"""Reading and keeping officers, keys, bindings and sessions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from gateway.store import KeyBindingRow, KeyRow, OfficerRow, SessionRow
from kernel.errors import NotFound


class Officers:
    """Officers by account."""

    def __init__(self, uow: Any) -> None:
        self.session: Session = uow.session

    def get(self, account: str) -> OfficerRow:
        """Raises NotFound."""
        return self._there(self.session.get(OfficerRow, account))

    def lock(self, account: str) -> OfficerRow:
        """The officer, locked until the end of the transaction; raises NotFound."""
        return self._there(self.session.get(OfficerRow, account, with_for_update=True))

    def add(self, row: OfficerRow) -> None:
        """A new officer; the database refuses an account that is there."""
        self.session.add(row)
        self.session.flush()

    def page(
        self, division: str | None, role: str | None, words: str, after: str, limit: int
    ) -> Sequence[OfficerRow]:
        """By account; `words` is a part of account or name."""
        query = select(OfficerRow).where(OfficerRow.account > after)
        if division:
            query = query.where(OfficerRow.division == division)
        if role:
            query = query.where(OfficerRow.roles.contains([role]))
        if words:
            named = (OfficerRow.account, OfficerRow.name)
            query = query.where(or_(*(one.icontains(words, autoescape=True) for one in named)))
        return self.session.scalars(query.order_by(OfficerRow.account).limit(limit)).all()

    def _there(self, row: OfficerRow | None) -> OfficerRow:
        if row is None:
            raise NotFound("没有这个账号。", code="officer-not-found")
        return row


class Keys:
    """Keys, and who has held them."""

    def __init__(self, uow: Any) -> None:
        self.session: Session = uow.session

    def lock(self, serial: str) -> KeyRow:
        """The key, locked until the end of the transaction; raises NotFound."""
        row = self.session.get(KeyRow, serial, with_for_update=True)
        if row is None:
            raise NotFound("没有这个钥匙盘。", code="key-not-found")
        return row

    def add(self, row: KeyRow | KeyBindingRow) -> None:
        """A new key or binding; the database refuses a second one."""
        self.session.add(row)
        self.session.flush()

    def bindings(
        self, *, serial: str | None = None, account: str | None = None
    ) -> Sequence[tuple[KeyBindingRow, KeyRow]]:
        """Bindings of a key or of an officer, oldest first."""
        query = select(KeyBindingRow, KeyRow).join(
            KeyRow, KeyRow.serial == KeyBindingRow.key_serial
        )
        if serial is not None:
            query = query.where(KeyBindingRow.key_serial == serial)
        if account is not None:
            query = query.where(KeyBindingRow.officer == account)
        rows = self.session.execute(query.order_by(KeyBindingRow.bound_from, KeyBindingRow.id))
        return [(binding, key) for binding, key in rows]

    def page(
        self, words: str, free: bool, after: str, limit: int
    ) -> Sequence[tuple[KeyRow, OfficerRow | None]]:
        """By serial number, each with whoever holds it now."""
        held = and_(KeyBindingRow.key_serial == KeyRow.serial, KeyBindingRow.bound_to.is_(None))
        query = select(KeyRow, OfficerRow).outerjoin(KeyBindingRow, held)
        query = query.outerjoin(OfficerRow, OfficerRow.account == KeyBindingRow.officer)
        query = query.where(KeyRow.serial > after)
        if words:
            query = query.where(KeyRow.serial.icontains(words, autoescape=True))
        if free:
            query = query.where(KeyBindingRow.id.is_(None))
        rows = self.session.execute(query.order_by(KeyRow.serial).limit(limit))
        return [(key, officer) for key, officer in rows]

    def held(self, accounts: Sequence[str]) -> dict[str, str]:
        """The key that each of these officers holds now."""
        query = select(KeyBindingRow.officer, KeyBindingRow.key_serial)
        query = query.where(KeyBindingRow.officer.in_(accounts), KeyBindingRow.bound_to.is_(None))
        return dict(self.session.execute(query).tuples().all())


class Sessions:
    """Sessions that nobody has ended."""

    def __init__(self, uow: Any) -> None:
        self.session: Session = uow.session

    def open(self, account: str | None) -> Sequence[tuple[SessionRow, str]]:
        """Not ended yet, of one officer or of all, with the officer's name; the latest first."""
        query = select(SessionRow, OfficerRow.name)
        query = query.join(OfficerRow, OfficerRow.account == SessionRow.officer)
        query = query.where(SessionRow.ended_at.is_(None))
        if account is not None:
            query = query.where(SessionRow.officer == account)
        rows = self.session.execute(query.order_by(SessionRow.created.desc()))
        return [(row, name) for row, name in rows]

    def find(self, session_id: UUID) -> SessionRow | None:
        """One session, locked."""
        query = select(SessionRow).where(SessionRow.id == session_id).with_for_update()
        return self.session.scalars(query).one_or_none()

    def end_all(self, now: datetime, *, account: str = "", key_serial: str = "") -> None:
        """Ends every session of an officer, or every one opened with a key."""
        query = update(SessionRow).where(SessionRow.ended_at.is_(None)).values(ended_at=now)
        if account:
            query = query.where(SessionRow.officer == account)
        if key_serial:
            query = query.where(SessionRow.key_serial == key_serial)
        self.session.execute(query)
