"""A place in the queue by due date, as an opaque text."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from uuid import UUID

from kernel.clock import start_of_day
from kernel.errors import Invalid
from payments.rows import EntitlementRow


def cursor_after(row: EntitlementRow, work: str = "") -> str:
    """The place right after an entitlement, in the order of this kind of work."""
    due = start_of_day(row.report_due) if work == "reports" and row.report_due else row.next_due_at
    text = f"{due.astimezone(UTC).isoformat()}|{row.application_id}"
    return base64.urlsafe_b64encode(text.encode()).decode()


def read_cursor(text: str) -> tuple[datetime, UUID]:
    """The due time and id a cursor holds; raises Invalid for anything else."""
    try:
        due, application_id = base64.urlsafe_b64decode(text.encode()).decode().split("|")
        moment = datetime.fromisoformat(due)
        if moment.utcoffset() != timedelta(0):  # PostgreSQL cannot read every offset
            raise ValueError("a moment is written in UTC")
        return moment, UUID(application_id)
    except (ValueError, binascii.Error):
        sentence = "分页标记无效，请从第一页重新查询。"
        raise Invalid(sentence, fields={"cursor": sentence}, code="bad-cursor") from None
