"""Review: initial review (初审), publicity (公示), objections, two district posts (双岗复核)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.common import MONTH, Basis, Done, Due, HistoryItem
from contracts.intake import CheckOutcome
from contracts.message import Command, Event, Query
from contracts.signing import Proof
from contracts.wire import LINE, described, length, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PassInitialReview(Command):
    """初审通过并上报: the street proposes start month and months; publicity begins by itself."""

    service, answer = "review", Done

    application_id: UUID
    second_reader: str = described(
        "复核人: the account of the street's second officer, another person", length(1, 60), LINE
    )
    dossier_version: int = described("The version that was read")
    months: int | None = described("拟批准月数; computed when absent", default=None)
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)
    second_reader_name: str = described(
        "Their name, as the gateway knows it", length(0, 50), default=""
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCase(Command):
    """退回补正: to the applicant (by the street) or to the street (by a district post)."""

    service, answer = "review", Done

    application_id: UUID
    reason: str = described("What must be corrected", length(2, 200))


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectCase(Command):
    """审核未通过: a listed reason, at any step; T2 goes to the applicant."""

    service, answer = "review", Done

    application_id: UUID
    reason_code: str = described("Reason code, see GET /codes/reasons", length(1, 20), LINE)
    note: str = described("Internal note", length(0, 300), default="")
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassFirstPost(Command):
    """第一次复核通过 (岗1)."""

    service, answer = "review", Done

    application_id: UUID
    dossier_version: int = described("The version that was read")
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassSecondPost(Command):
    """第二次复核确认 (岗2): after publicity, another officer, another key. Approves the case."""

    service, answer = "review", Done

    application_id: UUID
    dossier_version: int = described("The version that was read")
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionFiled:
    """An objection was taken down."""

    objection_id: UUID
    application_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FileObjection(Command):
    """异议: a real-name objection inside the publicity period; it bars the second post."""

    service, answer = "review", ObjectionFiled

    application_id: UUID
    objector_name: str = described("Real name", length(2, 50), LINE)
    objector_contact: str = described("Phone", length(5, 60), LINE)
    content: str = described("What is objected", length(4, 1000))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveObjection(Command):
    """异议核查结果: upheld rejects the case, dismissed lets it go on."""

    service, answer = "review", Done

    application_id: UUID
    objection_id: UUID
    upheld: bool
    findings: str = described("What was found", length(2, 500))


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionView:
    """One objection. Who objected is shown, masked, only to those who must look into it."""

    objection_id: UUID
    filed_at: str
    state: str = described("open, upheld or dismissed")
    content: str
    findings: str = ""
    objector_name: str = ""
    objector_contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """One decision at one post."""

    post: str = described("initial, first or second")
    outcome: str
    officer: str
    officer_name: str
    key_serial: str
    at: str
    dossier_version: int
    second_reader: str = described("复核人 of the street, at the initial review", default="")
    second_reader_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A review case: where it stands, what is due, who decided what."""

    application_id: UUID
    number: str
    state: str = described(
        "waiting_checks, initial_review, publicity, second_review, returned_to_applicant, "
        "returned_to_street, approved, rejected, withdrawn"
    )
    street_code: str
    agency: str
    category: str
    project: str
    dossier_version: int
    digest: str
    name: str = described("Masked")
    id_number: str = described("Masked")
    proposed_start: str | None
    months: int | None
    publicity_from: date | None
    publicity_until: date | None
    publicity_closed: bool
    face_checked: bool
    blocked: bool
    checks: tuple[CheckOutcome, ...]
    posts: tuple[PostView, ...]
    objections: tuple[ObjectionView, ...]
    dues: tuple[Due, ...]
    grounds: tuple[str, ...] = described("Sentences with the clauses the proposal rests on")
    basis: tuple[Basis, ...] = described("The grounds with their values and dates", default=())
    return_reason: str = described("What must be corrected, after a return", default="")
    process_version: str = described("2019, or legacy: accepted before 2019-04-01", default="2019")
    history: tuple[HistoryItem, ...] = ()
    allowed: tuple[str, ...] = described("Commands that may be given now", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCase(Query):
    """One review case. `clear` shows who objected to whoever looks into it, and is recorded."""

    service, answer = "review", CaseView

    application_id: UUID
    clear: bool = False
    reason: str = described("Why clear data are needed", length(0, 200), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One row of a work queue."""

    application_id: UUID
    number: str
    state: str
    street_code: str
    name: str
    category: str
    next_step: str
    due_at: str | None
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A page of a work queue, by legal due date."""

    items: tuple[CaseLine, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCases(Query):
    """The caller's work queue, ordered by legal due date."""

    service, answer = "review", CasePage

    queue: str = described(
        "initial, first, second, objections, returned, overdue or all",
        one_of("initial", "first", "second", "objections", "returned", "overdue", "all"),
        default="all",
    )
    cursor: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityLine:
    """公示 as the public sees it: masked, no phone, no account, no address."""

    application_id: UUID
    name: str
    id_number: str
    street_name: str
    project: str
    category: str
    months: int
    proposed_start: str
    publicity_from: date
    publicity_until: date
    supervision_phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityPage:
    """A page of what is published now."""

    items: tuple[PublicityLine, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPublicity(Query):
    """What is published today, by agency or for the city."""

    service, answer = "review", PublicityPage

    agency: str | None = None
    cursor: str | None = None
    limit: int = 20


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
