"""Rows of the bases that the centre has published."""

from datetime import datetime
from typing import Any

from sqlalchemy import SmallInteger, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from payments.rows.base import Base


class AnnouncedBaseRow(Base):
    """缴费基数 of one publication of a year, as it was announced; nothing is computed from it."""

    __tablename__ = "announced_bases"

    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    edition: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    document: Mapped[str] = mapped_column(String(200))
    bases: Mapped[dict[str, Any]] = mapped_column(JSONB)
    limits: Mapped[dict[str, Any]] = mapped_column(JSONB)
    announced_at: Mapped[datetime]
