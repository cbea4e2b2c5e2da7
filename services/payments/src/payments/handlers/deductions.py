"""扣款结果: kept as they come; the ledger is recomputed from all of them."""

from typing import Any

from contracts.outside import DeductionReported
from kernel.errors import NotFound
from kernel.month import Month
from payments.handlers.common import queue
from payments.handlers.differences import note_difference
from payments.handlers.grounds import of_deduction
from payments.handlers.ledger import settle
from payments.rows import EntitlementRow, ResultRow


def note_deduction(event: DeductionReported, uow: Any) -> None:
    """A deduction result, in whatever order and however often: only the first one counts."""
    row = uow.entitlements.get(event.application_id)
    if row is None:
        raise NotFound("没有找到该扣款结果对应的享受资格。", code="unknown-entitlement")
    if event.purpose == "difference":
        note_difference(row, event, uow)
        return
    result = _result(event, uow)
    name = _meaning(result, uow)
    if not uow.ledgers.keep(result):
        return
    month = Month.parse(event.month)
    deferred = "（暂缓缴）" if event.deferred else ""
    title = f"{month.chinese()}第{event.attempt}次扣款结果：{name}{deferred}"
    basis = of_deduction(result, name, uow)
    uow.note(
        row.application_id, "deduction_reported", title, clause=uow.step("deductions"), basis=basis
    )
    _compare(row, event, uow)
    settle(row, uow)
    queue(row, uow)


def _result(event: DeductionReported, uow: Any) -> ResultRow:
    return ResultRow(
        application_id=event.application_id,
        month=str(Month.parse(event.month)),
        attempt=event.attempt,
        code=event.code[:4],
        deferred=event.deferred,
        deducted=event.deducted[:20],
        received_at=uow.now,
    )


def _meaning(result: ResultRow, uow: Any) -> str:
    rules = uow.policy.on(uow.today)
    try:
        return str(rules.deduction_result(result.code).name)
    except NotFound:
        return f"代码表中没有的代码{result.code[:4]}，请与社保中心核对"


def _compare(row: EntitlementRow, event: DeductionReported, uow: Any) -> None:
    """Says so when the bank took another sum than the one told to the person."""
    known = uow.ledgers.months(row.application_id).get(event.month)
    if event.code != "00" or known is None or known.pension_personal is None:
        return
    due = known.pension_personal + known.unemployment_personal + known.medical_personal
    if event.deducted != str(due):
        title = f"{event.month}扣款金额与个人应缴{due}元不一致，请与社保中心核对"
        uow.note(row.application_id, "deduction_differs", title, clause=uow.step("deductions"))
