"""扣款结果: kept as they come; the ledger is recomputed from all of them."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.common import Basis
from contracts.outside import DeductionReported
from kernel.errors import NotFound, Refusal
from kernel.month import Month
from payments.handlers.common import queue
from payments.handlers.differences import note_difference
from payments.handlers.grounds import of_deduction
from payments.handlers.ledger import settle
from payments.handlers.reconciling import await_reconciliation
from payments.rows import EntitlementRow, ResultRow

POSTED, DIFFERS, DUPLICATE, CORRECTED = "posted", "differs", "duplicate", "corrected"


def take_deduction(event: DeductionReported, uow: Any) -> None:
    """A result that comes as a letter; its month is compared from the coming night on."""
    if note_deduction(event, uow) != DUPLICATE:
        await_reconciliation(str(Month.parse(event.month)), uow)


def note_deduction(event: DeductionReported, uow: Any) -> str:
    """A deduction result, in whatever order and however often: only the first one counts."""
    row = _row(event.application_id, uow)
    if event.purpose == "difference":
        return POSTED if note_difference(row, event, uow) else DUPLICATE
    result = result_of(event, uow)
    if not uow.ledgers.keep(result):
        return DUPLICATE
    title, basis = reported(result, uow)
    uow.note(
        row.application_id, "deduction_reported", title, clause=uow.step("deductions"), basis=basis
    )
    differs = _compare(row, event, uow)
    settle(row, uow)
    queue(row, uow)
    return DIFFERS if differs else POSTED


def correct_deduction(old: DeductionReported, new: DeductionReported | None, uow: Any) -> str:
    """The centre takes a result back (更正): it counts no more, and the new one does, if any."""
    row = _row(old.application_id, uow)
    if old.purpose == "difference":
        raise Refusal("补差结果的更正须人工核对。", code="difference-corrected")
    before = result_of(old, uow)
    known = uow.ledgers.result(before)
    if known is not None:
        known.superseded = True
    now = f"改为{new.code}，{new.deducted}元" if new else "撤回"
    title = f"{Month.parse(old.month).chinese()}第{old.attempt}次扣款结果更正："
    title += f"原为{old.code}，{old.deducted}元，{now}"
    uow.note(row.application_id, "deduction_corrected", title, clause=uow.step("deductions"))
    if new is None or note_deduction(new, uow) == DUPLICATE:
        settle(row, uow)
        queue(row, uow)
    return CORRECTED


def result_of(event: DeductionReported, uow: Any) -> ResultRow:
    """What is kept of a result."""
    return ResultRow(
        application_id=event.application_id,
        month=str(Month.parse(event.month)),
        attempt=event.attempt,
        code=event.code[:4],
        deferred=event.deferred,
        deducted=event.deducted[:20],
        received_at=uow.now,
        superseded=False,
    )


def reported(result: ResultRow, uow: Any) -> tuple[str, tuple[Basis, ...]]:
    """The note of a result: its words and its grounds."""
    name = _meaning(result, uow)
    deferred = "（暂缓缴）" if result.deferred else ""
    month = Month.parse(result.month).chinese()
    title = f"{month}第{result.attempt}次扣款结果：{name}{deferred}"
    return title, of_deduction(result, name, uow)


def differing(month: str, due: Decimal) -> str:
    """The words where the bank took another sum than the one told to the person."""
    return f"{month}扣款金额与个人应缴{due}元不一致，请与社保中心核对"


def _row(application_id: UUID, uow: Any) -> EntitlementRow:
    row: EntitlementRow | None = uow.entitlements.get(application_id)
    if row is None:
        raise NotFound("没有找到该扣款结果对应的享受资格。", code="unknown-entitlement")
    return row


def _meaning(result: ResultRow, uow: Any) -> str:
    rules = uow.policy.on(uow.today)
    try:
        return str(rules.deduction_result(result.code).name)
    except NotFound:
        return f"代码表中没有的代码{result.code[:4]}，请与社保中心核对"


def _compare(row: EntitlementRow, event: DeductionReported, uow: Any) -> bool:
    known = uow.ledgers.months(row.application_id).get(event.month)
    if event.code != "00" or known is None or known.pension_personal is None:
        return False
    due = known.pension_personal + known.unemployment_personal + known.medical_personal
    if event.deducted == str(due):
        return False
    title = differing(event.month, due)
    uow.note(row.application_id, "deduction_differs", title, clause=uow.step("deductions"))
    return True
