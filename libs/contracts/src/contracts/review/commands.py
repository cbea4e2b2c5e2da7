"""What review obeys: initial review, two posts, objections; and what it is asked."""

from dataclasses import dataclass
from uuid import UUID

from contracts.common import Done
from contracts.message import Command, Query
from contracts.review.shapes import (
    CasePage,
    CaseProgress,
    CaseView,
    ObjectionFiled,
    PublicityPage,
    QueueCounts,
)
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
class GetCase(Query):
    """One review case. `clear` shows who objected to whoever looks into it, and is recorded."""

    service, answer = "review", CaseView

    application_id: UUID
    clear: bool = False
    reason: str = described("Why clear data are needed", length(0, 200), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowCase(Query):
    """办理进度: the applicant's own case, where it stands and until when each step is due."""

    service, answer = "review", CaseProgress

    application_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCases(Query):
    """The caller's work queue, ordered by legal due date."""

    service, answer = "review", CasePage

    queue: str = described(
        "initial, first, publicity (passed once, waiting for its end), second, objections, "
        "returned, overdue or all",
        one_of(
            *("initial", "first", "publicity", "second", "objections", "returned"),
            *("overdue", "all"),
        ),
        default="all",
    )
    agency: str | None = described("Only this district's", default=None)
    street_code: str | None = described("Only this street's", default=None)
    cursor: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CountQueues(Query):
    """督办: how many cases of the caller's jurisdiction wait for each step, and are overdue."""

    service, answer = "review", QueueCounts

    by: str = described(
        "agency: a row for each district and step; street: for each street and step",
        one_of("agency", "street"),
        default="agency",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPublicity(Query):
    """What is published today, by agency or for the city."""

    service, answer = "review", PublicityPage

    agency: str | None = None
    cursor: str | None = None
    limit: int = 20
