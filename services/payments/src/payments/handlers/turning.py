"""The month turns, and an officer stops a benefit."""

from typing import Any

from contracts.common import Done
from contracts.payments import StopBenefit
from kernel.errors import Invalid
from kernel.month import Month
from payments.domain.states import ACTIVE, ENDED, LIVE
from payments.domain.stops import OFFICER_CODES, Stop, first_month_without, outranks
from payments.handlers.active import arm_turn
from payments.handlers.common import conflict, done, load, queue, ringing
from payments.handlers.ending import EXPIRED
from payments.handlers.extending import extend_by_itself
from payments.handlers.leaving import leave_old_centre
from payments.handlers.ledger import plan, settle
from payments.handlers.retirement import arm_retirement, of_retirement, retires_in
from payments.rows import EntitlementRow
from policy import because

RETIRED = "S05"


def decide_stop(row: EntitlementRow, code: str, month: Month, uow: Any) -> None:
    """A stop that does not come from deductions; an earlier one stands."""
    standing = Stop(row.decided_code, Month.parse(row.decided_month)) if row.decided_code else None
    if outranks(Stop(code, month), standing, uow.policy.on(uow.today).stop(code).recover):
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
    cause = uow.policy.on(uow.today).stop(form.code)
    month = effective_month(row, form.code, event, uow)
    if not may_stop(row, Stop(form.code, month), uow):
        raise conflict(row, uow, "already-ended", "该享受资格已经结束，不能再次停止。")
    title = f"经办人停止享受：{cause.name}"
    facts = {"原因发生月份": event, "首个不享受月份": month, "停止原因": form.code}
    ground = because(f"{cause.name}，自{month.chinese()}起停止。", cause.clause, facts)
    clause = str(cause.clause)
    uow.sign(
        form,
        f"{row.number} {title}",
        start=row.start_month or row.proposed_start,
        months=row.months,
    )
    uow.note(
        row.application_id, "stop_decided", title, clause=clause, why=form.note, basis=(ground,)
    )
    decide_stop(row, form.code, month, uow)
    return done(row, uow)


def effective_month(row: EntitlementRow, code: str, event: Month, uow: Any) -> Month:
    """The first month without benefit when the cause of a stop arose in `event` (domain §6.3)."""
    start = Month.parse(row.start_month or row.proposed_start)
    end = start + max(row.months, 1) - 1
    return first_month_without(uow.policy.on(uow.today).stop(code).effective, event, start, end)


def may_stop(row: EntitlementRow, stop: Stop, uow: Any) -> bool:
    """What lives may be stopped; what has ended only if that takes months back (S09, a death)."""
    if row.state in LIVE:
        return True
    if row.state not in ENDED or row.start_month is None:
        return False
    standing = Stop(row.stop_code, Month.parse(row.stop_month))
    return outranks(stop, standing, uow.policy.on(uow.today).stop(stop.code).recover)


def turn_month(deadline: Any, uow: Any) -> None:
    """The first of a month: plans it in the ledger, or ends a benefit whose months are over."""
    row = ringing(deadline, uow)
    if row is None or row.state != ACTIVE:
        return
    extend_by_itself(row, uow)
    end, month = Month.parse(str(row.end_month)), Month.of(uow.today)
    if month > end:
        _end(row, end, uow)
    else:
        plan_until(row, month, uow)
        settle(row, uow)
        leave_old_centre(row, uow)
        arm_turn(row, uow)
        arm_retirement(row, uow)
    queue(row, uow)


def stop_retired(deadline: Any, uow: Any) -> None:
    """达到退休年龄: stops with the month after it (S05), whatever months are left."""
    row = ringing(deadline, uow)
    if row is None or row.state != ACTIVE:
        return
    if Month.of(uow.today) > retires_in(row, uow):
        _retire(row, uow)
    else:
        arm_retirement(row, uow)
    queue(row, uow)


def _end(row: EntitlementRow, end: Month, uow: Any) -> None:
    """The months are over: because retirement cut them off (S05), or all were enjoyed (S01)."""
    if retires_in(row, uow) <= end:
        _retire(row, uow)
    else:
        decide_stop(row, EXPIRED, end + 1, uow)


def _retire(row: EntitlementRow, uow: Any) -> None:
    month = effective_month(row, RETIRED, retires_in(row, uow), uow)
    cause = uow.policy.on(uow.today).stop(RETIRED)
    title = f"{cause.name}，自{month.chinese()}起停止享受"
    basis = of_retirement(row, month, uow)
    uow.note(row.application_id, "stop_decided", title, clause=str(cause.clause), basis=basis)
    decide_stop(row, RETIRED, month, uow)


def plan_until(row: EntitlementRow, month: Month, uow: Any) -> None:
    """Enters every month from the start to this one that the ledger does not have yet."""
    known = uow.ledgers.months(row.application_id)
    start, end = Month.parse(str(row.start_month)), Month.parse(str(row.end_month))
    for each in Month.range(start, min(month, end)):
        if str(each) not in known:
            plan(row, each, uow)
