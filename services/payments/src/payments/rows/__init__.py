"""Tables of payments; they leave the cellar only as the plain objects of its handlers."""

from payments.rows.base import NEVER, Base
from payments.rows.bases import AnnouncedBaseRow
from payments.rows.entitlement import STARTS, ApplicantRow, EntitlementRow, PersonNumberRow
from payments.rows.files import FileRow, LineRow
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
from payments.rows.reconciling import ReconciliationRow

__all__ = [
    "NEVER",
    "STARTS",
    "AnnouncedBaseRow",
    "ApplicantRow",
    "ArrearsRow",
    "Base",
    "ClaimRow",
    "DifferenceRow",
    "EntitlementRow",
    "FileRow",
    "LineRow",
    "ListRow",
    "MonthRow",
    "PersonNumberRow",
    "PlaceRow",
    "ReconciliationRow",
    "RefundRow",
    "ReportRow",
    "ResultRow",
    "SubsidyRow",
    "SuspicionRow",
]
