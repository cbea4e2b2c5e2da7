"""What already speaks against an application when it is taken: told at once, decided by review.

Ineligible is a decision with reasons and clauses, not an error of the form: whoever insists is
taken down, accepted and refused by the initial review with the same reasons (附件1 三.2, 附件4 二).
"""

from datetime import date
from typing import cast

from intake.domain.forms import Form
from kernel.errors import NotFound
from kernel.identity import Sex
from policy import Rules
from policy.eligibility import Facts, assess
from policy.facts import Reason
from policy.retirement import RetireClass

__all__ = ["obstacles", "title_with"]


def obstacles(form: Form, agency: str, applied_on: date, rules: Rules) -> tuple[Reason, ...]:
    """By the checked form alone, in its order; what only a registry knows is taken as told."""
    if form.sex is None or form.birth_date is None:
        raise ValueError("a checked form has sex and birth date")
    household = form.household_division
    facts = Facts(
        category=form.category,
        sex=cast(Sex, form.sex),
        birth=form.birth_date,
        applied_on=applied_on,
        engaged_since=form.work.started_on,
        agency=agency,
        local_household=not household or rules.is_local(household),
        hukou_code=form.hukou_type,
        unemployed_since=form.unemployed_on,
        disability=_disability(form.category, rules),
        graduated_on=form.graduated_on,
        first_employment=True,
        retire_class=cast(RetireClass, form.retire_class or "worker"),
    )
    return assess(facts, rules).reasons


def title_with(title: str, found: tuple[Reason, ...]) -> str:
    """The line of the record: what was done, and that the person may not be eligible."""
    return f"{title}；按所填内容不符合享受条件{len(found)}项" if found else title


def _disability(category: str, rules: Rules) -> str | None:
    try:
        return rules.category(category).disability
    except NotFound:
        return None
