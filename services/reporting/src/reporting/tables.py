"""Tables of the cellar: cases as reporting has seen them, and their subsidised months."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Boolean, Date, DateTime, ForeignKey, Index, Integer, Numeric, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from servicekit.sealing import Sealed
from servicekit.walls import by_place

AWARE = DateTime(timezone=True)


class Base(DeclarativeBase):
    """reporting's tables."""


class CaseRow(Base):
    """The facts of `domain.case.Case`, and what is derived from them: the state, the month of
    approval, the terms that a roster states, and the place that owns the case now (`street_code`
    and `agency` took and approved it)."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("cases_division", "current_agency", "current_street"),
        Index("cases_approved", "agency", "approved_month"),
        {"info": by_place(street="current_street", agency="current_agency", case="application_id")},
    )

    application_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    state: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(40))
    street_code: Mapped[str] = mapped_column(String(9))
    agency: Mapped[str] = mapped_column(String(9))
    current_street: Mapped[str] = mapped_column(String(9))
    current_agency: Mapped[str] = mapped_column(String(9))
    approved_month: Mapped[str] = mapped_column(String(7))
    terms: Mapped[str] = mapped_column(String(80))
    category: Mapped[str] = mapped_column(String(10))
    sex: Mapped[str] = mapped_column(String(10))
    birth_date: Mapped[date | None] = mapped_column(Date)
    hukou_type: Mapped[str] = mapped_column(String(4))
    project: Mapped[str] = mapped_column(String(20))
    income_band: Mapped[str] = mapped_column(String(4))
    accepted_at: Mapped[datetime | None] = mapped_column(AWARE)
    corrected_at: Mapped[datetime | None] = mapped_column(AWARE)
    withdrawn: Mapped[bool] = mapped_column(Boolean)
    overridden: Mapped[bool] = mapped_column(Boolean)
    person: Mapped[str | None] = mapped_column(Sealed("cases.person"))
    review: Mapped[str] = mapped_column(String(40))
    returned_at: Mapped[datetime | None] = mapped_column(AWARE)
    returns: Mapped[int] = mapped_column(Integer, server_default="0")
    publicity_from: Mapped[date | None] = mapped_column(Date)
    publicity_until: Mapped[date | None] = mapped_column(Date)
    publicity_closed: Mapped[bool] = mapped_column(Boolean)
    first_passed: Mapped[bool] = mapped_column(Boolean)
    open_objections: Mapped[int] = mapped_column(Integer)
    proposed_start: Mapped[str] = mapped_column(String(7))
    proposed_months: Mapped[int | None] = mapped_column(Integer)
    applied_on: Mapped[date | None] = mapped_column(Date)
    approved_at: Mapped[datetime | None] = mapped_column(AWARE)
    looked_seconds: Mapped[int | None]
    rejection: Mapped[str] = mapped_column(String(20))
    rejected_at: Mapped[datetime | None] = mapped_column(AWARE)
    payments: Mapped[str] = mapped_column(String(40))
    start_month: Mapped[str] = mapped_column(String(7))
    end_month: Mapped[str] = mapped_column(String(7))
    granted_months: Mapped[int | None] = mapped_column(Integer)
    failures: Mapped[int] = mapped_column(Integer)
    reported_until: Mapped[date | None] = mapped_column(Date)
    stop_code: Mapped[str] = mapped_column(String(20))
    stop_month: Mapped[str] = mapped_column(String(7))
    recovery: Mapped[str] = mapped_column(String(20))
    moves: Mapped[dict[str, list[str]]] = mapped_column(JSONB)
    failed_messages: Mapped[int] = mapped_column(Integer)
    last_event: Mapped[str] = mapped_column(String(80))
    last_event_at: Mapped[datetime | None] = mapped_column(AWARE)


class MonthRow(Base):
    """One subsidised month of one case, in yuan, and the place that owned the case in it."""

    __tablename__ = "months"
    __table_args__ = (Index("months_month", "month"), {"info": by_place(case="application_id")})

    application_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("cases.application_id", name="months_case"), primary_key=True
    )
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    street_code: Mapped[str] = mapped_column(String(9))
    agency: Mapped[str] = mapped_column(String(9))
    personal: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    subsidy: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    total: Mapped[Decimal] = mapped_column(Numeric(12, 2))
