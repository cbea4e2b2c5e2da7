"""The cellar's first shelf: the review cases."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Index,
    String,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from review.domain.moves import NAMES, OPEN
from servicekit.sealing import Sealed
from servicekit.walls import behind, by_place

AWARE = DateTime(timezone=True)
SHOWN = "publicity_until IS NOT NULL AND publicity_closed_at IS NULL"  # 公示
BEHIND = behind("cases")


def either(column: str, values: list[str]) -> str:
    """The condition that a column holds one of these codes."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Base(DeclarativeBase):
    """Everything review owns."""

    type_annotation_map = {datetime: AWARE, UUID: Uuid, dict[str, Any]: JSONB, list[Any]: JSONB}


class CaseRow(Base):
    """One review case; the facts of the person are sealed as one text."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(either("state", list(NAMES)), name="cases_state"),
        CheckConstraint(
            "publicity_closed_at IS NULL OR publicity_until IS NOT NULL", name="cases_publicity"
        ),
        Index("cases_queue", "next_step", "queue_at", "application_id"),
        Index("cases_agency_queue", "agency", "next_step", "queue_at", "application_id"),
        Index("cases_street_queue", "street_code", "next_step", "queue_at", "application_id"),
        Index(
            "cases_objected",
            *("objection_due", "application_id"),
            postgresql_where=text("objection_due IS NOT NULL"),
        ),
        Index(
            "cases_street_objected",
            *("street_code", "objection_due", "application_id"),
            postgresql_where=text("objection_due IS NOT NULL"),
        ),
        Index(
            "cases_published",
            "publicity_until",
            "application_id",
            postgresql_where=text(SHOWN),
        ),
        {
            "info": by_place(
                case="application_id", public=f"{SHOWN} AND {either('state', sorted(OPEN))}"
            )
        },
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40))
    street_code: Mapped[str] = mapped_column(String(9))
    agency: Mapped[str] = mapped_column(String(9))
    project: Mapped[str] = mapped_column(String(20))
    facts: Mapped[str] = mapped_column(Sealed("cases.facts"))
    name: Mapped[str] = mapped_column(Sealed("cases.name"))
    id_number: Mapped[str] = mapped_column(Sealed("cases.id_number"))
    person_key: Mapped[str] = mapped_column(String(64))
    process_version: Mapped[str] = mapped_column(String(20))
    dossier_version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(30))
    round: Mapped[int]
    matched: Mapped[bool]
    blocked: Mapped[bool]
    outcomes: Mapped[list[Any]]
    face_checked_on: Mapped[date | None]
    start: Mapped[str | None] = mapped_column(String(7))
    months: Mapped[int | None]
    grounds: Mapped[list[Any]]
    publicity_reported_on: Mapped[date | None]
    publicity_from: Mapped[date | None]
    publicity_until: Mapped[date | None]
    publicity_closed_at: Mapped[datetime | None]
    republish: Mapped[bool]
    first_passed: Mapped[bool]
    return_reason: Mapped[str] = mapped_column(Sealed("cases.return_reason"))
    terms: Mapped[list[Any]]
    next_step: Mapped[str] = mapped_column(String(20))
    queue_at: Mapped[datetime]
    objection_due: Mapped[datetime | None]
