"""What intake obeys: application, photographs, corrections; and what it is asked."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.common import Done
from contracts.intake.eligible import Submitted
from contracts.intake.shapes import (
    PHOTO_KINDS,
    ApplicationForm,
    ApplicationPage,
    ApplicationView,
    Commitment,
    CommitmentText,
    PersonMerged,
    Photo,
    PhotoStored,
)
from contracts.message import Command, Query
from contracts.signing import Proof
from contracts.wire import LINE, between, described, length, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitApplication(Command):
    """The clerk keys the two forms; the case is a draft until photographs are there."""

    service, answer = "intake", Submitted

    street_code: str = described("Street or town of household or residence", length(9, 9), LINE)
    residence_basis: str = described(
        "户口所在地 household or 常住地 residence", one_of("household", "residence")
    )
    form: ApplicationForm
    commitment: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachPhoto(Command):
    """拍照上传: one of the three documents. JPEG or PNG, at most 10 MB, decided by content."""

    service, answer = "intake", PhotoStored

    application_id: UUID
    kind: str = described("Which document", one_of(*PHOTO_KINDS))
    content: str = described("The file, base64")


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptApplication(Command):
    """受理: the file is complete; from here the legal clock runs and matching starts."""

    service, answer = "intake", Done

    application_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectApplication(Command):
    """补正 after a return: the corrected forms replace the old, the version grows."""

    service, answer = "intake", Done

    application_id: UUID
    form: ApplicationForm
    commitment: Commitment
    reason: str = described("What was corrected", length(1, 200))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAccount(Command):
    """银行账户变更 (附件3 二.6): another account to collect from; the bank is asked about it."""

    service, answer = "intake", Done

    application_id: UUID
    bank: str = described("缴费银行 code, see GET /codes/banks", length(1, 10), LINE)
    account: str = described("账号", length(1, 40), LINE)
    account_type: str = described("card or passbook", one_of("card", "passbook"), default="card")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeContacts(Command):
    """联系方式变更 (附件3 二.6): how the person is reached from now on."""

    service, answer = "intake", Done

    application_id: UUID
    contact: str = described("联系方式（固话、手机、微信）", length(1, 60), LINE)
    emergency_contact: str = described("紧急联系人（固话、手机、微信）", length(1, 60), LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFaceCheck(Command):
    """当面核查: who checked the person's employment, and when."""

    service, answer = "intake", Done

    application_id: UUID
    checked_by: str = described(
        "核查人: the account of an officer of the street", length(1, 60), LINE
    )
    checked_on: date = described("核查日期")
    findings: str = described("What was found", length(1, 300))
    reason: str = described("Why it is recorded again", length(0, 200), default="")
    checked_by_name: str = described(
        "核查人's name, as the gateway knows it", length(0, 50), default=""
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawApplication(Command):
    """The applicant withdraws before a decision."""

    service, answer = "intake", Done

    application_id: UUID
    reason: str = described("Why", length(1, 200))


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideWarning(Command):
    """A written explanation lets a warning (W) pass; blocks (B) cannot be overridden."""

    service, answer = "intake", Done

    application_id: UUID
    check_code: str = described("Check code", length(1, 20), LINE)
    reason: str = described("Explanation", length(4, 200))
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendCheck(Command):
    """Ask a registry again: unanswered, erroneous, or after the data were corrected there."""

    service, answer = "intake", Done

    application_id: UUID
    check_code: str = described("Check code", length(1, 20), LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCommitmentClauses(Command):
    """A district adds items to the commitment; existing ones are never removed or changed."""

    service, answer = "intake", CommitmentText

    clauses: tuple[str, ...] = described("The items to add, in order")


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePerson(Command):
    """重号更正: the registry gave a person another identity number; both histories become one."""

    service, answer = "intake", PersonMerged

    former_number: str = described("The identity number that was corrected", length(15, 40), LINE)
    id_number: str = described("The identity number in force", length(15, 40), LINE)
    ground: str = described("The registry's certificate of the correction", length(2, 200))


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCommitmentText(Query):
    """The commitment text in force for an agency."""

    service, answer = "intake", CommitmentText

    agency: str = described("Agency code", length(1, 9))


@dataclass(frozen=True, slots=True, kw_only=True)
class GetApplication(Query):
    """One application. `clear` shows personal data in clear and is recorded with its reason."""

    service, answer = "intake", ApplicationView

    application_id: UUID
    clear: bool = False
    reason: str = described("Why clear data are needed", length(0, 200), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListApplications(Query):
    """Applications of the caller's jurisdiction, newest first; exact search by identity number."""

    service, answer = "intake", ApplicationPage

    state: str | None = None
    street_code: str | None = None
    id_number: str | None = described("Exact identity number", length(15, 40), default=None)
    unanswered_days: int | None = described(
        "Only open ones with a check that a registry has not answered for so many days",
        between(0, 366),
        default=None,
    )
    cursor: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class GetPhoto(Query):
    """One of the three photographs of a case; recorded, and with a reason when it is closed."""

    service, answer = "intake", Photo

    application_id: UUID
    kind: str = described("Which document", one_of(*PHOTO_KINDS))
    reason: str = described("Why clear data are needed", length(0, 200), default="")
