"""Rows of reports, and of the lists sent to the district's social-security centre."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from payments.rows.base import BEHIND, MONTH, Base
from servicekit.sealing import Sealed
from servicekit.walls import behind, by_place


class ReportRow(Base):
    """就业情况报告 as it was filed; what the person wrote is sealed."""

    __tablename__ = "reports"
    __table_args__ = {"info": BEHIND}

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("entitlements.application_id", name="reports_entitlement"), index=True
    )
    window: Mapped[int]
    filed_at: Mapped[datetime]
    filed_by: Mapped[str] = mapped_column(String(80))
    channel: Mapped[str] = mapped_column(String(10))
    income: Mapped[int]
    employed_by_unit: Mapped[bool]
    body: Mapped[str] = mapped_column(Sealed("reports.body"))


class ListRow(Base):
    """A closed addition (增员) or removal (减员) list."""

    __tablename__ = "lists"

    list_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(String(9))
    month: Mapped[str] = mapped_column(MONTH)
    kind: Mapped[str] = mapped_column(String(10))
    sequence: Mapped[int]
    closed_at: Mapped[datetime]
    closed_by: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        UniqueConstraint("agency", "month", "kind", "sequence", name="lists_numbered"),
        {"info": by_place(street="")},
    )


class PlaceRow(Base):
    """One person's place on a list, frozen when the list was closed."""

    __tablename__ = "places"

    list_id: Mapped[UUID] = mapped_column(
        ForeignKey("lists.list_id", name="places_list"), primary_key=True
    )
    row: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("entitlements.application_id", name="places_entitlement"), index=True
    )
    number: Mapped[str] = mapped_column(String(40))
    month: Mapped[str] = mapped_column(MONTH)
    start_month: Mapped[str] = mapped_column(MONTH)
    base: Mapped[str] = mapped_column(String(60))
    personal: Mapped[Decimal]
    subsidy: Mapped[Decimal]
    person: Mapped[str] = mapped_column(Sealed("places.person"))
    code: Mapped[str] = mapped_column(String(3), default="")
    state: Mapped[str] = mapped_column(String(10), default="sent")
    refusal: Mapped[str] = mapped_column(String(300), default="")

    __table_args__ = (
        Index(
            "places_once_sent",
            "application_id",
            unique=True,
            postgresql_where=text("state = 'sent'"),
        ),
        {"info": behind("lists", "list_id", "list_id")},
    )
