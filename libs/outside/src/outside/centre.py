"""What Lingbu and the social-security centre (社会保险基金管理中心) say to each other in a month.

Sums are yuan with two decimals, as text. A `reference` is Lingbu's number of a benefit; the centre
keeps it from the addition list and names it in every deduction.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marshmallow import validate

from contracts.common import MONTH
from contracts.outside import ContributionLine, RefusedRow
from contracts.wire import described, length, one_of
from outside.letters import Letter

YUAN = validate.Regexp(r"\A-?[0-9]{1,9}\.[0-9]{2}\Z", error="金额应为两位小数的元。")
TOTAL = validate.Regexp(r"\A(0|[1-9][0-9]{0,12})\.[0-9]{2}\Z", error="金额应为两位小数的元。")
HEX = validate.Regexp(r"\A[0-9a-f]{64}\Z", error="应为64位小写十六进制数字。")
DEDUCTION_CODES = ("00", "01", "02", "03", "04", "05", "09", "99")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """A person the centre collects from, with the account."""

    name: str
    id_number: str = described("Identity number (公民身份号码)")
    bank: str = described("Bank of the account", default="")
    account: str = described("Account number", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContribQuery(Letter):
    """What is on record for this person from a month on."""

    message, to_partner = "contrib.query", True

    from_month: str = described("YYYY-MM", MONTH)
    subject: Payer = described("Whom it is about; without an account", sealed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContribReply(Letter):
    """The months on record; none means that nothing is."""

    message, asked_by = "contrib.reply", "contrib.query"

    lines: tuple[ContributionLine, ...]
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequest(Letter):
    """Give the person back (退费) what they paid themselves for a month."""

    message, to_partner = "refund.request", True

    month: str = described("YYYY-MM", MONTH)
    subject: Payer = described("Whom, and to which account", sealed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundResult(Letter):
    """Refunded, or not and why."""

    message, asked_by = "refund.result", "refund.request"

    refunded: bool
    detail: str = described("Why not", length(0, 300), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One person of a list: what is collected and what is subsidised in a month."""

    row: int = described("Number of the row in its list, from 1")
    reference: UUID = described("Lingbu's number of the benefit")
    month: str = described("First month (additions), first month no longer (removals)", MONTH)
    personal: str = described("The person's part of a month", YUAN)
    subsidy: str = described("The subsidised part of a month", YUAN)
    stop_code: str = described("Of a removal: why it ended", length(0, 10), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrollBatch(Letter):
    """The month's addition list (增员名单) of a district."""

    message, to_partner = "enroll.batch", True

    agency: str = described("Code of the district", length(1, 12))
    month: str = described("YYYY-MM", MONTH)
    sequence: int = described("Which list of the month")
    digest: str = described("SHA-256 of the rows as Lingbu froze them", length(64, 64))
    rows: tuple[ListRow, ...]
    people: tuple[Payer, ...] = described("The people, in the order of the rows", sealed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveBatch(Letter):
    """The month's removal list (减员名单) of a district."""

    message, to_partner = "leave.batch", True

    agency: str = described("Code of the district", length(1, 12))
    month: str = described("YYYY-MM", MONTH)
    sequence: int = described("Which list of the month")
    digest: str = described("SHA-256 of the rows as Lingbu froze them", length(64, 64))
    rows: tuple[ListRow, ...]
    people: tuple[Payer, ...] = described("The people, in the order of the rows", sealed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAck(Letter):
    """The list was taken; every row that is not refused counts."""

    message, asked_by = "batch.ack", "enroll.batch, leave.batch"

    refused: tuple[RefusedRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountUpdate(Letter):
    """From a month on the centre collects from this account."""

    message, to_partner = "account.update", True

    reference: UUID = described("Lingbu's number of the benefit")
    from_month: str = described("YYYY-MM", MONTH)
    subject: Payer = described("The person with the new account", sealed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRequest(Letter):
    """What a late base adds to a month (补差): positive to be collected, negative returned."""

    message, to_partner = "difference.request", True

    reference: UUID = described("Lingbu's number of the benefit")
    month: str = described("YYYY-MM", MONTH)
    personal: str = described("The person's part", YUAN)
    subsidy: str = described("The subsidised part", YUAN)
    total: str = described("Both", YUAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Letter):
    """Taken note of: the answer to what needs no other."""

    message, asked_by = "receipt", "account.update, difference.request"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductResult(Letter):
    """One person's deduction of one month. The key is reference, month, purpose and attempt.

    Codes: 00 deducted, 01 余额不足, 02 账户不存在或已销户, 03 账户冻结, 04 户名不符, 05 协议未签,
    09 银行系统, 99 其他. It may come twice and in any order.
    """

    message = "deduct.result"

    reference: UUID = described("Lingbu's number of the benefit")
    month: str = described("YYYY-MM", MONTH)
    attempt: int = described("Which attempt of that month, from 1", validate.Range(1, 99))
    code: str = described("Result", one_of(*DEDUCTION_CODES))
    deducted: str = described("Taken from the person's account", YUAN)
    deferred: bool = described("The month may be paid later (暂缓缴)", default=False)
    purpose: str = described(
        "month: its own contribution; difference: what a late base adds",
        one_of("month", "difference"),
        default="month",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductFile(Letter):
    """A file of deduction results is ready; docs/deduction-files.md says how it is written.

    The signature of this letter is the file's: it holds the hash of all its bytes. The letter may
    also be brought beside the file by hand. A later sequence of the same agency and month is a
    correction: the whole month again, of which only what is different counts.
    """

    message = "deduct.file"

    agency: str = described("Code of the district", length(6, 12))
    month: str = described("YYYY-MM", MONTH)
    sequence: int = described("Which file of the month, from 1", validate.Range(1, 9999))
    lines: int = described("Rows between header and trailer", validate.Range(0, 1_000_000))
    total: str = described("Sum of what was deducted, yuan", TOTAL)
    sha256: str = described("SHA-256 of the file, in small hexadecimal digits", HEX)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseAdjust(Letter):
    """The contribution bases of a year, as published; a newer version replaces an older."""

    message = "base.adjust"

    year: int = described("First year of July to June", validate.Range(2015, 2099))
    edition: int = described("Which publication of that year, from 1", validate.Range(1, 99))
    document: str = described("Its document", length(1, 200))
    bases: dict[str, str] = described("Insurance -> base of flexible workers, yuan")
    limits: dict[str, str] = described("floor and ceiling, yuan", default_factory=dict)
