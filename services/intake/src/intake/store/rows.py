"""The tables of applications, photographs and checks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from intake.domain.states import OPEN, STATES
from servicekit.sealing import Sealed, SealedBytes
from servicekit.walls import behind, by_place

AWARE = DateTime(timezone=True)
BEHIND = behind("applications", "id")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Base(DeclarativeBase):
    """Tables of one service's own database."""


class ApplicationRow(Base):
    """An application; `person_key` finds a person without opening anything."""

    __tablename__ = "applications"
    __table_args__ = (
        CheckConstraint(_one_of("state", STATES), name="applications_state"),
        UniqueConstraint("number", name="applications_number"),
        Index(
            "applications_one_open",
            "person_key",
            unique=True,
            postgresql_where=text(_one_of("state", OPEN)),
        ),
        Index("applications_person", "person_key"),
        Index("applications_newest", "submitted_at", "id"),
        Index("applications_of_agency", "agency", "submitted_at", "id"),
        Index("applications_of_street", "street_code", "submitted_at", "id"),
        Index(
            "applications_drafts",
            *("street_code", "submitted_at", "id"),
            postgresql_where=text("state = 'draft'"),
        ),
        {"info": by_place(case="id")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20))
    street_code: Mapped[str] = mapped_column(String(9))
    agency: Mapped[str] = mapped_column(String(9))
    residence_basis: Mapped[str] = mapped_column(String(20))
    person_key: Mapped[str] = mapped_column(String(64))
    category: Mapped[str] = mapped_column(String(20))
    form: Mapped[str] = mapped_column(Sealed("applications.form"))
    promise: Mapped[str] = mapped_column(Sealed("applications.promise"))
    submitted_at: Mapped[datetime] = mapped_column(AWARE)
    submitted_by: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    accepted_at: Mapped[datetime | None] = mapped_column(AWARE)
    process_version: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    face_check: Mapped[str | None] = mapped_column(Sealed("applications.face_check"))
    said: Mapped[str] = mapped_column(String(64))
    changed: Mapped[str | None] = mapped_column(Sealed("applications.changed"))


class PhotoRow(Base):
    """One of the three photographs, re-encoded without metadata, sealed."""

    __tablename__ = "photos"
    __table_args__ = (
        PrimaryKeyConstraint("application_id", "kind", name="photos_pkey"),
        ForeignKeyConstraint(["application_id"], ["applications.id"], name="photos_application"),
        {"info": BEHIND},
    )

    application_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(20))
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(SealedBytes("photos.content"), deferred=True)
    attached_at: Mapped[datetime] = mapped_column(AWARE)


class CheckRow(Base):
    """One request to a registry and its answer; `current` is the last one asked of its code."""

    __tablename__ = "checks"
    __table_args__ = (
        ForeignKeyConstraint(["application_id"], ["applications.id"], name="checks_application"),
        Index("checks_of_application", "application_id"),
        Index(
            "checks_one_current",
            "application_id",
            "code",
            unique=True,
            postgresql_where=text("current"),
        ),
        {"info": BEHIND},
    )

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(60))
    severity: Mapped[str] = mapped_column(String(1))
    two_persons: Mapped[bool]
    current: Mapped[bool]
    dossier_version: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(AWARE)
    result: Mapped[str] = mapped_column(String(10))
    answered_at: Mapped[datetime | None] = mapped_column(AWARE)
    detail: Mapped[str] = mapped_column(String(300))
    overridden_by: Mapped[str] = mapped_column(String(80))
    override_reason: Mapped[str] = mapped_column(Sealed("checks.override_reason"))
    seconded_by: Mapped[str] = mapped_column(String(80))
