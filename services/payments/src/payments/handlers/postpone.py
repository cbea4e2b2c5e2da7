"""顺延 and 退费: what happens when the proposed start month cannot be the first month."""

from typing import Any
from uuid import uuid4

from contracts.common import Done
from contracts.outside import RefundAnswered, RefundAsked
from contracts.payments import PostponeStart, RefundRequested, RequestRefund
from kernel.month import Month
from payments.domain.start import CLEAN, EMPLOYER_OPEN, SELF_PAID, Line, first_free
from payments.domain.states import FINDING, REFUND_PENDING, STARTING
from payments.handlers.common import about, conflict, done, load, queue, ringing
from payments.handlers.ledger import settle
from payments.handlers.moving import end_unused, move, start_anew
from payments.handlers.refunds import note_month_refund


def postpone_start(form: PostponeStart, uow: Any) -> Done:
    """顺延: the start moves to the first later month without a contribution, as agreed."""
    row = load(form.application_id, uow)
    if row.state == FINDING and row.finding == EMPLOYER_OPEN:
        raise conflict(row, uow, "employer-open", "单位正在参保缴费，不能顺延，应不予享受。")
    if row.state == FINDING and row.finding == CLEAN:
        raise conflict(row, uow, "start-clean", "没有影响开始享受月份的缴费，无须顺延，请确认。")
    if row.state not in (FINDING, REFUND_PENDING):
        raise conflict(row, uow, "nothing-found", "请先查询缴费状态，再办理顺延。")
    lines = [Line(Month.parse(month), payer, open_) for month, payer, open_ in row.lines]
    target = first_free(lines, Month.parse(row.proposed_start))
    if not move(row, uow, target, "与申请人商定顺延", automatic=False, words=form.reason):
        end_unused(row, uow, "R-RET")
    return done(row, uow)


def request_refund(form: RequestRefund, uow: Any) -> Done:
    """退费: the centre is asked to return the person's own contribution of the start month."""
    row = load(form.application_id, uow)
    if row.state != FINDING or row.finding != SELF_PAID:
        raise conflict(row, uow, "not-refundable", "只有个人自行缴费的月份可以申请退费。")
    row.state, row.refund_id = REFUND_PENDING, uuid4()
    month = row.proposed_start
    uow.emit(RefundRequested(application_id=row.application_id, month=month))
    uow.emit(
        RefundAsked(
            application_id=row.application_id,
            request_id=row.refund_id,
            month=month,
            subject=about(row, uow, "name", "id_number", "bank", "account"),
        )
    )
    title = f"与申请人商定退费，已向社保中心申请退还{Month.parse(month).chinese()}个人缴费"
    uow.note(
        row.application_id, "refund_requested", title, clause=uow.step("start"), why=form.reason
    )
    return done(row, uow)


def note_refund(event: RefundAnswered, uow: Any) -> None:
    """A refund makes the start month clean; a refusal moves it by one month.

    An answer about a later month goes to the ledger.
    """
    row = uow.entitlements.refunding(event.request_id)
    if row is None:
        if row := note_month_refund(event, uow):
            settle(row, uow)
        return
    row.refund_id = None
    if row.state != REFUND_PENDING:
        title = "退费结果迟到，开始享受月份已另行处理"
        uow.note(row.application_id, "refund_late", title, clause=uow.step("start"))
    elif event.refunded:
        row.state, row.finding, row.found_on, row.refunded = FINDING, CLEAN, uow.today, True
        title = "个人缴费已退还，可以确认开始享受月份"
        uow.note(row.application_id, "refunded", title, clause=uow.step("start"))
    else:
        next_month = Month.parse(row.proposed_start) + 1
        move(row, uow, next_month, "社保中心未予退费，自动顺延一个月", automatic=True)
    queue(row, uow)


def roll_start(deadline: Any, uow: Any) -> None:
    """The cutoff passed undecided: the start rolls by a month and the street is told.

    After as many rolls as the policy allows it only waits for the street; it never decides.
    """
    row = ringing(deadline, uow)
    if row is None or row.state not in STARTING:
        return
    limit = uow.policy.on(uow.today).start_rolls_max
    row.rolls += 1
    if row.rolls <= limit:
        why = "退费结果逾期未返回" if row.state == REFUND_PENDING else "截止日前未确认"
        target = Month.parse(row.proposed_start) + 1
        move(row, uow, target, f"{why}，自动顺延一个月", automatic=True)
    else:
        start_anew(row)
    if row.rolls >= limit:
        title = f"已连续{row.rolls}次未在截止日前确认开始享受月份，退回街道（乡镇）处理"
        uow.note(row.application_id, "start_escalated", title, clause=uow.step("start_escalation"))
    queue(row, uow)
