"""The proposed start month moves, or the approval ends before its first month."""

from datetime import date
from typing import Any

from contracts.payments import StartPostponed, StartRefused
from kernel.clock import end_of_day
from kernel.month import Month
from payments.domain.states import REFUSED, START_CHECK
from payments.handlers.common import queue, ringing, term_from
from payments.handlers.grounds import of_move
from payments.rows import EntitlementRow
from policy import because
from policy.deadlines import start_cutoff_of


def bring_forward(row: EntitlementRow, uow: Any) -> bool:
    """Moves a start month whose cutoff has passed to the next that can still be confirmed.

    False when retirement leaves no month from there.
    """
    rules = uow.policy.on(uow.today)
    start = target = Month.parse(row.proposed_start)
    while uow.today > start_cutoff_of(target, uow.calendar, rules):
        target += 1
    return target == start or move(row, uow, target, "已过确认期限，顺延", automatic=True)


def end_unused(row: EntitlementRow, uow: Any, reason_code: str, words: str = "") -> None:
    """The approval ends before its first month; T2 goes out with the listed reason.

    `words` are the officer's own, for the record.
    """
    reason = uow.policy.on(uow.today).reason(reason_code)
    row.state, row.months, row.request_id, row.refund_id = REFUSED, 0, None, None
    uow.deadlines.cancel_all(row.application_id)
    uow.emit(
        StartRefused(
            application_id=row.application_id,
            reason_code=reason_code,
            reason_text=reason.reason,
        )
    )
    title = f"不予享受：{reason.reason}"
    facts = {"原因代码": reason_code, "申请享受月份": Month.parse(row.proposed_start)}
    uow.note(
        row.application_id,
        "start_refused",
        title,
        clause=str(reason.clause),
        basis=(because(f"{reason.reason}。", reason.clause, facts),),
        why=words,
    )


def move(
    row: EntitlementRow,
    uow: Any,
    target: Month,
    why: str,
    *,
    automatic: bool,
    words: str = "",
) -> bool:
    """Proposes another start month; False, and nothing said, when no month is left from there."""
    before, row.proposed_start = row.proposed_start, str(target)
    row.months = term_from(target, row, uow)
    basis, clause = of_move(row, before, uow), uow.step("postponement")
    start_anew(row)
    if row.months < 1:
        title = f"{why}至{target.chinese()}后已达到退休年龄，没有可享受的月份，请街道（乡镇）处理"
        uow.deadlines.cancel("start_check", row.application_id)
        uow.note(row.application_id, "no_months_left", title, clause=clause, basis=basis, why=words)
        return False
    uow.emit(
        StartPostponed(
            application_id=row.application_id,
            start_month=row.proposed_start,
            months=row.months,
            automatic=automatic,
        )
    )
    title = f"{why}：拟自{target.chinese()}起享受{row.months}个月"
    uow.note(row.application_id, "start_postponed", title, clause=clause, basis=basis, why=words)
    await_start(row, uow)
    return True


def start_anew(row: EntitlementRow) -> None:
    row.state, row.finding, row.lines, row.request_id = START_CHECK, "", [], None
    row.refunded = False


def await_start(row: EntitlementRow, uow: Any) -> None:
    """Sets the cutoff of the proposed start month: the 24th, or the working day before it."""
    rules = uow.policy.on(uow.today)
    last_day: date = start_cutoff_of(Month.parse(row.proposed_start), uow.calendar, rules)
    uow.deadlines.set(
        "start_check",
        row.application_id,
        end_of_day(last_day),
        rule=str(uow.step("start")),
        calendar=uow.calendar,
    )
    queue(row, uow)


def count_cutoff_again(deadline: Any, uow: Any) -> str:
    """Another calendar is in force: the cutoff is counted anew from the proposed start month."""
    row = ringing(deadline, uow)
    if row is not None:
        await_start(row, uow)
    return "社保状态确认"
