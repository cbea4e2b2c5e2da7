"""Payments: entitlement, start month, contributions, subsidy sums, quarterly reports, stop."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.common import MONTH, Done, Due, HistoryItem
from contracts.message import Command, Event, Query
from contracts.signing import Proof
from contracts.wire import between, described, length, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContributions(Command):
    """社保缴费状态查询: ask the centre what was paid for the start month and after."""

    service, answer = "payments", Done

    application_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmStart(Command):
    """开始享受月份确认: the finding is clean, the benefit starts as proposed; T6 is sent."""

    service, answer = "payments", Done

    application_id: UUID
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostponeStart(Command):
    """顺延: the start moves to the first month without a contribution; agreed with the person."""

    service, answer = "payments", Done

    application_id: UUID
    reason: str = described("What was agreed with the applicant", length(2, 200))


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRefund(Command):
    """退费: the centre is asked to refund the person's own contribution of the start month."""

    service, answer = "payments", Done

    application_id: UUID
    reason: str = described("What was agreed with the applicant", length(2, 200))


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseStart(Command):
    """不予享受: the finding bars the start (open-ended employer insurance); T2 is sent."""

    service, answer = "payments", Done

    application_id: UUID
    note: str = described("Internal note", length(0, 300), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One person on an addition (增员) or removal (减员) list, masked."""

    row: int
    application_id: UUID
    number: str
    name: str
    id_number: str
    start_month: str
    base: str
    personal: str
    subsidy: str
    bank: str
    account: str
    state: str = described("sent, accepted or refused", default="sent")
    refusal: str = ""
    code: str = described("Of a removal: its stop code", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionList:
    """增员名单 or 减员名单 of a district for a month, as it was closed and sent."""

    list_id: UUID
    agency: str
    month: str
    kind: str = described("additions or removals")
    sequence: int
    closed_at: str
    rows: tuple[ListRow, ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAdditionList(Command):
    """向区社保中心报送增员名单: close and send this month's additions and removals."""

    service, answer = "payments", AdditionList

    month: str = described("YYYY-MM", MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class GetAdditionList(Query):
    """The district's list of a month (the newest, or the one numbered)."""

    service, answer = "payments", AdditionList

    agency: str = described("Agency code", length(1, 9))
    month: str = described("YYYY-MM", MONTH)
    kind: str = described("Which list", one_of("additions", "removals"), default="additions")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiled:
    """A report was taken: which window it fulfils and when the next is due."""

    application_id: UUID
    state: str
    window_until: date
    next_due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport(Command):
    """就业情况报告: what work, where, when, what income; counter, WeChat or PC."""

    service, answer = "payments", ReportFiled

    application_id: UUID
    content: str = described("工作内容", length(1, 200))
    place: str = described("工作地点", length(1, 200))
    hours: str = described("工作时间", length(1, 100))
    income: int = described("劳动收入, yuan a month", between(0, 1_000_000))
    employed_by_unit: bool = described("已在单位就业: ends the benefit (S04)", default=False)
    channel: str = described(
        "counter, wechat or pc", one_of("counter", "wechat", "pc"), default="counter"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """就业情况报告 as it was filed; what the person wrote is shown only in clear."""

    filed_at: str
    filed_by: str
    channel: str = described("counter, wechat or pc")
    window: int = described("Which window it fulfils; 0: none")
    income: int = described("劳动收入, yuan a month")
    employed_by_unit: bool
    content: str = described("工作内容")
    place: str = described("工作地点")
    hours: str = described("工作时间")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportList:
    """All reports of one entitlement, oldest first."""

    application_id: UUID
    items: tuple[ReportView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetReports(Query):
    """The reports of one entitlement. `clear` shows the person's words, and is recorded."""

    service, answer = "payments", ReportList

    application_id: UUID
    clear: bool = False
    reason: str = described("Why clear data are needed", length(0, 200), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class StopBenefit(Command):
    """停止享受 by an officer, with a stop code S04–S11 and its ground."""

    service, answer = "payments", Done

    application_id: UUID
    code: str = described("Stop code", length(3, 3))
    event_month: str = described("The month in which the cause arose, YYYY-MM", MONTH)
    note: str = described("Ground", length(2, 300))
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendBenefit(Command):
    """延长1年 by the district, of a benefit that expired before it could be extended by itself."""

    service, answer = "payments", Done

    application_id: UUID
    note: str = described(
        "How it is known that the person is still without stable work", length(2, 300)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferBenefit(Command):
    """转街道 or 转区 from a month on, by the district it leaves; a later decision replaces it."""

    service, answer = "payments", Done

    application_id: UUID
    to_street: str = described("Street code it goes to", length(9, 9))
    from_month: str = described("First month at the new street, YYYY-MM", MONTH)
    reason: str = described("Where the person has moved, and since when", length(2, 300))


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissSuspicion(Command):
    """疑似停止情形 looked into and found wrong: the benefit goes on."""

    service, answer = "payments", Done

    application_id: UUID
    event_id: UUID
    note: str = described("What was found", length(2, 300))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """疑似停止情形: what an outside source reported, and whether people have looked into it."""

    event_id: UUID
    code: str = described("The stop code it would mean")
    month: str = described("The month in which it arose, YYYY-MM")
    reporter: str
    reported_at: str
    dismissed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLine:
    """One month of the ledger: the personal and the subsidised part of each insurance, in yuan."""

    month: str
    state: str = described("planned, deducted, failed, deferred or void")
    pension_personal: str
    pension_subsidy: str
    unemployment_personal: str
    unemployment_subsidy: str
    medical_personal: str
    medical_subsidy: str
    personal: str
    subsidy: str
    total: str
    provisional: bool = False
    failure_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceLine:
    """补差 of one month, in yuan; positive to be collected, negative to be returned."""

    month: str
    personal: str
    subsidy: str
    total: str
    state: str = described("asked, failed, settled or cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWindow:
    """One quarterly window and whether a report was filed in it."""

    first_month: str
    last_month: str
    due: date
    fulfilled: bool
    filed_on: date | None = None
    provisional: bool = described("The year's holidays are not published yet", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitlementView:
    """享受资格: months granted, start, ledger, reports and why it stopped."""

    application_id: UUID
    number: str
    state: str = described(
        "start_check, querying, finding, refund_pending, confirmed, enlisted, active, "
        "completed, stopped, refused"
    )
    street_code: str
    agency: str
    name: str
    id_number: str
    proposed_start: str
    start_month: str | None
    end_month: str | None
    months: int
    months_used: int
    finding: str = described(
        "clean, self_paid, employer_ended, employer_open, unemployment or empty", default=""
    )
    finding_detail: str = ""
    consecutive_failures: int = 0
    ledger: tuple[MonthLine, ...] = ()
    differences: tuple[DifferenceLine, ...] = ()
    windows: tuple[ReportWindow, ...] = ()
    stop_code: str = ""
    stop_month: str = ""
    stop_reason: str = ""
    recovery: str = described("追回: what the person has to pay back, in yuan", default="")
    suspicions: tuple[Suspicion, ...] = ()
    enrol_refusal: str = described("Why the centre did not enrol the person", default="")
    transfer_to: str = described("Street a decided transfer goes to", default="")
    transfer_month: str = described("First month there, YYYY-MM", default="")
    dues: tuple[Due, ...] = ()
    history: tuple[HistoryItem, ...] = ()
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GetEntitlement(Query):
    """One entitlement with ledger and windows."""

    service, answer = "payments", EntitlementView

    application_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitlementLine:
    """One row of a list of entitlements."""

    application_id: UUID
    number: str
    state: str
    street_code: str
    name: str
    start_month: str | None
    end_month: str | None
    next_due: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitlementPage:
    """A page of entitlements."""

    items: tuple[EntitlementLine, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntitlements(Query):
    """Entitlements of the caller's jurisdiction, those with the nearest due date first."""

    service, answer = "payments", EntitlementPage

    state: str | None = None
    cursor: str | None = None
    limit: int = 20


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


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitResumed(Event):
    """恢复享受: the stop is lifted, or an expired benefit was extended.

    `state` tells how far it is: confirmed, enlisted or active.
    """

    source = "payments"

    application_id: UUID
    state: str
    end_month: str = described("YYYY-MM", MONTH)


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
