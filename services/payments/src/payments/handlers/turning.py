"""The month turns, and an officer stops a benefit."""

from typing import Any

from contracts.common import Done
from contracts.payments import StopBenefit
from kernel.errors import Invalid
from kernel.month import Month
from payments.domain.states import ACTIVE, LIVE
from payments.domain.stops import OFFICER_CODES, first_month_without
from payments.handlers.active import arm_turn
from payments.handlers.common import conflict, done, load, queue, ringing
from payments.handlers.ending import EXPIRED
from payments.handlers.ledger import plan, settle
from payments.rows import EntitlementRow


def decide_stop(row: EntitlementRow, code: str, month: Month, uow: Any) -> None:
    """A stop that does not come from deductions; an earlier one stands."""
    if not row.decided_code or str(month) < row.decided_month:
        row.decided_code, row.decided_month = code, str(month)
    settle(row, uow)


def stop_benefit(form: StopBenefit, uow: Any) -> Done:
    """停止享受 by an officer: a listed code and the month its cause arose."""
    row = load(form.application_id, uow)
    event = Month.parse(form.event_month)
    if form.code not in OFFICER_CODES:
        field = {"code": "应为 S04 至 S11。"}
        raise Invalid("没有这个停止原因代码。", fields=field, code="unknown-stop-code")
    if event > Month.of(uow.today) + 1:
        field = {"event_month": "不能晚于下月。"}
        raise Invalid("停止原因发生月份不能晚于下月。", fields=field, code="event-month-in-future")
    if row.state not in LIVE:
        raise conflict(row, uow, "already-ended", "该享受资格已经结束，不能再次停止。")
    cause = uow.policy.on(uow.today).stop(form.code)
    start = Month.parse(row.start_month or row.proposed_start)
    end = start + max(row.months, 1) - 1
    title = f"经办人停止享受：{cause.name}"
    uow.sign(form, f"{row.number} {title}", start=str(start), months=row.months)
    uow.note(row.application_id, "stop_decided", title, clause=str(cause.clause), why=form.note)
    decide_stop(row, form.code, first_month_without(cause.effective, event, start, end), uow)
    return done(row, uow)


def turn_month(deadline: Any, uow: Any) -> None:
    """The first of a month: plans it in the ledger, or ends a benefit whose months are over."""
    row = ringing(deadline, uow)
    if row is None or row.state != ACTIVE:
        return
    end, month = Month.parse(str(row.end_month)), Month.of(uow.today)
    if month > end:
        decide_stop(row, EXPIRED, end + 1, uow)
    else:
        plan_until(row, month, uow)
        settle(row, uow)
        arm_turn(row, uow)
    queue(row, uow)


def plan_until(row: EntitlementRow, month: Month, uow: Any) -> None:
    """Enters every month from the start to this one that the ledger does not have yet."""
    known = uow.ledgers.months(row.application_id)
    start, end = Month.parse(str(row.start_month)), Month.parse(str(row.end_month))
    for each in Month.range(start, min(month, end)):
        if str(each) not in known:
            plan(row, each, uow)
