"""What payments obeys: the start month, lists, reports, stops; and what it is asked."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.common import MONTH, Done
from contracts.message import Command, Query
from contracts.payments.shapes import (
    AdditionList,
    ArrearsPaid,
    EntitlementPage,
    EntitlementView,
    ListPreview,
    MonthCost,
    ReportFiled,
    ReportList,
)
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
class PreviewAdditionList(Query):
    """Whom closing the lists of a month would add and remove now, in the caller's district."""

    service, answer = "payments", ListPreview

    month: str = described("YYYY-MM", MONTH)


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
class ClaimSubsidy(Command):
    """按季申请: asks for the subsidy of a past quarter's paid months, where the pack wants it."""

    service, answer = "payments", Done

    application_id: UUID
    month: str = described("Any month of the quarter, YYYY-MM", MONTH)


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
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferBenefit(Command):
    """转街道 or 转区 from a month on, by the district it leaves; a later decision replaces it."""

    service, answer = "payments", Done

    application_id: UUID
    to_street: str = described("Street code it goes to", length(9, 9))
    from_month: str = described("First month at the new street, YYYY-MM", MONTH)
    reason: str = described("Where the person has moved, and since when", length(2, 300))
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissSuspicion(Command):
    """疑似停止情形 looked into and found wrong: the benefit goes on."""

    service, answer = "payments", Done

    application_id: UUID
    event_id: UUID
    note: str = described("What was found", length(2, 300))
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayArrears(Command):
    """补缴: the person paid up the pension contribution of a month that was put off."""

    service, answer = "payments", ArrearsPaid

    application_id: UUID
    month: str = described("The month that was put off, YYYY-MM", MONTH)
    base: str = described("The base the person chose, in yuan", length(1, 12))
    paid_on: date
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class GetMonthCost(Query):
    """What a month costs the person; a base may be chosen only where nothing is subsidised."""

    service, answer = "payments", MonthCost

    application_id: UUID
    month: str = described("YYYY-MM", MONTH)
    base: str = described("The base asked for, yuan; empty: the floor", length(0, 12), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class GetEntitlement(Query):
    """One entitlement with ledger and windows."""

    service, answer = "payments", EntitlementView

    application_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntitlements(Query):
    """Entitlements of the caller's jurisdiction, those with the nearest due date first."""

    service, answer = "payments", EntitlementPage

    state: str | None = None
    suspected: bool = described("Only with a report nobody has looked into yet", default=False)
    work: str = described(
        "start: whose start month is open, by due date; reports: who owes a report (就业情况报告),"
        " by its last day; empty: all",
        one_of("", "start", "reports"),
        default="",
    )
    cursor: str | None = None
    limit: int = 20
