"""Intake (受理): the application form of 附件2, the commitment of 附件3, photographs, checks."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.common import Done, Due, HistoryItem
from contracts.message import Command, Event, Query
from contracts.signing import Proof
from contracts.wire import described, length, one_of

PHOTO_KINDS = ("identity_card", "application_form", "commitment")
CATEGORIES = ("P4045", "PDIS2", "PDIS3", "PARMY", "PZERO", "PUN1Y", "PLOW", "PGRAD", "PRURAL")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDeclaration:
    """灵活工作情况声明 of 附件2: what work, since when, what it brings."""

    started_on: date = described("自……日起从事; the declared first day of flexible work")
    project: str = described("灵活就业项目 code, see GET /codes/projects", length(1, 20))
    content: str = described("从事……工作: the work in words", length(1, 100))
    days_engaged: int | None = described("至今已……日; computed when absent", default=None)
    income_band: str = described(
        "月收入区间: A 1000元以下, B 1001-2000, C 2001-4999, D 5000元以上",
        one_of("A", "B", "C", "D"),
    )
    no_contract: bool = described("未与任何单位签订《劳动合同》或形成事实劳动关系")
    declared_by: str = described("声明人", length(1, 50))
    declared_on: date = described("声明日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationForm:
    """灵活就业社会保险补贴申请表 (附件2). Sex and birth date may be left to the identity number."""

    name: str = described("姓名", length(1, 50))
    id_number: str = described("社会保障号（身份证号）", length(15, 40))
    sex: str | None = described("性别", one_of("male", "female"), default=None)
    birth_date: date | None = described("出生日期", default=None)
    education: str = described("文化程度, GB/T 4658 code", length(1, 4))
    former_status: str = described("失业前身份 code", length(1, 4))
    home_address: str = described("家庭居住地址", length(1, 200))
    household_address: str = described("户口所在地址", length(1, 200))
    hukou_type: str = described("户籍类型 code", length(1, 4))
    unemployed_on: date = described("失业时间")
    file_unit: str = described("存档单位", length(0, 100), default="")
    category: str = described("人员类型 code, see GET /codes/categories", one_of(*CATEGORIES))
    retire_class: str | None = described(
        "A woman's retirement class: worker (50) or cadre (55)",
        one_of("worker", "cadre"),
        default=None,
    )
    graduated_on: date | None = described("毕业证书日期, graduates only", default=None)
    work: WorkDeclaration


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """灵活就业人员申请享受社会保险补贴承诺书 (附件3), as the applicant filled and signed it."""

    text_version: str = described("Version of the commitment text that was signed", length(1, 60))
    confirms_name: bool = described("确认项 1: 姓名 □")
    confirms_project: bool = described("确认项 2: 灵活就业项 □")
    confirms_id_number: bool = described("确认项 3: 社会保障号 □")
    bank: str = described("PSBC 邮政储蓄银行 or BOB 北京银行", length(1, 10))
    account: str = described("账号", length(1, 40))
    account_type: str = described("card or passbook", one_of("card", "passbook"), default="card")
    contact: str = described("联系方式（固话、手机、微信）", length(1, 60))
    emergency_contact: str = described("紧急联系人（固话、手机、微信）", length(1, 60))
    transcription: str = described("抄写内容: the paragraph copied by hand", length(1, 300))
    promised_by: str = described("承诺人", length(1, 50))
    promised_on: date = described("承诺时间")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitApplication(Command):
    """The clerk keys the two forms; the case is a draft until photographs are there."""

    service, answer = "intake", Done

    street_code: str = described("Street or town of household or residence", length(9, 9))
    residence_basis: str = described(
        "户口所在地 household or 常住地 residence", one_of("household", "residence")
    )
    form: ApplicationForm
    commitment: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoStored:
    """A photograph as it was kept: re-encoded, without metadata."""

    application_id: UUID
    kind: str
    digest: str
    media_type: str
    width: int
    height: int
    size: int


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
    bank: str = described("PSBC 邮政储蓄银行 or BOB 北京银行", length(1, 10))
    account: str = described("账号", length(1, 40))
    account_type: str = described("card or passbook", one_of("card", "passbook"), default="card")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeContacts(Command):
    """联系方式变更 (附件3 二.6): how the person is reached from now on."""

    service, answer = "intake", Done

    application_id: UUID
    contact: str = described("联系方式（固话、手机、微信）", length(1, 60))
    emergency_contact: str = described("紧急联系人（固话、手机、微信）", length(1, 60))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFaceCheck(Command):
    """当面核查: who checked the person's employment, and when."""

    service, answer = "intake", Done

    application_id: UUID
    checked_by: str = described("核查人签字", length(1, 50))
    checked_on: date = described("核查日期")
    findings: str = described("What was found", length(1, 300))
    reason: str = described("Why it is recorded again", length(0, 200), default="")


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
    check_code: str = described("Check code", length(1, 20))
    reason: str = described("Explanation", length(4, 200))
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendCheck(Command):
    """Ask a registry again: unanswered, erroneous, or after the data were corrected there."""

    service, answer = "intake", Done

    application_id: UUID
    check_code: str = described("Check code", length(1, 20))


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentText:
    """The text in force for a district: the city's items first, word for word, then additions."""

    version: str
    agency: str
    items: tuple[str, ...]
    additions: tuple[str, ...]
    transcription: str = described("The paragraph the applicant copies by hand")
    digest: str = described("SHA-256 over the statutory items")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCommitmentClauses(Command):
    """A district adds items to the commitment; existing ones are never removed or changed."""

    service, answer = "intake", CommitmentText

    clauses: tuple[str, ...] = described("The items to add, in order")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMerged:
    """How many applications are known of the person whose two numbers are one from now on."""

    applications: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePerson(Command):
    """重号更正: the registry gave a person another identity number; both histories become one."""

    service, answer = "intake", PersonMerged

    former_number: str = described("The identity number that was corrected", length(15, 40))
    id_number: str = described("The identity number in force", length(15, 40))
    ground: str = described("The registry's certificate of the correction", length(2, 200))


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCommitmentText(Query):
    """The commitment text in force for an agency."""

    service, answer = "intake", CommitmentText

    agency: str = described("Agency code", length(1, 9))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """One matching check of a case."""

    code: str
    title: str
    severity: str = described("B block, W warning, I information")
    result: str = described("PENDING, PASS, FAIL, NO_DATA, ERROR or TIMEOUT")
    asked_at: str
    answered_at: str | None = None
    detail: str = ""
    overridden_by: str = ""
    override_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoView:
    """One stored photograph, without its content."""

    kind: str
    digest: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationView:
    """An application as an officer sees it; personal data masked unless asked for in clear."""

    application_id: UUID
    number: str
    state: str = described("draft, accepted, returned, reported, approved, rejected, withdrawn")
    street_code: str
    street_name: str
    agency: str
    residence_basis: str = described("household or residence: why this street", default="household")
    version: int
    process_version: str
    accepted_at: str | None
    digest: str
    form: dict[str, object]
    commitment: dict[str, object]
    photos: tuple[PhotoView, ...]
    checks: tuple[CheckView, ...]
    face_check: dict[str, object] | None
    dues: tuple[Due, ...]
    history: tuple[HistoryItem, ...]
    allowed: tuple[str, ...] = described("Commands that may be given now", default=())
    details: dict[str, object] = described(
        "Account and contacts as they are now; the commitment stays as it was signed",
        default_factory=dict,
    )
    earlier_face_checks: tuple[dict[str, object], ...] = described(
        "Face checks that a later one replaced, oldest first", default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GetApplication(Query):
    """One application. `clear` shows personal data in clear and is recorded with its reason."""

    service, answer = "intake", ApplicationView

    application_id: UUID
    clear: bool = False
    reason: str = described("Why clear data are needed", length(0, 200), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationLine:
    """One row of a list of applications, masked."""

    application_id: UUID
    number: str
    state: str
    street_code: str
    name: str
    id_number: str
    category: str
    project: str
    submitted_at: str
    accepted_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationPage:
    """A page of applications and the cursor of the next."""

    items: tuple[ApplicationLine, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListApplications(Query):
    """Applications of the caller's jurisdiction, newest first; exact search by identity number."""

    service, answer = "intake", ApplicationPage

    state: str | None = None
    street_code: str | None = None
    id_number: str | None = described("Exact identity number", length(15, 40), default=None)
    cursor: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photograph with its content, base64."""

    kind: str
    media_type: str
    digest: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GetPhoto(Query):
    """One of the three photographs of a case."""

    service, answer = "intake", Photo

    application_id: UUID
    kind: str = described("Which document", one_of(*PHOTO_KINDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What the other services need to know of a case; carried in events, personal data sealed."""

    street_code: str
    agency: str
    category: str
    sex: str
    birth_date: date
    retire_class: str
    hukou_type: str
    project: str
    income_band: str
    work_started_on: date
    unemployed_on: date | None = described("失业时间 of the form", default=None)
    graduated_on: date | None = described("毕业证书日期, graduates only", default=None)
    months_used: int = described("Months enjoyed before that count against the cap", default=0)
    age_fixed_on: date | None = described(
        "The day that fixed the age at the first approval (初次核定), if months were enjoyed",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationAccepted(Event):
    """受理: a street took an application; review opens a case, others keep what they need."""

    source = "intake"

    application_id: UUID
    number: str
    accepted_at: datetime
    process_version: str
    dossier_version: int
    digest: str = described("SHA-256 of the canonical dossier the reviewers decide on")
    facts: CaseFacts
    person_key: str = described("Keyed hash of the identity number")
    person: str = described(
        "JSON of name, id_number, phone, contact, bank, account, emergency_contact", sealed=True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationCorrected(Event):
    """补正: the dossier changed; `publicity_relevant` says whether what was published changed."""

    source = "intake"

    application_id: UUID
    dossier_version: int
    digest: str
    publicity_relevant: bool
    facts: CaseFacts
    person: str = described("As in application_accepted", sealed=True)
    person_key: str = described("Keyed hash of the identity number, corrected too", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsChanged(Event):
    """账户或联系方式变更 (附件3 二.6): who keeps them keeps these from now on."""

    source = "intake"

    application_id: UUID
    account_from: str = described(
        "First month collected from the new account, YYYY-MM; empty: the account is the same"
    )
    person: str = described("As in application_accepted", sealed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutcome:
    """The standing of one check, without personal data."""

    code: str
    severity: str
    result: str
    overridden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingCompleted(Event):
    """数据比对: every mandatory source has answered, or an answer changed the picture."""

    source = "intake"

    application_id: UUID
    dossier_version: int
    blocked: bool = described(
        "At least one B check is not PASS, or a failed W check is not explained yet"
    )
    outcomes: tuple[CheckOutcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceCheckRecorded(Event):
    """当面核查 was done."""

    source = "intake"

    application_id: UUID
    checked_by: str
    checked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationWithdrawn(Event):
    """The applicant withdrew; whoever works on the case stops."""

    source = "intake"

    application_id: UUID
    reason: str
