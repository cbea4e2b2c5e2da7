"""Tables of what is frozen: rosters, what they said of each case, plans, compiled plans."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from reporting.tables import AWARE, Base
from servicekit.sealing import Sealed
from servicekit.walls import behind, by_place, city_only

MONTH = String(7)
CODE = String(9)
OFFICER = String(80)
YUAN = Numeric(14, 2)


class RosterRow(Base):
    """A frozen roster; its rows lie sealed as one text, in the words of the contract."""

    __tablename__ = "rosters"
    __table_args__ = ({"info": by_place(street="")},)

    agency: Mapped[str] = mapped_column(CODE, primary_key=True)
    month: Mapped[str] = mapped_column(MONTH, primary_key=True)
    number: Mapped[str] = mapped_column(String(40))
    rows: Mapped[int] = mapped_column(Integer)
    subsidy: Mapped[Decimal] = mapped_column(YUAN)
    unpriced: Mapped[int] = mapped_column(Integer)
    sums: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    content: Mapped[str] = mapped_column(Sealed("rosters.content"))
    digest: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[datetime] = mapped_column(AWARE)
    frozen_by: Mapped[str] = mapped_column(OFFICER)


class ListedRow(Base):
    """The newest word of the frozen rosters on a case, see `domain.listing.Listed`."""

    __tablename__ = "listed"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency", "roster"], ["rosters.agency", "rosters.month"], name="listed_roster"
        ),
        Index("listed_by_roster", "agency", "roster"),
        {"info": by_place(street="")},
    )

    application_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("cases.application_id", name="listed_case"), primary_key=True
    )
    agency: Mapped[str] = mapped_column(CODE)
    roster: Mapped[str] = mapped_column(MONTH)
    terms: Mapped[str] = mapped_column(String(80))
    money: Mapped[dict[str, str] | None] = mapped_column(JSONB(none_as_null=True))


class FailedRow(Base):
    """A month that was not deducted; a later success stands in `months`."""

    __tablename__ = "failed_months"
    __table_args__ = {"info": behind("cases")}

    application_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("cases.application_id", name="failed_months_case"), primary_key=True
    )
    month: Mapped[str] = mapped_column(MONTH, primary_key=True)


class DifferenceRow(Base):
    """补差 of a case's month, planned for the month after it was asked for."""

    __tablename__ = "differences"
    __table_args__ = (Index("differences_planned", "planned_for"), {"info": behind("cases")})

    application_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("cases.application_id", name="differences_case"), primary_key=True
    )
    month: Mapped[str] = mapped_column(MONTH, primary_key=True)
    planned_for: Mapped[str] = mapped_column(MONTH)
    subsidy: Mapped[Decimal] = mapped_column(YUAN)
    settled: Mapped[bool] = mapped_column(Boolean)


class PlanRow(Base):
    """One version of a district's plan."""

    __tablename__ = "plans"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'accepted')", name="plans_state"
        ),
        Index(
            "plans_once_with_the_city",
            "agency",
            "month",
            unique=True,
            postgresql_where=text("state = 'submitted'"),
        ),
        Index("plans_month", "month", "state"),
        {"info": by_place(street="")},
    )

    agency: Mapped[str] = mapped_column(CODE, primary_key=True)
    month: Mapped[str] = mapped_column(MONTH, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB)
    each: Mapped[dict[str, str]] = mapped_column(JSONB)
    excluded: Mapped[list[str]] = mapped_column(JSONB)
    basis: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    planned_before: Mapped[str] = mapped_column(String(20))
    actual_before: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Sealed("plans.reason"))
    returned: Mapped[str] = mapped_column(Sealed("plans.returned"))
    digest: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[str] = mapped_column(OFFICER)
    made_at: Mapped[datetime] = mapped_column(AWARE)
    submitted_by: Mapped[str] = mapped_column(OFFICER, default="")
    submitted_at: Mapped[datetime | None] = mapped_column(AWARE)
    decided_by: Mapped[str] = mapped_column(OFFICER, default="")
    decided_at: Mapped[datetime | None] = mapped_column(AWARE)


class PlannedRow(Base):
    """One person of a version of a plan."""

    __tablename__ = "planned"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency", "month", "version"],
            ["plans.agency", "plans.month", "plans.version"],
            name="planned_plan",
        ),
        {"info": by_place(street="")},
    )

    agency: Mapped[str] = mapped_column(CODE, primary_key=True)
    month: Mapped[str] = mapped_column(MONTH, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    standing: Mapped[str] = mapped_column(String(10))


class CompiledRow(Base):
    """One version of the city's plan of a month."""

    __tablename__ = "compiled"
    __table_args__ = ({"info": city_only()},)

    month: Mapped[str] = mapped_column(MONTH, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    missing: Mapped[list[str]] = mapped_column(JSONB)
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB)
    digest: Mapped[str] = mapped_column(Text)
    compiled_by: Mapped[str] = mapped_column(OFFICER)
    compiled_at: Mapped[datetime] = mapped_column(AWARE)
