"""What the decisions of payments rested on: clauses, values and days, for the record."""

from typing import Any

from contracts.common import Basis
from kernel.errors import NotFound
from kernel.month import Month
from payments.rows import EntitlementRow, MonthRow, ResultRow
from policy import because
from policy.contributions import Contribution
from policy.deadlines import start_cutoff_of
from policy.reports import ReportWindow

INSURED = {"pension": "养老", "unemployment": "失业", "medical": "医疗"}


def of_finding(row: EntitlementRow, title: str, uow: Any) -> tuple[Basis, ...]:
    """社保状态确认: what is on record from the proposed start on, and by when to act."""
    rules, start = uow.policy.on(uow.today), Month.parse(row.proposed_start)
    lines = [f"{month} {payer}" for month, payer, _ in row.lines]
    facts: dict[str, object] = {"申请享受月份": start, "查询日期": uow.today}
    facts |= {"缴费记录": lines or "无"}
    cutoff = {"截止日": start_cutoff_of(start, uow.calendar, rules)}
    sentence = f"拟开始月份的{rules.cutoff_day}日前确认开始享受月份，遇非工作日提前。"
    return (
        because(f"{title}。", uow.step("start"), facts),
        because(sentence, rules.clause("cutoff_day"), cutoff),
    )


def of_start(row: EntitlementRow, cost: Contribution, uow: Any) -> tuple[Basis, ...]:
    """开始享受月份确认: fresh and clean, so many months from then to then, at that price."""
    rules = uow.policy.on(uow.today)
    fresh = rules.check_stale_working_days
    found: dict[str, object] = {"有效工作日": fresh, "确认日期": uow.today}
    found |= {"查询日期": row.found_on} if row.found_on else {}
    months = {
        "批准月数": row.granted,
        "享受月数": row.months,
        "开始月份": Month.parse(str(row.start_month)),
        "最后月份": Month.parse(str(row.end_month)),
    }
    return (
        because(
            "查询结果在有效期内，无缴费记录。", rules.clause("check_stale_working_days"), found
        ),
        because("申请享受月份与开始享受月份一致，予以确认。", uow.step("start"), months),
        *of_sums(cost),
    )


def of_sums(cost: Contribution) -> tuple[Basis, ...]:
    """The sums of a month: base, rates and what comes of them, insurance by insurance."""
    return tuple(
        because(
            f"{INSURED[share.insurance]}保险：缴费基数{share.base}元，合计{share.total}元，"
            f"个人{share.personal}元，补贴{share.subsidy}元。",
            share.clauses[0],
            {
                "缴费基数": share.base,
                "合计": share.total,
                "个人": share.personal,
                "补贴": share.subsidy,
                "暂按旧基数": share.provisional,
                "比例依据": str(share.clauses[1]),
                "月份": cost.month,
            },
        )
        for share in cost
    )


def of_failure(month: MonthRow, pay_by: object, stops: bool, uow: Any) -> tuple[Basis, ...]:
    """扣款不成功: which in a row this is, and how many end the benefit."""
    rules = uow.policy.on(uow.today)
    limit = rules.failed_deductions_to_stop
    facts: dict[str, object] = {
        "连续不成功月数": month.streak,
        "停止所需月数": limit,
        "结果代码": month.code,
        "月份": Month.parse(month.month),
    }
    facts |= {} if stops else {"请于此日前存足": pay_by}
    sentence = f"连续{limit}个月扣款不成功的停止补贴，现为第{month.streak}个月。"
    return (because(sentence, rules.clause("failed_deductions_to_stop"), facts),)


def of_window(window: ReportWindow, uow: Any) -> tuple[Basis, ...]:
    """A report window: from when to when, until when the report counts, what follows without."""
    rules = uow.policy.on(uow.today)
    length = rules.report_window_months
    facts = {
        "期次": window.number,
        "每期月数": length,
        "首月": window.first,
        "末月": window.last,
        "期末": window.due,
        "截止日期": window.closes,
        "逾期停止月份": window.stop_month,
    }
    sentence = f"自享受月份起每{length}个月报告一次就业情况。"
    return (because(sentence, rules.clause("report_window_months"), facts),)


def of_move(row: EntitlementRow, before: str, uow: Any) -> tuple[Basis, ...]:
    """顺延: the months stay, unless retirement takes some (附件3 二.4)."""
    facts: dict[str, object] = {"批准月数": row.granted, "享受月数": row.months}
    facts |= {"原拟开始月份": Month.parse(before), "拟开始月份": Month.parse(row.proposed_start)}
    less = row.months < row.granted
    sentence = "顺延后至退休年龄月数减少。" if less else "顺延不减少批准的月数。"
    return (because(sentence, uow.step("months_kept"), facts),)


def of_deduction(result: ResultRow, meaning: str, uow: Any) -> tuple[Basis, ...]:
    """A bank's answer: its code, what it means, whether it counts against the person."""
    facts: dict[str, object] = {"结果代码": result.code, "扣款次数": result.attempt}
    facts |= {"实扣金额": result.deducted, "暂缓缴": result.deferred}
    facts |= {"月份": Month.parse(result.month), "收到日期": uow.today}
    try:
        row = uow.policy.on(uow.today).deduction_result(result.code)
    except NotFound:
        return (because(f"{meaning}。", "", facts),)
    return (because(f"{meaning}。", row.clause, facts | {"计入不成功": row.counts}),)
