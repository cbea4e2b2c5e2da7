"""Rows of the three-way reconciliation: made, never changed."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from payments.rows.base import MONTH, Base
from servicekit.walls import by_place

SUM = Numeric(15, 2)


class ReconciliationRow(Base):
    """三方对账 of one district and month; a later one has the next number."""

    __tablename__ = "reconciliations"
    __table_args__ = {"info": by_place(street="")}

    month: Mapped[str] = mapped_column(MONTH, primary_key=True)
    agency: Mapped[str] = mapped_column(String(12), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    files: Mapped[int]
    ours: Mapped[int]
    ours_personal: Mapped[Decimal] = mapped_column(SUM)
    centre: Mapped[int]
    centre_personal: Mapped[Decimal] = mapped_column(SUM)
    bank: Mapped[int]
    bank_personal: Mapped[Decimal] = mapped_column(SUM)
    unequal: Mapped[int]
    differences: Mapped[list[Any]] = mapped_column(JSONB)
    digest: Mapped[str] = mapped_column(String(64))
