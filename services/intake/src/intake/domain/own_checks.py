"""The checks that this system answers from its own records: CHK-JY-CUM, CHK-JY-DUP, CHK-BLK."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from intake.domain.forms import Form
from kernel.month import Month
from policy import Rules
from policy.duration import months_granted

__all__ = ["OWN", "Benefit", "Record", "answer"]

FALSE_PROMISE = "S09"  # 虚假承诺/抽查不合格


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """An earlier approval of the same person: months enjoyed, and how it ended if it did."""

    category: str
    months_used: int
    ended: bool
    stop_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known here of one person besides the application at hand."""

    other_open: bool
    benefits: tuple[Benefit, ...] = field(default=())


def _used_up(form: Form, record: Record, rules: Rules) -> tuple[str, str]:
    """A graduate's months are counted apart from all others."""
    graduate = form.category == "PGRAD"
    used = sum(b.months_used for b in record.benefits if (b.category == "PGRAD") == graduate)
    if used == 0:
        return "PASS", "未享受过"
    grant = months_granted(
        category=form.category,
        sex=cast(Any, form.sex),
        retire_class=cast(Any, form.retire_class),
        birth=cast(date, form.birth_date),
        first_approval_date=rules.day,
        start=Month.of(rules.day) + rules.start_offset_months,
        months_used=used,
        rules=rules,
    )
    result = "FAIL" if grant.code == "R-CUM" else "PASS"
    return result, f"已享受{used}个月"


def _duplicate(form: Form, record: Record, rules: Rules) -> tuple[str, str]:
    if record.other_open:
        return "FAIL", "本市另有在办申请"
    running = any(not benefit.ended for benefit in record.benefits)
    return ("FAIL", "已批准的补贴尚未结束") if running else ("PASS", "无在办申请")


def _blacklisted(form: Form, record: Record, rules: Rules) -> tuple[str, str]:
    broken = any(benefit.stop_code == FALSE_PROMISE for benefit in record.benefits)
    return ("FAIL", "曾因虚假承诺停止补贴") if broken else ("PASS", "无失信承诺记录")


OWN: Mapping[str, Callable[[Form, Record, Rules], tuple[str, str]]] = {
    "CHK-JY-CUM": _used_up,
    "CHK-JY-DUP": _duplicate,
    "CHK-BLK": _blacklisted,
}


def answer(code: str, form: Form, record: Record, rules: Rules) -> tuple[str, str]:
    """Result and short finding of one own check; raises KeyError for a check of a registry."""
    return OWN[code](form, record, rules)
