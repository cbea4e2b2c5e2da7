"""What the steps of a running benefit rested on: lists, activation, July, stop, resumption."""

from datetime import date
from typing import Any

from contracts.common import Basis
from kernel.month import Month
from payments.domain.ledger import DEDUCTED, FAILED
from payments.domain.stops import Stop
from payments.handlers.grounds import of_sums
from payments.rows import EntitlementRow, PlaceRow
from policy import because
from policy.contributions import Contribution


def of_addition(place: PlaceRow, uow: Any) -> tuple[Basis, ...]:
    """增员: from which month the centre collects, on which bases, which sums."""
    facts: dict[str, object] = {"首个扣款月份": Month.parse(place.month)}
    facts |= {"开始享受月份": Month.parse(place.start_month)}
    facts |= {"缴费基数": place.base, "个人": place.personal, "补贴": place.subsidy}
    return (because("每月向区社保中心报送增员名单。", uow.step("lists"), facts),)


def of_removal(stop: Stop, uow: Any) -> tuple[Basis, ...]:
    """减员: for which stop, and the first month that is not collected."""
    cause = uow.policy.on(uow.today).stop(stop.code)
    facts = {"停止原因": stop.code, "首个不扣款月份": stop.month}
    return (because(f"{cause.name}，报送减员名单。", cause.clause, facts),)


def of_activation(row: EntitlementRow, uow: Any) -> tuple[Basis, ...]:
    """社保中心已增员: from when to when, how many months."""
    facts: dict[str, object] = {"开始月份": Month.parse(str(row.start_month))}
    facts |= {"最后月份": Month.parse(str(row.end_month)), "享受月数": row.months}
    return (because("社保中心接受增员后，自开始享受月份起享受补贴。", uow.step("lists"), facts),)


def of_amount(cost: Contribution, pay_by: date, before: object, uow: Any) -> tuple[Basis, ...]:
    """每年7月: the new personal amount, the old one, and how it comes about."""
    facts = {"自": cost.month, "个人每月应缴": cost.personal, "原个人每月应缴": before}
    facts |= {"请于此日前存足": pay_by}
    return (because("每年7月按新标准缴费。", uow.step("yearly_amount"), facts), *of_sums(cost))


def of_stop(row: EntitlementRow, stop: Stop, uow: Any) -> tuple[Basis, ...]:
    """停止: by which cause, from when; for failed deductions also which months failed."""
    rules = uow.policy.on(uow.today)
    cause, months = rules.stop(stop.code), uow.ledgers.months(row.application_id)
    used = sum(month.state == DEDUCTED for month in months.values())
    facts: dict[str, object] = {"停止原因": stop.code, "首个不享受月份": stop.month}
    facts |= {"已享受月数": used, "批准月数": row.months}
    facts |= {"批准的最后月份": Month.parse(row.end_month)} if row.end_month else {}
    ground = because(f"{cause.name}，停止享受。", cause.clause, facts)
    failed = sorted(name for name, month in months.items() if month.state == FAILED)
    if stop.code != "S02":
        return (ground,)
    limit = {"停止所需月数": rules.failed_deductions_to_stop, "扣款不成功月份": failed}
    sentence = f"连续{rules.failed_deductions_to_stop}个月扣款不成功的停止补贴。"
    return ground, because(sentence, rules.clause("failed_deductions_to_stop"), limit)


def of_resumption(row: EntitlementRow, lifted: Stop, why: str, uow: Any) -> tuple[Basis, ...]:
    """恢复: which stop no longer holds, and until when the benefit lasts."""
    facts: dict[str, object] = {"消除的停止原因": lifted.code, "原首个不享受月份": lifted.month}
    facts |= {"最后月份": Month.parse(str(row.end_month)), "享受月数": row.months}
    cause = uow.policy.on(uow.today).stop(lifted.code)
    return (because(f"{why}，恢复享受。", cause.clause, facts),)
