"""异议: a real-name objection bars the second post until it is looked into (domain 12)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from uuid import UUID

from kernel.errors import Conflict, NotFound
from review.domain.terms import Publicity

__all__ = [
    "DISMISSED",
    "OPEN",
    "UPHELD",
    "Objection",
    "may_object",
    "must_be_unopposed",
    "not_published",
]

OPEN, UPHELD, DISMISSED = "open", "upheld", "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """One objection; name, contact and content are personal data."""

    id: UUID
    application_id: UUID
    filed_at: datetime
    filed_by: str
    objector_name: str
    objector_contact: str
    content: str
    state: str = OPEN
    findings: str = ""
    resolved_by: str = ""
    resolved_at: datetime | None = None

    def resolve(self, upheld: bool, findings: str, by: str, now: datetime) -> Self:
        """核查 has a result; it is given once."""
        if self.state != OPEN:
            raise Conflict("该异议已有核查结果，不能再次登记。", code="objection-resolved")
        return replace(
            self,
            state=UPHELD if upheld else DISMISSED,
            findings=findings,
            resolved_by=by,
            resolved_at=now,
        )


def may_object(publicity: Publicity | None, today: date) -> None:
    """Only from the first day of publicity until the end of the last."""
    if publicity is None or not publicity.runs_on(today):
        raise not_published()


def not_published() -> NotFound:
    """To the public, what is not published is not there."""
    return NotFound("没有找到正在公示的该申请，不能提出异议。", code="publicity-not-running")


def must_be_unopposed(open_objections: int) -> None:
    """Refuses while an objection waits for its result."""
    if open_objections:
        sentence = f"尚有{open_objections}件异议未核查完毕，不能进行第二次复核确认。"
        raise Conflict(sentence, code="objection-open")
