"""Which base (缴费基数) somebody contributes on; 京人社就发〔2020〕19号 第六条、第七条.

Who is subsidised stays on the floor. From 2021 on, others who keep their file with an agency may
choose between floor and ceiling; arrears of 2020 are paid on a base within the limits of the day
they are paid.
"""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kernel.errors import Conflict, Invalid
from kernel.month import Month
from policy.contributions import Share, share
from policy.rules import Rules

__all__ = ["arrears", "base_of", "derived_base", "may_defer"]

_YUAN = Decimal(1)


def base_of(rules: Rules, *, subsidised: bool, wanted: Decimal | None = None) -> Decimal:
    """The base of pension and unemployment in the month of the rules, in yuan.

    Raises Conflict where nothing may be chosen, Invalid outside the limits, and MissingValue when
    a limit is not published.
    """
    floor = rules.pension_base
    if subsidised or wanted is None:
        return floor
    if not rules.base_choice_allowed:
        raise Conflict("当月不能自选缴费基数，按下限缴费。", code="base-not-chosen-yet")
    return _within(wanted, rules)


def may_defer(month: Month, rules: Rules) -> bool:
    """Whether the pension contribution of that month may be put off (暂缓缴); 第七条.

    Raises MissingValue before the measure took effect.
    """
    if not rules.deferral_allowed:
        return False
    return rules.deferral_first_month <= month <= rules.deferral_last_month


def arrears(month: Month, base: Decimal, paid_on: date, rules: Rules) -> Share:
    """What paying up (补缴) a deferred month costs; `rules` are those of `paid_on`; 第七条.

    All of it is the person's own: neither document gives a subsidy for arrears, which follows the
    deduction of the month itself.

    Raises Conflict for a month that could not be deferred and after the last day for paying up,
    Invalid for a base outside the limits of that day.
    """
    if not may_defer(month, rules):
        raise Conflict(f"{month.chinese()}不在可暂缓缴费的月份内。", code="month-not-deferrable")
    last = rules.deferral_makeup_until
    if paid_on > last:
        raise Conflict(f"补缴应于{last:%Y-%m-%d}前办理，已过期限。", code="arrears-too-late")
    cost = share(rules, Month.of(paid_on), "pension", _within(base, rules))
    return replace(cost, personal=cost.total)


def derived_base(annual_wage: Decimal, fraction: Decimal) -> Decimal:
    """How floors up to 2018 were made, to check a published one: never used to pay.

    The annual wage is divided by twelve and rounded half up to the yuan first, then its fraction
    likewise; three times the rounded month is the ceiling.
    """
    monthly = (annual_wage / 12).quantize(_YUAN, ROUND_HALF_UP)
    return (monthly * fraction).quantize(_YUAN, ROUND_HALF_UP)


def _within(base: Decimal, rules: Rules) -> Decimal:
    floor, ceiling = rules.pension_base, rules.pension_base_ceiling
    if not floor <= base <= ceiling:
        sentence = f"缴费基数须在{floor}元至{ceiling}元之间。"
        raise Invalid(sentence, fields={"base": sentence}, code="base-outside-limits")
    return base
