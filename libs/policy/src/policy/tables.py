"""The code tables of the scheme, one frozen dataclass for each row."""

from dataclasses import dataclass

from policy.dated import Clause
from policy.words import must_be_one_of

SEVERITIES = frozenset({"block", "warn", "info"})
RUNS = frozenset({"intake", "second-post", "monthly", "start", "enlist", "account-change"})
EFFECTS = frozenset(
    {
        "first-employer-month",
        "from-start",
        "month-after-end",
        "month-after-event",
        "month-after-second-failure",
        "month-after-window",
        "next-month",
        "transfer-month",
    }
)
DISABILITIES = frozenset({"moderate", "severe"})  # 中度、重度
CAP_GROUPS = frozenset({"graduate", "personal"})  # months of one group count together
PRIVATE = ("残疾", "低保", "疾病")  # publicity says 就业困难人员 instead
OLDEST, LONGEST = 100, 600  # full years, months: what is more is a slip of the pen
REASON_LENGTH = 20  # characters: the gateways' limit for one variable of a text message


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What every table has: a code that is never recycled, and the clause of the row."""

    code: str
    clause: Clause

    def __post_init__(self) -> None:
        if not self.code.isascii() or set(self.code) & set(" \t\n"):
            raise ValueError(f"code: letters and digits without spaces, not {self.code!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Coded):
    """A code with its Chinese name: projects, education, banks and the like."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Code):
    """A category of persons (人员类型); ages in full years, cap in months.

    `public_name` is printed in publicity, which may not show disability or low income. `open` is
    false for a category our sources name without showing that the province accepts it. Months
    enjoyed under categories of one `cap_group` count together against the cap.
    """

    public_name: str
    open: bool = True
    min_age_female: int | None = None
    min_age_male: int | None = None
    disability: str | None = None
    min_unemployed_months: int | None = None
    unemployment_required: bool = True
    urban_required: bool = True
    graduate: bool = False
    rural_pilot: bool = False
    archive_required: bool = True
    near_retirement: bool = True
    cap_months: int = 0
    cap_group: str = "personal"
    evidence: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        Coded.__post_init__(self)
        _between(self, ("min_age_female", "min_age_male"), OLDEST)
        _between(self, ("min_unemployed_months", "cap_months"), LONGEST)
        if self.open and not self.cap_months:
            raise ValueError("cap_months: at least 1 is expected of a category that is open")
        if self.disability is not None:
            must_be_one_of("disability", self.disability, DISABILITIES)
        must_be_one_of("cap_group", self.cap_group, CAP_GROUPS)
        if told := [word for word in PRIVATE if word in self.public_name]:
            raise ValueError(f"public_name: {told[0]} is not published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Code):
    """One data check (数据比对): what failing it means, and when it is asked.

    severity: "block" | "warn" | "info". runs: "intake", "second-post", "monthly", "start",
    "enlist", "account-change". `reason` is the rejection reason, 20 characters at most.
    """

    source: str
    severity: str
    runs: tuple[str, ...]
    reason: str | None = None
    only_for: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    two_persons_override: bool = False

    def __post_init__(self) -> None:
        Coded.__post_init__(self)
        must_be_one_of("severity", self.severity, SEVERITIES)
        for run in self.runs:
            must_be_one_of("runs", run, RUNS)
        if not self.runs or len(set(self.runs)) < len(self.runs):
            raise ValueError("runs: at least one run is expected, and none twice")
        if self.severity == "block" and not self.reason:
            raise ValueError("severity: a block needs the reason that is told to the applicant")
        if both := sorted(set(self.only_for) & set(self.not_for)):
            raise ValueError(f"not_for: {both[0]} stands in only_for too")
        _fits(self.reason or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ineligibility(Coded):
    """A reason for rejection: a phrase of 20 characters at most, as text T2 prints it."""

    reason: str

    def __post_init__(self) -> None:
        Coded.__post_init__(self)
        _fits(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Code):
    """A cause for stopping a benefit; `effective` names the first month without it."""

    effective: str
    reason: str
    recover: bool = False

    def __post_init__(self) -> None:
        Coded.__post_init__(self)
        must_be_one_of("effective", self.effective, EFFECTS)
        _fits(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionResult(Code):
    """What the bank answered; `counts` if it is a failed deduction of the person.

    `account`: no money in the account would help, the account itself must be put right.
    """

    success: bool
    counts: bool
    account: bool = False

    def __post_init__(self) -> None:
        Coded.__post_init__(self)
        if self.success and (self.counts or self.account):
            raise ValueError("success: what succeeded is no failure of the person or the account")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hukou(Code):
    """Household registration type (户口性质); `local` is absent where the code does not tell."""

    urban: bool | None = None
    local: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Code):
    """A box of monthly income in whole yuan, both ends included; no upper end on the last."""

    low: int
    high: int | None = None

    def __post_init__(self) -> None:
        Coded.__post_init__(self)
        _between(self, ("low", "high"), None)
        if self.high is not None and self.high < self.low:
            raise ValueError(f"high: at least low {self.low} is expected, not {self.high}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Code):
    """One passage of the commitment (承诺书), word for word; `name` is the passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pilot(Code):
    """A district that opened the rural pilot; the code is the agency's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Coded):
    """The clause that a step of the work rests on, as refusals and explanations show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStreet(Code):
    """A street that the demonstration staffs: the code is the street's, `name` what people say.

    Accounts begin with `account` at the street and with `district_account` at its district.
    """

    account: str
    district: str
    district_account: str


def _between(row: object, names: tuple[str, ...], most: int | None) -> None:
    for name in names:
        value = getattr(row, name) or 0
        if value < 0:
            raise ValueError(f"{name}: at least 0 is expected, not {value}")
        if most is not None and value > most:
            raise ValueError(f"{name}: at most {most} is expected, not {value}")


def _fits(reason: str) -> None:
    if len(reason) > REASON_LENGTH:
        raise ValueError(f"reason is longer than {REASON_LENGTH} characters")
