"""Rows of the month ledger: months, the bank's results, the money."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from payments.rows.base import BEHIND, MONTH, Base


class MonthRow(Base):
    """One month of the ledger; one row for each entitlement and month.

    `unclaimed`: deducted, but its quarter has not been applied for where the pack wants it.
    """

    __tablename__ = "months"
    __table_args__ = {"info": BEHIND}

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("entitlements.application_id", name="months_entitlement"), primary_key=True
    )
    month: Mapped[str] = mapped_column(MONTH, primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(4), default="")
    streak: Mapped[int] = mapped_column(default=0)
    failure_told: Mapped[bool] = mapped_column(default=False)
    provisional: Mapped[bool] = mapped_column(default=False)
    unclaimed: Mapped[bool] = mapped_column(default=False)
    pension_personal: Mapped[Decimal | None] = mapped_column(default=None)
    pension_subsidy: Mapped[Decimal | None] = mapped_column(default=None)
    unemployment_personal: Mapped[Decimal | None] = mapped_column(default=None)
    unemployment_subsidy: Mapped[Decimal | None] = mapped_column(default=None)
    medical_personal: Mapped[Decimal | None] = mapped_column(default=None)
    medical_subsidy: Mapped[Decimal | None] = mapped_column(default=None)


class ResultRow(Base):
    """One answer of the bank, kept as it came; the same one again is the same row.

    `superseded`: a corrected file of the centre has taken it back; it counts no more.
    """

    __tablename__ = "results"
    __table_args__ = {"info": BEHIND}

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("entitlements.application_id", name="results_entitlement"), primary_key=True
    )
    month: Mapped[str] = mapped_column(MONTH, primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    deferred: Mapped[bool] = mapped_column(primary_key=True)
    deducted: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime]
    superseded: Mapped[bool] = mapped_column(default=False, server_default="false")


class ClaimRow(Base):
    """按季申请 of one quarter; one for each entitlement and quarter."""

    __tablename__ = "claims"
    __table_args__ = {"info": BEHIND}

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("entitlements.application_id", name="claims_entitlement"), primary_key=True
    )
    first_month: Mapped[str] = mapped_column(MONTH, primary_key=True)
    filed_at: Mapped[datetime]
    filed_by: Mapped[str] = mapped_column(String(80))


class SubsidyRow(Base):
    """Money for a month. A reversed one stays; only one may stand."""

    __tablename__ = "subsidies"

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(MONTH, primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    personal: Mapped[Decimal]
    subsidy: Mapped[Decimal]
    total: Mapped[Decimal]
    at: Mapped[datetime]
    reversed_at: Mapped[datetime | None] = mapped_column(default=None)

    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "month"],
            ["months.application_id", "months.month"],
            name="subsidies_month",
        ),
        CheckConstraint("total = personal + subsidy", name="subsidies_sum"),
        Index(
            "subsidies_once_a_month",
            "application_id",
            "month",
            unique=True,
            postgresql_where=text("reversed_at IS NULL"),
        ),
        {"info": BEHIND},
    )


class SuspicionRow(Base):
    """What an outside source reported of a person (疑似停止情形), for one entitlement."""

    __tablename__ = "suspicions"
    __table_args__ = {"info": BEHIND}

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("entitlements.application_id", name="suspicions_entitlement"),
        primary_key=True,
        index=True,
    )
    code: Mapped[str] = mapped_column(String(3))
    month: Mapped[str] = mapped_column(MONTH)
    reporter: Mapped[str] = mapped_column(String(20))
    reported_at: Mapped[datetime]
    dismissed: Mapped[bool] = mapped_column(default=False)


class RefundRow(Base):
    """The personal part of a month that turned out not to be subsidised, asked back (退费)."""

    __tablename__ = "refunds"
    __table_args__ = {"info": BEHIND}

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("entitlements.application_id", name="refunds_entitlement"), index=True
    )
    month: Mapped[str] = mapped_column(MONTH)
    personal: Mapped[Decimal]
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="asked")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


class DifferenceRow(Base):
    """补差 of a month that was collected on the old base; its failure is no failed month."""

    __tablename__ = "differences"

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(MONTH, primary_key=True)
    personal: Mapped[Decimal]
    subsidy: Mapped[Decimal]
    total: Mapped[Decimal]
    state: Mapped[str] = mapped_column(String(10), default="asked")
    asked_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "month"],
            ["months.application_id", "months.month"],
            name="differences_month",
        ),
        CheckConstraint("total = personal + subsidy", name="differences_sum"),
        {"info": BEHIND},
    )


class ArrearsRow(Base):
    """补缴: the pension contribution of a deferred month, paid up by the person; no subsidy."""

    __tablename__ = "arrears"

    application_id: Mapped[UUID]
    month: Mapped[str] = mapped_column(MONTH)
    base: Mapped[Decimal]
    total: Mapped[Decimal]
    paid_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(String(80))

    __table_args__ = (
        PrimaryKeyConstraint("application_id", "month", name="arrears_once_a_month"),
        ForeignKeyConstraint(
            ["application_id", "month"],
            ["months.application_id", "months.month"],
            name="arrears_of_a_month",
        ),
        {"info": BEHIND},
    )
