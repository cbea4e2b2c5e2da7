"""What all rows of payments share. Months are stored as "YYYY-MM", which sorts as it reads."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Date, DateTime, Numeric, String, Uuid
from sqlalchemy.orm import DeclarativeBase

from servicekit.walls import behind

MONTH = String(7)
BEHIND = behind("entitlements")
NEVER = datetime.fromisoformat("9999-12-31T00:00:00+00:00")


class Base(DeclarativeBase):
    """Payments' own metadata."""

    type_annotation_map = {
        UUID: Uuid,
        datetime: DateTime(timezone=True),
        date: Date,
        Decimal: Numeric(12, 2),
    }
