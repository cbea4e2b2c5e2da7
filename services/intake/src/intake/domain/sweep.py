"""每月核查: what the monthly sweep of running benefits asks, and what its answers call for.

An answer stops nobody. Whatever is no pass is a finding for people to look into; FAIL, NO_DATA,
ERROR and TIMEOUT call for different things.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from intake.domain.checks import ANSWERED, replaces
from kernel.clock import start_of_day
from kernel.errors import Conflict
from kernel.month import Month

__all__ = ["TODO", "SweepCheck", "answered", "asked_again", "begins_at", "closed", "request_id"]

AT_NIGHT = timedelta(hours=3)

TODO = {
    "FAIL": "请向本人和登记部门核实：情形属实的，按停止原因办理停止享受；不属实的，写明理由办结。",
    "NO_DATA": "未查到记录：请核对姓名、证件号码，更正后重新查询；情况未变的，写明理由办结。",
    "ERROR": "外部系统未能答复：请重新查询；反复出错的，请对接管理人员处理。",
    "TIMEOUT": "外部系统逾期未答复：请重新查询，并请对接管理人员查看等待列表。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepCheck:
    """One check of one benefit; the words of `store.sweep_rows.SweepCheckRow`."""

    application_id: UUID
    code: str
    request_id: UUID
    month: str
    asked_at: datetime
    result: str = "PENDING"
    answered_at: datetime | None = None
    detail: str = ""
    found: str = ""
    since: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str = ""
    closed_reason: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody has to look into it."""
        return bool(self.found) and self.closed_at is None


def begins_at(month: Month, day: int) -> datetime:
    """The moment the sweep of a month begins: that day, by night."""
    return start_of_day(month.first_day.replace(day=day)) + AT_NIGHT


def request_id(application_id: UUID, code: str, month: str) -> UUID:
    """The same question of the same month has the same number, however often it is put."""
    return uuid5(application_id, f"{month}/{code}")


def answered(check: SweepCheck, result: str, detail: str, at: datetime) -> SweepCheck:
    """What is known after an answer, or after silence; the same check where it says nothing new."""
    if not replaces(check.result, result):
        return check
    heard = at if result in ANSWERED or result == "ERROR" else None
    known = replace(check, result=result, detail=detail, answered_at=heard)
    if result == "PASS":
        return replace(known, found="", since=None, closed_at=None, closed_by="", closed_reason="")
    since = check.since if check.open else at
    return replace(known, found=result, since=since, closed_at=None, closed_by="", closed_reason="")


def asked_again(check: SweepCheck, number: UUID, at: datetime) -> SweepCheck:
    """Somebody has it asked once more; what is open stays open until the answer."""
    return replace(
        check, request_id=number, asked_at=at, result="PENDING", answered_at=None, detail=""
    )


def closed(check: SweepCheck, officer: str, reason: str, at: datetime) -> SweepCheck:
    """Looked into; raises Conflict where nothing is open."""
    if not check.open:
        raise Conflict("该项核查没有待处理的结果。", code="nothing-found")
    return replace(check, closed_at=at, closed_by=officer, closed_reason=reason)
