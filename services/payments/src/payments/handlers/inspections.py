"""抽查不合格: what two hands have found ends the benefit from its start (附件3 二.5)."""

from typing import Any

from contracts.inspections import InspectionClosed
from kernel.month import Month
from payments.domain.stops import Stop
from payments.handlers.common import queue
from payments.handlers.turning import decide_stop, effective_month, may_stop
from policy import because

BROKEN_PROMISE = "S09"  # 虚假承诺或抽查不合格


def note_inspection(event: InspectionClosed, uow: Any) -> None:
    """Stops the benefit and claims back what was subsidised; what never began has no end."""
    row = uow.entitlements.get(event.application_id)
    if row is None or event.outcome != "failed":
        return
    month = effective_month(row, BROKEN_PROMISE, Month.of(uow.today), uow)
    cause = uow.policy.on(uow.today).stop(BROKEN_PROMISE)
    if not may_stop(row, Stop(BROKEN_PROMISE, month), uow):
        title = "抽查不合格，该享受资格已因同一原因停止或从未开始"
        uow.note(row.application_id, "inspection_failed", title, clause=str(cause.clause))
        return
    facts = {"首个不享受月份": month, "停止原因": BROKEN_PROMISE}
    ground = because(f"{cause.name}，自{month.chinese()}起停止并追回。", cause.clause, facts)
    title = f"抽查不合格，经两名经办人核查确认：{cause.name}"
    clause = str(cause.clause)
    uow.note(row.application_id, "stop_decided", title, clause=clause, basis=(ground,))
    decide_stop(row, BROKEN_PROMISE, month, uow)
    queue(row, uow)
