"""What review says."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.common import MONTH
from contracts.message import Event
from contracts.wire import described, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class InitialReviewPassed(Event):
    """初审 done and reported up: publicity and the district's clock begin."""

    source = "review"

    application_id: UUID
    reviewer: str
    second_reader: str
    proposed_start: str = described("YYYY-MM", MONTH)
    months: int
    publicity_from: date
    publicity_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityMoved(Event):
    """A holiday notice has moved the days of a publicity that has not ended."""

    source = "review"

    application_id: UUID
    publicity_from: date
    publicity_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityClosed(Event):
    """公示 ended: a recorded fact, which alone opens the second post."""

    source = "review"

    application_id: UUID
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRaised(Event):
    """Somebody objected during publicity."""

    source = "review"

    application_id: UUID
    objection_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionResolved(Event):
    """An objection was upheld or dismissed."""

    source = "review"

    application_id: UUID
    objection_id: UUID
    upheld: bool
    objector_contact: str = described("Whom T10 tells the result", sealed=True, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstReviewPassed(Event):
    """岗1 passed the case."""

    source = "review"

    application_id: UUID
    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReturned(Event):
    """退回补正: intake reopens the forms."""

    source = "review"

    application_id: UUID
    to: str = described("applicant or street", one_of("applicant", "street"))
    reason: str = described("What must be corrected; may name people", sealed=True)
    round: int = described("The round of review that it ended", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationApproved(Event):
    """Both posts passed: payments opens an entitlement, notify sends T1."""

    source = "review"

    application_id: UUID
    approved_at: datetime
    applied_on: date
    proposed_start: str = described("申请享受月份, YYYY-MM", MONTH)
    months: int
    first_officer: str
    second_officer: str
    looked_seconds: int | None = described(
        "For how long the dossier was open before a post was made, the shorter of both; 0: never",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRejected(Event):
    """Refused by street, district or upheld objection: notify sends T2."""

    source = "review"

    application_id: UUID
    stage: str = described("street, district or objection")
    reason_code: str
    reason_text: str = described("At most 20 characters, for T2")
