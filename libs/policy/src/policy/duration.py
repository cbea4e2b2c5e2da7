"""For how many months a benefit is granted (批准补贴月数), and when it is extended.

Starting later (顺延) keeps the months, unless retirement cuts them (附件3 二.4). A graduate's
months (PGRAD) are counted apart from those of the other categories: pass as `months_used` what
`months_used` finds among all that was enjoyed before. An unknown category is NotFound.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kernel.age import reaches
from kernel.basis import Basis
from kernel.identity import Sex
from kernel.month import Month
from policy.basis import because
from policy.dated import Clause
from policy.retirement import RetireClass, retirement_date
from policy.rules import Rules
from policy.tables import Category

__all__ = ["Extension", "Grant", "extension", "months_granted", "months_used"]


@dataclass(frozen=True, slots=True)
class Grant:
    """Months granted from the start, the last of them, and why so many.

    No months left is a result too: `months` is 0, `end` is None, `code` is the rejection reason.
    """

    months: int
    end: Month | None
    reasons: tuple[Basis, ...]
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A new last month under 京人社就发〔2020〕19号 第五条; unless `automatic` a person decides."""

    end: Month
    automatic: bool
    clause: Clause


def months_granted(
    *,
    category: str,
    sex: Sex,
    retire_class: RetireClass,
    birth: date,
    first_approval_date: date,
    start: Month,
    months_used: int,
    rules: Rules,
) -> Grant:
    """Months from `start`: what is left of the cap, or fewer if retirement comes first.

    `rules` are those of `first_approval_date`, which freezes the age (初次核定时年龄).
    """
    kind = rules.category(category)
    retires = retirement_date(birth, sex, retire_class, rules)
    cap, why = _cap(kind, retires, first_approval_date, rules)
    until = Month.of(retires) - (not rules.pay_in_retirement_month)
    used = because(f"已享受{months_used}个月。", kind.clause, {"已享受月数": months_used})
    age = "retire_age_male" if sex == "male" else f"retire_age_female_{retire_class}"
    last: dict[str, object] = {"开始月份": start, "最后月份": until}
    ends = because(f"至{until.chinese()}达到退休年龄为止。", rules.clause(age), last)
    reasons = (why, used) if months_used else (why,)
    return _smaller(start, cap - months_used, until - start + 1, (*reasons, ends))


def months_used(category: str, enjoyed: Mapping[str, int], rules: Rules) -> int:
    """Months that count against the cap of a category, of all enjoyed so far by category."""
    group = rules.category(category).cap_group
    return sum(n for code, n in enjoyed.items() if rules.category(code).cap_group == group)


def extension(end: Month, retires: Month, rules: Rules) -> Extension | None:
    """The extension of a benefit expiring in `end`, or None if the measure does not reach it.

    Never beyond the month of retirement. Raises MissingValue before the measure took effect.
    """
    if not rules.extension_months:
        return None
    if not rules.extension_first_expiry <= end <= rules.extension_last_expiry or retires <= end:
        return None
    return Extension(
        min(end + rules.extension_months, retires),
        end >= rules.extension_automatic_from,
        rules.clause("extension_months"),
    )


def _smaller(start: Month, unused: int, to_retirement: int, reasons: tuple[Basis, ...]) -> Grant:
    months = min(unused, to_retirement)
    if to_retirement >= unused:
        reasons = reasons[:-1]  # retirement decided nothing
    if months < 1:
        return Grant(0, None, reasons, "R-CUM" if unused < 1 else "R-RET")
    return Grant(months, start + months - 1, reasons)


def _cap(kind: Category, retires: date, approved: date, rules: Rules) -> tuple[int, Basis]:
    years = rules.near_retirement_years
    # Strictly less: who has exactly five years left is not "不足5年".
    near = kind.near_retirement and retires < reaches(approved, years)
    if near and rules.cap_months_near_retirement > kind.cap_months:
        clause = rules.clause("cap_months_near_retirement")
        cap = rules.cap_months_near_retirement
        facts = {"初次核定日期": approved, "临近退休年数": years, "最长月数": cap}
        return cap, because(f"初次核定时距退休年龄不足{years}年，最长{cap}个月。", clause, facts)
    cap = kind.cap_months
    return cap, because(f"{kind.name}最长{cap}个月。", kind.clause, {"最长月数": cap})
