"""补缴 (京人社就发〔2020〕19号 第七条): a deferred month of 2020 is paid up, on a chosen base.

Only the pension contribution could be put off, so only that is paid up. Neither document gives a
subsidy for it: a subsidy follows the deduction of the month itself. So all of it is the person's
own money, and the month stays deferred in the ledger.
"""

from decimal import Decimal
from typing import Any

from contracts.common import Basis
from contracts.payments import ArrearsLine, ArrearsPaid, InsuranceSum, PayArrears
from kernel.errors import Conflict, Invalid, MissingValue
from kernel.month import Month
from payments.domain.bases import written
from payments.domain.ledger import DEFERRED
from payments.handlers.common import conflict, load
from payments.rows import ArrearsRow, EntitlementRow
from policy import Share, because
from policy.bases import arrears, may_defer

UNSUBSIDISED = "两个文件均未规定补缴月份的补贴：补缴由本人全额缴纳，该月不计补贴。"


def pay_arrears(form: PayArrears, uow: Any) -> ArrearsPaid:
    """Records a month paid up; the decision is signed by the officer's key."""
    row = load(form.application_id, uow)
    month = Month.parse(form.month)
    _must_be_owed(row, month, uow)
    cost = _cost(form, month, uow)
    basis = _grounds(form, month, cost, uow)
    sentence = f"{row.number} 登记补缴{month.chinese()}基本养老保险费{cost.total}元"
    uow.sign(form, sentence, total=str(cost.total), base=str(cost.base))
    uow.ledgers.add(
        ArrearsRow(
            application_id=row.application_id,
            month=str(month),
            base=cost.base,
            total=cost.total,
            paid_on=form.paid_on,
            recorded_by=uow.caller.subject,
        )
    )
    title = f"{month.chinese()}基本养老保险费已于{form.paid_on}补缴{cost.total}元，不计补贴"
    clause = basis[0].clause
    uow.note(row.application_id, "arrears_paid", title, clause=clause, basis=basis)
    return _answer(form, cost, basis)


def arrears_of(row: EntitlementRow, uow: Any) -> tuple[ArrearsLine, ...]:
    """What has been paid up, oldest month first."""
    found = uow.ledgers.arrears(row.application_id)
    return tuple(
        ArrearsLine(
            month=name,
            base=str(found[name].base),
            total=str(found[name].total),
            paid_on=found[name].paid_on,
        )
        for name in sorted(found)
    )


def payable(row: EntitlementRow, uow: Any) -> bool:
    """Whether a deferred month can still be paid up today."""
    try:
        in_time = uow.today <= uow.policy.on(uow.today).deferral_makeup_until
    except MissingValue:
        return False
    months = uow.ledgers.months(row.application_id)
    put_off = {name for name, month in months.items() if month.state == DEFERRED}
    return in_time and bool(put_off - uow.ledgers.arrears(row.application_id).keys())


def _must_be_owed(row: EntitlementRow, month: Month, uow: Any) -> None:
    known = uow.ledgers.months(row.application_id).get(str(month))
    if known is None or known.state != DEFERRED:
        message = f"{month.chinese()}没有暂缓缴费的记录，不能补缴。"
        raise conflict(row, uow, "month-not-deferred", message)
    if str(month) in uow.ledgers.arrears(row.application_id):
        message = f"{month.chinese()}已经登记补缴，不能重复登记。"
        raise conflict(row, uow, "arrears-paid-already", message)


def _cost(form: PayArrears, month: Month, uow: Any) -> Share:
    base, rules = written(form.base), uow.policy.on(form.paid_on)
    if form.paid_on > uow.today:
        sentence = "补缴日期不能晚于今天。"
        raise Invalid(sentence, fields={"paid_on": sentence}, code="paid-on-in-future")
    try:
        may_defer(month, rules)
    except MissingValue:
        message = "补缴日期早于暂缓缴费办法的执行日期。"
        raise Conflict(message, fields={"paid_on": message}, code="arrears-not-yet") from None
    return arrears(month, base, form.paid_on, rules)


def _grounds(form: PayArrears, month: Month, cost: Share, uow: Any) -> tuple[Basis, ...]:
    rules = uow.policy.on(form.paid_on)
    days = {
        "补缴月份": month,
        "补缴日期": form.paid_on,
        "最后补缴日期": rules.deferral_makeup_until,
    }
    limits = {"下限": rules.pension_base, "上限": rules.pension_base_ceiling, "选定基数": cost.base}
    sums = {"缴费基数": cost.base, "合计": cost.total, "比例依据": str(cost.clauses[1])}
    return (
        because("暂缓缴费的月份可以补缴。", rules.clause("deferral_makeup_until"), days),
        because("基数在补缴时点的上下限内自选。", rules.clause("deferral_allowed"), limits),
        because("基本养老保险按补缴时点的比例计算。", cost.clauses[0], sums),
        because(UNSUBSIDISED),
    )


def _answer(form: PayArrears, cost: Share, basis: tuple[Basis, ...]) -> ArrearsPaid:
    pension = InsuranceSum(
        insurance=cost.insurance,
        base=str(cost.base),
        total=str(cost.total),
        personal=str(cost.total),
        subsidy=str(Decimal("0.00")),
    )
    return ArrearsPaid(
        application_id=form.application_id,
        month=form.month,
        base=pension.base,
        paid_on=form.paid_on,
        sums=(pension,),
        total=pension.total,
        sentence=UNSUBSIDISED,
        basis=basis,
    )
