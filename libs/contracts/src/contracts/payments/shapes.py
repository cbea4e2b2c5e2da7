"""What payments shows: lists, reports, the ledger, an entitlement."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.common import Basis, Due, HistoryItem
from contracts.wire import described


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
class ListPreview:
    """Who would go on the lists of a month if they were closed now, masked; nothing is sent."""

    agency: str
    month: str
    additions: tuple[ListRow, ...]
    removals: tuple[ListRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiled:
    """A report was taken: which window it fulfils and when the next is due."""

    application_id: UUID
    state: str
    window_until: date
    next_due: date | None


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
    unclaimed: bool = described("Deducted; its quarter has not been applied for", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceLine:
    """补差 of one month, in yuan; positive to be collected, negative to be returned."""

    month: str
    personal: str
    subsidy: str
    total: str
    state: str = described("asked, failed, settled or cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class InsuranceSum:
    """One insurance of a month, in yuan."""

    insurance: str = described("pension, unemployment or medical")
    base: str
    total: str
    personal: str = described("What the person pays")
    subsidy: str = described("What the fund for employment pays")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCost:
    """What a month costs, and the limits of a chosen base (京人社就发〔2020〕19号 第六条)."""

    month: str
    subsidised: bool = described("Then the base is the floor, and nothing may be chosen")
    floor: str
    ceiling: str = described("Empty while it is not published")
    sums: tuple[InsuranceSum, ...]
    personal: str
    subsidy: str
    total: str
    provisional: bool = described("The base of the new year is not published yet", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrearsLine:
    """补缴 of one month, in yuan; the person's own money."""

    month: str
    base: str
    total: str
    paid_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrearsPaid:
    """补缴 as it was recorded; `sentence` says to the person what is subsidised of it."""

    application_id: UUID
    month: str
    base: str
    paid_on: date
    sums: tuple[InsuranceSum, ...]
    total: str
    sentence: str = described("What is subsidised, and why")
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWindow:
    """One quarterly window and whether a report was filed in it."""

    first_month: str
    last_month: str
    due: date
    fulfilled: bool
    filed_on: date | None = None
    open: bool = described("A report made today counts for it", default=False)
    provisional: bool = described("The year's holidays are not published yet", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWindow:
    """One quarter to be applied for (按季申请), from the day it can be until the last day."""

    first_month: str
    last_month: str
    opens: date
    due: date
    state: str = described("coming, open, claimed or lapsed")


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
    arrears: tuple[ArrearsLine, ...] = ()
    windows: tuple[ReportWindow, ...] = ()
    claims: tuple[ClaimWindow, ...] = ()
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
    report_due: date | None = described(
        "The last day of the report that is owed now (就业情况报告)", default=None
    )
    finding: str = described("As in the entitlement", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitlementPage:
    """A page of entitlements."""

    items: tuple[EntitlementLine, ...]
    next_cursor: str | None = None
