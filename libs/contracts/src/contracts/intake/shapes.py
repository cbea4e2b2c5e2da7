"""The two forms of 附件2 and 附件3, checks, and what intake shows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.common import Due, HistoryItem
from contracts.wire import described, length, one_of

PHOTO_KINDS = ("identity_card", "application_form", "commitment")


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
    category: str = described("人员类型 code, see GET /codes/categories", length(1, 10))
    retire_class: str | None = described(
        "A woman's retirement class: worker (50) or cadre (55)",
        one_of("worker", "cadre"),
        default=None,
    )
    graduated_on: date | None = described("毕业证书日期, graduates only", default=None)
    household_division: str = described(
        "户口所在地行政区划代码, six digits; empty: the registry alone vouches for the household",
        length(0, 6),
        default="",
    )
    work: WorkDeclaration


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """灵活就业人员申请享受社会保险补贴承诺书 (附件3), as the applicant filled and signed it."""

    text_version: str = described("Version of the commitment text that was signed", length(1, 60))
    confirms_name: bool = described("确认项 1: 姓名 □")
    confirms_project: bool = described("确认项 2: 灵活就业项 □")
    confirms_id_number: bool = described("确认项 3: 社会保障号 □")
    bank: str = described("缴费银行 code, see GET /codes/banks", length(1, 10))
    account: str = described("账号", length(1, 40))
    account_type: str = described("card or passbook", one_of("card", "passbook"), default="card")
    contact: str = described("联系方式（固话、手机、微信）", length(1, 60))
    emergency_contact: str = described("紧急联系人（固话、手机、微信）", length(1, 60))
    transcription: str = described("抄写内容: the paragraph copied by hand", length(1, 300))
    promised_by: str = described("承诺人", length(1, 50))
    promised_on: date = described("承诺时间")


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
class CommitmentText:
    """The text in force for a district: the city's items first, word for word, then additions."""

    version: str
    agency: str
    items: tuple[str, ...]
    additions: tuple[str, ...]
    transcription: str = described("The paragraph the applicant copies by hand")
    digest: str = described("SHA-256 over the statutory items")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMerged:
    """How many applications are known of the person whose two numbers are one from now on."""

    applications: int


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
    days: int | None = described("Working days since the answer", default=None)


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
class Photo:
    """A photograph with its content, base64."""

    kind: str
    media_type: str
    digest: str
    content: str


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
    household_division: str = described("户口所在地行政区划代码 of the form, if given", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutcome:
    """The standing of one check, without personal data; `answered_on` is the day of its answer."""

    code: str
    severity: str
    result: str
    overridden: bool = False
    answered_on: date | None = None
