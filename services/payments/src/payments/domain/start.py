"""The start month (开始享受月份): what the contribution record means for it.

京劳服失发〔2019〕1号 附件1 三.4、四.3 and 附件3 二.4; the decision table is domain §6.2.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kernel.identity import Sex
from kernel.month import Month
from policy import Rules
from policy.duration import Grant, months_granted
from policy.retirement import RetireClass

__all__ = ["TITLES", "Line", "Person", "find", "first_free", "grant", "term"]

CLEAN, SELF_PAID, EMPLOYER_ENDED = "clean", "self_paid", "employer_ended"
EMPLOYER_OPEN, UNEMPLOYMENT = "employer_open", "unemployment"

TITLES = {
    CLEAN: "无缴费记录，可以确认开始享受月份",
    SELF_PAID: "个人已自行缴费，须与申请人商定退费或顺延",
    EMPLOYER_ENDED: "当月由单位缴费且已停止，须顺延",
    UNEMPLOYMENT: "当月领取失业保险金，须顺延",
    EMPLOYER_OPEN: "单位正在参保缴费，不符合灵活就业条件",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One month with a contribution; payer is self, employer or unemployment_insurance."""

    month: Month
    payer: str
    open_ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What the number of months depends on.

    `approved_on` is the day of the first approval (初次核定), which froze the age; `months_used`
    were enjoyed before under categories of the same cap.
    """

    category: str
    sex: Sex
    retire_class: RetireClass
    birth: date
    approved_on: date
    months_used: int = 0


def find(lines: Iterable[Line], start: Month) -> str:
    """What the record says about a proposed start: clean, self_paid, employer_ended,
    employer_open or unemployment. The gravest wins, for a month can have several payers."""
    known = tuple(lines)
    if any(line.payer == "employer" and line.open_ended for line in known):
        return EMPLOYER_OPEN
    payers = {line.payer for line in known if line.month == start}
    if "employer" in payers:
        return EMPLOYER_ENDED
    if "unemployment_insurance" in payers:
        return UNEMPLOYMENT
    return SELF_PAID if payers else CLEAN


def first_free(lines: Iterable[Line], start: Month) -> Month:
    """The first month after `start` without a contribution on record (顺延)."""
    taken = {line.month for line in lines}
    month = start + 1
    while month in taken:
        month += 1
    return month


def grant(start: Month, person: Person, rules: Rules) -> Grant:
    """What the rules allow from a (later) start, with the grounds; `rules` are those of the day
    of approval."""
    return months_granted(
        category=person.category,
        sex=person.sex,
        retire_class=person.retire_class,
        birth=person.birth,
        first_approval_date=person.approved_on,
        start=start,
        months_used=person.months_used,
        rules=rules,
    )


def term(granted: int, start: Month, person: Person, rules: Rules) -> int:
    """Months from a (later) start: those granted, or fewer if retirement comes first or months
    were enjoyed elsewhere; 0 if none."""
    return min(granted, grant(start, person, rules).months)
