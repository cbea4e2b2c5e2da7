"""What a month costs with this base (京人社就发〔2020〕19号 第六条): asked at the counter.

Who is subsidised stays on the floor; in any other month everything is the person's own money.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from contracts.payments import GetMonthCost, InsuranceSum, MonthCost
from kernel.errors import Conflict, MissingValue
from kernel.month import Month
from payments.domain.bases import subsidised, written
from payments.domain.states import ENDED, LIVE
from payments.handlers.common import contribution, missing_number, must_see
from payments.rows import EntitlementRow
from policy import Contribution, Rules
from policy.bases import base_of
from policy.contributions import share


def get_month_cost(form: GetMonthCost, uow: Any) -> MonthCost:
    """The sums of a month on the floor or on the base asked for; raises NotFound, Conflict."""
    row = must_see(uow.entitlements.view(form.application_id), uow)
    month = Month.parse(form.month)
    covered = _covered(row, month, uow)
    if covered and form.base:
        message = f"{month.chinese()}享受补贴，按下限缴费，不能自选缴费基数。"
        raise Conflict(message, fields={"base": message}, code="subsidised-on-the-floor")
    cost = _on_base(form, month, uow) if form.base else contribution(month, uow)
    return _answer(cost, uow.policy.on(month.first_day), covered)


def _covered(row: EntitlementRow, month: Month, uow: Any) -> bool:
    """By this benefit, or by another of the same person that lives."""
    known = (row, uow.entitlements.other_living(row))
    return any(_covers(each, month) for each in known if each is not None)


def _covers(row: EntitlementRow, month: Month) -> bool:
    if row.state not in LIVE | ENDED:
        return False
    start = Month.parse(row.start_month or row.proposed_start)
    end = Month.parse(row.end_month) if row.end_month else start + max(row.months, 1) - 1
    stop = Month.parse(row.stop_month) if row.stop_month else None
    return subsidised(month, start, end, stop)


def _on_base(form: GetMonthCost, month: Month, uow: Any) -> Contribution:
    wanted, rules = written(form.base), uow.policy.on(month.first_day)
    try:
        base = base_of(rules, subsidised=False, wanted=wanted)
        return Contribution(
            month,
            share(rules, month, "pension", base),
            share(rules, month, "unemployment", base),
            share(rules, month, "medical"),
        )
    except MissingValue as missing:
        raise missing_number(missing) from None


def _answer(cost: Contribution, rules: Rules, covered: bool) -> MonthCost:
    sums = tuple(
        InsuranceSum(
            insurance=share.insurance,
            base=str(share.base),
            total=str(share.total),
            personal=str(share.personal if covered else share.total),
            subsidy=str(share.subsidy if covered else Decimal("0.00")),
        )
        for share in cost
    )
    return MonthCost(
        month=str(cost.month),
        subsidised=covered,
        floor=str(rules.pension_base),
        ceiling=_ceiling(rules),
        sums=sums,
        personal=_sum(part.personal for part in sums),
        subsidy=_sum(part.subsidy for part in sums),
        total=_sum(part.total for part in sums),
        provisional=cost.provisional,
    )


def _ceiling(rules: Rules) -> str:
    try:
        return str(rules.pension_base_ceiling)
    except MissingValue:
        return ""


def _sum(amounts: Iterable[str]) -> str:
    return str(sum(map(Decimal, amounts), Decimal("0.00")))
