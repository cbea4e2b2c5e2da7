"""Photographs and checks, kept and found again."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import undefer

from intake.domain.checks import Asked
from intake.store.rows import CheckRow, PhotoRow
from kernel.clock import SHANGHAI

CHECKS = cast(Table, CheckRow.__table__)
_ASKED = tuple(field.name for field in fields(Asked))
_LEARNED = (
    "result",
    "answered_at",
    "detail",
    "overridden_by",
    "override_reason",
    "seconded_by",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photograph as it is kept; `content` only where it was asked for."""

    kind: str
    digest: str
    media_type: str
    width: int
    height: int
    size: int
    content: bytes = b""


_PICTURE = ("kind", "digest", "media_type", "width", "height", "size")


class Photos:
    """The three photographs of each application."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def put(self, application_id: UUID, picture: Picture, at: datetime) -> None:
        """Keeps a photograph, in place of the former one of its kind."""
        values = {name: getattr(picture, name) for name in (*_PICTURE, "content")}
        put = upsert(PhotoRow).values(application_id=application_id, attached_at=at, **values)
        former = {name: put.excluded[name] for name in (*values, "attached_at")}
        self.session.execute(put.on_conflict_do_update(constraint="photos_pkey", set_=former))

    def of(self, application_id: UUID) -> tuple[Picture, ...]:
        """All of an application, without content."""
        rows = self.session.scalars(
            select(PhotoRow)
            .where(PhotoRow.application_id == application_id)
            .order_by(PhotoRow.kind)
        )
        return tuple(Picture(**{name: getattr(row, name) for name in _PICTURE}) for row in rows)

    def get(self, application_id: UUID, kind: str) -> Picture | None:
        """One, with content."""
        row = self.session.get(
            PhotoRow, (application_id, kind), options=[undefer(PhotoRow.content)]
        )
        if row is None:
            return None
        return Picture(content=row.content, **{name: getattr(row, name) for name in _PICTURE})


class Checks:
    """What registries were asked, and what they said."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def ask(self, asked: Iterable[Asked]) -> None:
        """Keeps new requests; the former ones of the same codes are no longer current."""
        rows = [{"current": True, **_values(check)} for check in asked]
        for application_id in {row["application_id"] for row in rows}:
            codes = [row["code"] for row in rows if row["application_id"] == application_id]
            self.session.execute(
                update(CHECKS)
                .where(CHECKS.c.application_id == application_id, CHECKS.c.code.in_(codes))
                .values(current=False)
            )
        if rows:
            self.session.execute(insert(CHECKS), rows)

    def retire(self, application_id: UUID) -> None:
        """No request of this application is current any more: all will be asked again."""
        self.session.execute(
            update(CHECKS)
            .where(CHECKS.c.application_id == application_id, CHECKS.c.current)
            .values(current=False)
        )

    def find(self, request_id: UUID) -> Asked | None:
        """A request by its number, current or not."""
        row = self.session.execute(_FIND, {"number": request_id}).first()
        return _asked(row) if row else None

    def of(self, application_id: UUID) -> tuple[Asked, ...]:
        """The current request of each check."""
        rows = self.session.execute(_CURRENT, {"application": application_id})
        return tuple(_asked(row) for row in rows)

    def save(self, asked: Asked) -> None:
        """Keeps what became known of a request."""
        learned = {name: getattr(asked, name) for name in _LEARNED}
        self.session.execute(_SAVE, {"number": asked.request_id, **learned})


_COLUMNS = [CHECKS.c[name] for name in _ASKED]
_FIND = select(*_COLUMNS).where(CHECKS.c.request_id == bindparam("number"))
_CURRENT = (
    select(*_COLUMNS)
    .where(CHECKS.c.application_id == bindparam("application"), CHECKS.c.current)
    .order_by(CHECKS.c.code)
)
_SAVE = update(CHECKS).where(CHECKS.c.request_id == bindparam("number"))


def _values(asked: Asked) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in _ASKED}


def _asked(row: Row[Any]) -> Asked:
    values = row._asdict()
    for name in ("asked_at", "answered_at"):
        values[name] = values[name].astimezone(SHANGHAI) if values[name] else None
    return Asked(**values)
