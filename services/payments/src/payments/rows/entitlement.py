"""Rows of the person and of the entitlement."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from payments.domain.states import LIVE, STARTING
from payments.rows.base import BEHIND, MONTH, NEVER, Base
from servicekit.sealing import Sealed
from servicekit.walls import by_place

LIVING = text(" OR ".join(f"state = '{state}'" for state in sorted(LIVE)))
STARTS = text(" OR ".join(f"state = '{state}'" for state in sorted(STARTING)))


class ApplicantRow(Base):
    """Whom a case is about, as intake said it; the approval, if it came before the person.

    `next_person`: with another account, collected from since the month `next_from`.
    """

    __tablename__ = "applicants"
    __table_args__ = (Index("applicants_person", "person_key"), {"info": BEHIND})

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), default="")
    dossier_version: Mapped[int] = mapped_column(default=0)
    person_key: Mapped[str] = mapped_column(String(64), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    person: Mapped[str | None] = mapped_column(Sealed("applicants.person"))
    next_person: Mapped[str | None] = mapped_column(Sealed("applicants.next_person"))
    next_from: Mapped[str] = mapped_column(String(7), default="")
    approval: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    withdrawn: Mapped[bool] = mapped_column(default=False)


class PersonNumberRow(Base):
    """An identity number (hashed) that stands for a person known under another one (重号更正)."""

    __tablename__ = "person_numbers"

    number_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_key: Mapped[str] = mapped_column(String(64), index=True)


class EntitlementRow(Base):
    """享受资格 of one approved application.

    `person_key` is the applicant's; only of two benefits that both ran when their numbers were
    merged one keeps its own. `centre`: the district whose social-security centre was last told to
    collect; another one than `agency` from a transfer until the new district's list.
    """

    __tablename__ = "entitlements"

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("applicants.application_id", name="entitlements_applicant"), primary_key=True
    )
    number: Mapped[str] = mapped_column(String(40))
    street_code: Mapped[str] = mapped_column(String(9))
    agency: Mapped[str] = mapped_column(String(9))
    person_key: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(20))
    approved_on: Mapped[date]
    granted: Mapped[int]
    months: Mapped[int]
    proposed_start: Mapped[str] = mapped_column(MONTH)
    start_month: Mapped[str | None] = mapped_column(MONTH)
    end_month: Mapped[str | None] = mapped_column(MONTH)
    rolls: Mapped[int] = mapped_column(default=0)

    request_id: Mapped[UUID | None] = mapped_column(default=None)
    finding: Mapped[str] = mapped_column(String(20), default="")
    found_on: Mapped[date | None] = mapped_column(default=None)
    lines: Mapped[list[Any]] = mapped_column(JSONB, default=list)
    refund_id: Mapped[UUID | None] = mapped_column(default=None)
    refunded: Mapped[bool] = mapped_column(default=False)

    enrolment: Mapped[str] = mapped_column(String(10), default="none")
    centre: Mapped[str] = mapped_column(String(9), default="")
    collect_from: Mapped[str] = mapped_column(String(7), default="")
    enrol_refusal: Mapped[str] = mapped_column(String(300), default="")
    personal_amount: Mapped[Decimal | None] = mapped_column(default=None)
    amount_year: Mapped[int] = mapped_column(default=0)
    first_window: Mapped[int] = mapped_column(default=1)

    decided_code: Mapped[str] = mapped_column(String(3), default="")
    decided_month: Mapped[str] = mapped_column(String(7), default="")
    stop_code: Mapped[str] = mapped_column(String(3), default="")
    stop_month: Mapped[str] = mapped_column(String(7), default="")
    transfer_to: Mapped[str] = mapped_column(String(9), default="")
    transfer_month: Mapped[str] = mapped_column(String(7), default="")
    next_due_at: Mapped[datetime] = mapped_column(default=NEVER)
    report_due: Mapped[date | None] = mapped_column(default=None)

    __table_args__ = (
        CheckConstraint("months >= 0", name="entitlements_months"),
        CheckConstraint("granted >= months", name="entitlements_granted"),
        UniqueConstraint("request_id", name="entitlements_request"),
        UniqueConstraint("refund_id", name="entitlements_refund"),
        Index("entitlements_one_living", "person_key", unique=True, postgresql_where=LIVING),
        Index("entitlements_queue", "agency", "state", "next_due_at", "application_id"),
        Index("entitlements_city", "next_due_at", "application_id"),
        Index("entitlements_street", "street_code", "next_due_at", "application_id"),
        Index(
            "entitlements_street_starts",
            *("street_code", "next_due_at", "application_id"),
            postgresql_where=STARTS,
        ),
        Index(
            "entitlements_street_reports",
            *("street_code", "report_due", "application_id"),
            postgresql_where=text("report_due IS NOT NULL"),
        ),
        {"info": by_place(case="application_id")},
    )
