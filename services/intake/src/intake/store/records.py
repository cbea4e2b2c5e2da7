"""Photographs and checks, kept and found again."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import undefer

from intake.domain.checks import Asked
from intake.store.rows import CheckRow, PhotoRow
from kernel.clock import SHANGHAI

_ASKED = tuple(field.name for field in fields(Asked))


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
        row = PhotoRow(application_id=application_id, content=picture.content, attached_at=at)
        for name in _PICTURE:
            setattr(row, name, getattr(picture, name))
        self.session.merge(row)
        self.session.flush()

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
        asked = list(asked)
        for application_id in {check.application_id for check in asked}:
            codes = [check.code for check in asked if check.application_id == application_id]
            self.session.execute(
                update(CheckRow)
                .where(CheckRow.application_id == application_id, CheckRow.code.in_(codes))
                .values(current=False)
            )
        self.session.add_all(_check_row(check) for check in asked)
        self.session.flush()

    def retire(self, application_id: UUID) -> None:
        """No request of this application is current any more: all will be asked again."""
        self.session.execute(
            update(CheckRow)
            .where(CheckRow.application_id == application_id, CheckRow.current)
            .values(current=False)
        )

    def find(self, request_id: UUID) -> tuple[Asked, bool] | None:
        """A request by its number, and whether it is current."""
        row = self.session.get(CheckRow, request_id, populate_existing=True)
        return (_asked(row), row.current) if row else None

    def of(self, application_id: UUID) -> tuple[Asked, ...]:
        """The current request of each check."""
        rows = self.session.scalars(
            select(CheckRow)
            .where(CheckRow.application_id == application_id, CheckRow.current)
            .order_by(CheckRow.code)
        )
        return tuple(_asked(row) for row in rows)

    def save(self, asked: Asked) -> None:
        """Keeps what became known of a request."""
        row = self.session.get(CheckRow, asked.request_id)
        for name in _ASKED:
            setattr(row, name, getattr(asked, name))
        self.session.flush()


def _check_row(asked: Asked) -> CheckRow:
    return CheckRow(current=True, **{name: getattr(asked, name) for name in _ASKED})


def _asked(row: CheckRow) -> Asked:
    values = {name: getattr(row, name) for name in _ASKED}
    for name in ("asked_at", "answered_at"):
        values[name] = values[name].astimezone(SHANGHAI) if values[name] else None
    return Asked(**values)
