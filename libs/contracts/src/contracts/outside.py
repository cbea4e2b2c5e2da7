"""Messages exchanged with outside systems: registries and the social-security centre.

What Lingbu asks is said by intake and payments like any event; what the outside answers comes
from the exchanges `registries.events` and `centre.events`. A question and its answer carry no
sequence: they are matched by request number, and may come late, twice and in any order.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.common import MONTH
from contracts.message import Event
from contracts.wire import described, length, one_of

RESULTS = ("PASS", "FAIL", "NO_DATA", "ERROR", "TIMEOUT")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequested(Event):
    """check.request: one registry is asked one question about one person."""

    source, ordered = "intake", False

    application_id: UUID
    request_id: UUID
    check_code: str
    asked_at: datetime
    subject: str = described(
        "JSON of name, id_number, category, hukou_type, started_on, bank, account", sealed=True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAnswered(Event):
    """check.response. NO_DATA is an answer and is not PASS."""

    source, aggregate, ordered = "registries", "request_id", False

    request_id: UUID
    check_code: str
    result: str = described("What the registry found", one_of(*RESULTS))
    detail: str = described("Short finding without personal data", default="")
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionQueried(Event):
    """contrib.query: what has been paid for this person for these months."""

    source, ordered = "payments", False

    application_id: UUID
    request_id: UUID
    from_month: str = described("YYYY-MM", MONTH)
    subject: str = described("JSON of name, id_number", sealed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionLine:
    """One month that has a contribution on record."""

    month: str = described("YYYY-MM", MONTH)
    payer: str = described("self, employer or unemployment_insurance")
    open_ended: bool = described("The employer insurance has no end", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionAnswered(Event):
    """contrib.reply: the contribution lines, none meaning nothing is on record."""

    source, aggregate, ordered = "centre", "request_id", False

    request_id: UUID
    lines: tuple[ContributionLine, ...]
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundAsked(Event):
    """refund.request: give the person back what they paid themselves for a month."""

    source, ordered = "payments", False

    application_id: UUID
    request_id: UUID
    month: str = described("YYYY-MM", MONTH)
    subject: str = described("JSON of name, id_number, bank, account", sealed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundAnswered(Event):
    """refund.result."""

    source, aggregate, ordered = "centre", "request_id", False

    request_id: UUID
    refunded: bool
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolRow:
    """One row of an addition or removal list; no names, the sealed block carries them."""

    row: int
    application_id: UUID
    month: str = described("First (additions) or last+1 (removals) month, YYYY-MM", MONTH)
    personal: str
    subsidy: str
    code: str = described("Of a removal: its stop code, S12 for a transfer", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolListSent(Event):
    """enroll.batch / leave.batch: the month's list of a district."""

    source, aggregate = "payments", "list_id"

    list_id: UUID
    agency: str
    month: str = described("YYYY-MM", MONTH)
    kind: str = described("additions or removals", one_of("additions", "removals"))
    sequence: int
    rows: tuple[EnrolRow, ...]
    digest: str
    people: str = described("JSON list of name, id_number, bank, account by row", sealed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountUpdateSent(Event):
    """account.update: from that month on the centre collects from this account."""

    source = "payments"

    application_id: UUID
    from_month: str = described("YYYY-MM", MONTH)
    subject: str = described("JSON of name, id_number, bank, account", sealed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row the centre did not take, and why."""

    row: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolListAcknowledged(Event):
    """enroll.ack: every row not refused is enrolled."""

    source, aggregate = "centre", "list_id"

    list_id: UUID
    refused: tuple[RefusedRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionReported(Event):
    """deduct.result: one person's deduction of one month; may be repeated and reordered.

    Codes: 00 ok, 01 余额不足, 02 账户不存在/已销户, 03 账户冻结, 04 户名不符, 05 协议未签,
    09 银行系统, 99 其他.
    """

    source = "centre"

    application_id: UUID
    month: str = described("YYYY-MM", MONTH)
    attempt: int
    code: str
    deducted: str = described("Yuan taken from the person's account")
    deferred: bool = described(
        "暂缓缴 (京人社就发〔2020〕19号 第七条): no failure of the person", default=False
    )
    purpose: str = described(
        "month: the month's own contribution; difference: what a late base adds (补差)",
        one_of("month", "difference"),
        default="month",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionFileAnnounced(Event):
    """deduct.file: a file of deduction results is ready, signed by the centre over its hash."""

    source, aggregate, ordered = "centre", "digest", False

    agency: str
    month: str = described("YYYY-MM", MONTH)
    sequence: int
    lines: int
    total: str
    digest: str = described("SHA-256 of the file", length(64, 64))


@dataclass(frozen=True, slots=True, kw_only=True)
class BasesAnnounced(Event):
    """base.adjust: the bases of a year as the centre has published them."""

    source, aggregate, ordered = "centre", "year", False

    year: int = described("First year of July to June")
    edition: int = described("Which publication of that year")
    document: str
    bases: dict[str, str] = described("Insurance -> base, yuan")
    limits: dict[str, str] = described("floor and ceiling, yuan", default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceAsked(Event):
    """补差: a base was published after months had been collected on the old one.

    Positive sums are to be collected, negative ones to be returned.
    """

    source = "payments"

    application_id: UUID
    month: str = described("YYYY-MM", MONTH)
    personal: str
    subsidy: str
    total: str


STATUSES = (
    "death",
    "retirement",
    "employment",
    "household_left",
    "company",
    "custody",
    "enlistment",
    "schooling",
    "emigration",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReported(Event):
    """status.event: a source pushes what it knows of a person, subsidised or not."""

    source, aggregate, ordered = "registries", "event_id", False

    event_id: UUID = described("The source's own number of the event")
    reporter: str = described("Which source: 公安, 民政, 卫健, 社保 …", length(1, 20))
    status: str = described("What it reports", one_of(*STATUSES))
    month: str = described("The month in which it arose, YYYY-MM", MONTH)
    subject: str = described("JSON of id_number", sealed=True)
