"""What makes a case count in a figure, as conditions on its row."""

from typing import Any

from sqlalchemy import Date, and_, cast, func, select

from reporting.frozen import FailedRow
from reporting.stats_store import BEIJING
from reporting.tables import CaseRow

DECIDED_AT = func.coalesce(CaseRow.approved_at, CaseRow.rejected_at)


def day(moment: Any) -> Any:
    """The day of a moment in Beijing, in SQL."""
    return cast(func.timezone(BEIJING, moment), Date)


def _month(moment: Any) -> Any:
    return func.to_char(func.timezone(BEIJING, moment), "YYYY-MM")


def marks(first: str, last: str, hasty: int) -> dict[str, Any]:
    """What makes a case count, beside what `of_cases` and `of_months` know."""
    accepted = _month(CaseRow.accepted_at).between(first, last)
    approved = CaseRow.approved_month.between(first, last)
    failed = select(FailedRow.application_id).where(FailedRow.month.between(first, last))
    stopped = and_(CaseRow.stop_month.between(first, last), CaseRow.state == "stopped")
    return {
        "accepted": accepted,
        "approved": approved,
        "stopped": stopped,
        "decided": _month(DECIDED_AT).between(first, last),
        "rejected": and_(
            CaseRow.approved_at.is_(None), _month(CaseRow.rejected_at).between(first, last)
        ),
        "returned": _month(CaseRow.returned_at).between(first, last),
        "overridden": and_(accepted, CaseRow.overridden),
        "hasty": and_(approved, CaseRow.looked_seconds < hasty),
        "active": CaseRow.state == "active",
        "failed": CaseRow.application_id.in_(failed),
        "recovered": and_(stopped, CaseRow.recovery.not_in(("", "0", "0.00"))),
    }
