"""Tables of payments; they leave the cellar only as the plain objects of its handlers."""

from payments.rows.base import NEVER, Base
from payments.rows.entitlement import ApplicantRow, EntitlementRow, PersonNumberRow
from payments.rows.ledger import (
    ArrearsRow,
    ClaimRow,
    DifferenceRow,
    MonthRow,
    RefundRow,
    ResultRow,
    SubsidyRow,
    SuspicionRow,
)
from payments.rows.lists import ListRow, PlaceRow, ReportRow

__all__ = [
    "NEVER",
    "ApplicantRow",
    "ArrearsRow",
    "Base",
    "ClaimRow",
    "DifferenceRow",
    "EntitlementRow",
    "ListRow",
    "MonthRow",
    "PersonNumberRow",
    "PlaceRow",
    "RefundRow",
    "ReportRow",
    "ResultRow",
    "SubsidyRow",
    "SuspicionRow",
]
