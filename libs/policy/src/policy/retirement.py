"""When a person retires, before and under the gradual delay (渐进式延迟退休, 国发〔2024〕18号)."""

from datetime import date
from typing import Literal

from kernel.age import reaches
from kernel.identity import Sex
from kernel.month import Month
from policy.rules import Rules

__all__ = ["RetireClass", "months_later", "retirement_date", "retirement_month"]

RetireClass = Literal["worker", "cadre"]
"""A woman's last post: worker (工人, 50) or technical and management (管理技术岗, 55)."""


def retirement_date(birth: date, sex: Sex, retire_class: RetireClass, rules: Rules) -> date:
    """The day a person reaches retirement age by the rules of the deciding day.

    Under the delay, each so many months of birth after the first month concerned add one month,
    up to a limit; who reaches the old age before 2025-01 is not concerned. `retire_class` matters
    for women only.
    """
    kind = "male" if sex == "male" else f"female_{retire_class}"
    original = reaches(birth, _number(rules, f"retire_age_{kind}"))
    if not rules.retirement_delayed:
        return original
    past = Month.of(original) - rules.retirement_delayed_from
    if past < 0:
        return original
    delay = past // _number(rules, f"delay_step_{kind}") + 1
    years = _number(rules, f"retire_age_{kind}")
    return months_later(birth, years * 12 + min(delay, _number(rules, f"delay_max_{kind}")))


def retirement_month(birth: date, sex: Sex, retire_class: RetireClass, rules: Rules) -> Month:
    """The month of the retirement date: the last one that can be subsidised."""
    return Month.of(retirement_date(birth, sex, retire_class, rules))


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day (民法典 第二百零二条)."""
    month = Month.of(day) + months
    return month.first_day.replace(day=min(day.day, month.last_day.day))


def _number(rules: Rules, name: str) -> int:
    return int(getattr(rules, name))
