"""The checks that this system answers from its own records: CHK-JY-CUM, CHK-JY-DUP, CHK-BLK."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from intake.domain.forms import Form
from kernel.errors import MissingValue
from kernel.month import Month
from policy import Rules
from policy.deadlines import proposed_start
from policy.duration import months_granted, months_used
from policy.retirement import months_later

__all__ = ["OWN", "Benefit", "Enjoyed", "Record", "answer", "enjoyed"]

FALSE_PROMISE = "S09"  # 虚假承诺/抽查不合格


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """An earlier approval of the same person: months enjoyed, and how it ended if it did.

    `age_fixed_on` is the day of its application, which fixed the age its months depend on.
    """

    category: str
    months_used: int
    ended: bool
    stop_code: str = ""
    ended_on: date | None = None
    age_fixed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known here of one person besides the application at hand."""

    other_open: bool
    benefits: tuple[Benefit, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Enjoyed:
    """Months that count against the cap, and the day of the first application that earned some."""

    months: int
    age_fixed_on: date | None


def enjoyed(category: str, record: Record, rules: Rules) -> Enjoyed:
    """What was enjoyed before and counts for a category; a graduate's months are apart (Q17)."""
    if category not in {known.code for known in rules.categories}:
        return Enjoyed(months=0, age_fixed_on=None)  # not in force: nothing is granted under it
    counting = [
        benefit
        for benefit in record.benefits
        if months_used(category, {benefit.category: benefit.months_used}, rules)
    ]
    days = [benefit.age_fixed_on for benefit in counting if benefit.age_fixed_on]
    return Enjoyed(
        months=sum(benefit.months_used for benefit in counting),
        age_fixed_on=min(days, default=None),
    )


def _used_up(form: Form, record: Record, rules: Rules) -> tuple[str, str]:
    before = enjoyed(form.category, record, rules)
    if before.months == 0:
        return "PASS", "未享受过"
    grant = months_granted(
        category=form.category,
        sex=cast(Any, form.sex),
        retire_class=cast(Any, form.retire_class),
        birth=cast(date, form.birth_date),
        first_approval_date=before.age_fixed_on or rules.day,
        start=proposed_start(Month.of(rules.day), rules),
        months_used=before.months,
        rules=rules,
    )
    result = "FAIL" if grant.code == "R-CUM" else "PASS"
    return result, f"已享受{before.months}个月"


def _duplicate(form: Form, record: Record, rules: Rules) -> tuple[str, str]:
    if record.other_open:
        return "FAIL", "另有在办申请"
    running = any(not benefit.ended for benefit in record.benefits)
    return ("FAIL", "已批准的补贴尚未结束") if running else ("PASS", "无在办申请")


def _blacklisted(form: Form, record: Record, rules: Rules) -> tuple[str, str]:
    """附件3 二.5: barred for the months the pack names, counted from the last such stop.

    Where it names none, or the day is not known, nothing ends the bar but a person's decision.
    """
    broken = [one.ended_on for one in record.benefits if one.stop_code == FALSE_PROMISE]
    if not broken:
        return "PASS", "无失信承诺记录"
    days, months = [day for day in broken if day], _bar(rules)
    if months is None or len(days) < len(broken):
        return "FAIL", "曾因虚假承诺停止补贴，限制申请的期限未公布"
    until = months_later(max(days), months)
    if rules.day < until:
        return "FAIL", f"曾因虚假承诺于{max(days)}停止补贴，{until}前不得申请"
    return "PASS", f"曾因虚假承诺停止补贴，限制申请已于{until}期满"


def _bar(rules: Rules) -> int | None:
    try:
        return rules.false_commitment_bar_months
    except MissingValue:
        return None


OWN: Mapping[str, Callable[[Form, Record, Rules], tuple[str, str]]] = {
    "CHK-JY-CUM": _used_up,
    "CHK-JY-DUP": _duplicate,
    "CHK-BLK": _blacklisted,
}


def answer(code: str, form: Form, record: Record, rules: Rules) -> tuple[str, str]:
    """Result and short finding of one own check; raises KeyError for a check of a registry."""
    return OWN[code](form, record, rules)
