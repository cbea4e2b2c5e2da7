"""What payments says: the start, each month, reports due, stops, extension, transfer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.common import MONTH
from contracts.message import Event
from contracts.wire import described


@dataclass(frozen=True, slots=True, kw_only=True)
class StartConfirmed(Event):
    """开始享受月份 is fixed: T6, roster, report windows follow from it."""

    source = "payments"

    application_id: UUID
    start_month: str = described("YYYY-MM", MONTH)
    end_month: str = described("YYYY-MM", MONTH)
    months: int
    personal_amount: str = described("Personal part a month, yuan")


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPostponed(Event):
    """顺延: the proposed start moved; a corrected T1 follows."""

    source = "payments"

    application_id: UUID
    start_month: str = described("YYYY-MM", MONTH)
    months: int
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequested(Event):
    """退费 was asked for; until the answer the start waits."""

    source = "payments"

    application_id: UUID
    month: str = described("YYYY-MM", MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartChoiceNeeded(Event):
    """The person paid for the start month already: T8 asks to choose 顺延 or 退费."""

    source = "payments"

    application_id: UUID
    month: str = described("YYYY-MM", MONTH)
    decide_by: date = described("Last day; afterwards the start is postponed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryNear(Event):
    """The last month draws near: T9."""

    source = "payments"

    application_id: UUID
    end_month: str = described("YYYY-MM", MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enlisted(Event):
    """The person went into the month's addition list."""

    source = "payments"

    application_id: UUID
    month: str = described("YYYY-MM", MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitActivated(Event):
    """The centre enrolled the person: the benefit is active from its start month."""

    source = "payments"

    application_id: UUID
    start_month: str = described("YYYY-MM", MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSubsidised(Event):
    """A month was deducted: its sums entered the ledger."""

    source = "payments"

    application_id: UUID
    month: str = described("YYYY-MM", MONTH)
    personal: str
    subsidy: str
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyReversed(Event):
    """冲回: a subsidised month turned out to lie after a stop; its sums leave the ledger again."""

    source = "payments"

    application_id: UUID
    month: str = described("YYYY-MM", MONTH)
    personal: str
    subsidy: str
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceSettled(Event):
    """补差 was collected or returned: the month's sums change by it."""

    source = "payments"

    application_id: UUID
    month: str = described("YYYY-MM", MONTH)
    personal: str
    subsidy: str
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionFailed(Event):
    """扣款未成功: T4 asks the person to hold the money by the date.

    With `stops` this failure ends the benefit: T7 tells that, and T4 would ask for money in vain.
    """

    source = "payments"

    application_id: UUID
    month: str = described("YYYY-MM", MONTH)
    code: str
    consecutive: int
    pay_by: date
    stops: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDue(Event):
    """临近三个月须报告: T3, said once for each reminder day of a window."""

    source = "payments"

    application_id: UUID
    due: date
    stop_month: str = described("YYYY-MM", MONTH)
    days_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDue(Event):
    """按季申请 is open and not made yet: T15, said once for each reminder day."""

    source = "payments"

    application_id: UUID
    first_month: str = described("First month of the quarter, YYYY-MM", MONTH)
    due: date
    days_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentReported(Event):
    """A quarterly report was filed."""

    source = "payments"

    application_id: UUID
    window_until: date
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalAmountChanged(Event):
    """每年7月 a new personal amount: T5."""

    source = "payments"

    application_id: UUID
    from_month: str = described("YYYY-MM", MONTH)
    personal_amount: str
    pay_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitTransferred(Event):
    """转移: from this month on the benefit belongs to the new street; the months before do not."""

    source = "payments"

    application_id: UUID
    from_street: str
    from_agency: str
    to_street: str
    to_agency: str
    from_month: str = described("First month at the new street, YYYY-MM", MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitStopped(Event):
    """停止: the approval ends with the month before `from_month`."""

    source = "payments"

    application_id: UUID
    code: str = described("S01–S12")
    from_month: str = described("First month without benefit, YYYY-MM", MONTH)
    reason_text: str
    months_used: int
    recovery: str = described("追回: what the person has to pay back, in yuan", default="")
    stopped_on: date | None = described("The day on which it was stopped", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitResumed(Event):
    """恢复享受: the stop is lifted, or an expired benefit was extended.

    `state` tells how far it is: confirmed, enlisted or active.
    """

    source = "payments"

    application_id: UUID
    state: str
    end_month: str = described("YYYY-MM", MONTH)
    lifted: str = described("Code of the stop that no longer holds", default="")
    lifted_from: str = described("The month that stop was to begin with, YYYY-MM", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitExtended(Event):
    """延长享受 (京人社就发〔2020〕19号 第五条): a new last month; windows and notices follow."""

    source = "payments"

    application_id: UUID
    end_month: str = described("The new last month, YYYY-MM", MONTH)
    months: int = described("All months granted now")
    automatic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRefused(Event):
    """Employer insurance is open-ended at the start check: the approval ends unused (R-EMP, T2)."""

    source = "payments"

    application_id: UUID
    reason_code: str
    reason_text: str
