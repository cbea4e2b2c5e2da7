"""拟批准: what the street proposes, with the clauses it rests on (附件2 初审意见).

What only the registries know (household, disability, first employment, the absence of an
employer) is taken as told here: no blocking check may be open when a proposal is made.
"""

from dataclasses import dataclass
from datetime import date
from typing import cast

from kernel.basis import Basis
from kernel.errors import Conflict, Invalid
from kernel.identity import Sex
from kernel.month import Month
from policy import Rules, because
from policy.deadlines import proposed_start
from policy.duration import Grant, months_granted
from policy.eligibility import Facts, Reason, assess
from policy.retirement import RetireClass

__all__ = ["Applicant", "Proposal", "against", "must_be_eligible", "propose"]

ASKS_UNEMPLOYED_ON = frozenset({"R-UNEMP", "R-1Y"})
ASKS_GRADUATED_ON = frozenset({"R-GRAD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """What the rules ask of a person; a date that is None is left to the registry's answer.

    `household_division` is empty where the form names none: the registry has vouched for it.
    `months_used` were enjoyed before, and `age_fixed_on` is the day that fixed the age then.
    """

    category: str
    sex: str
    birth_date: date
    retire_class: str
    hukou_type: str
    agency: str
    applied_on: date
    work_started_on: date
    unemployed_on: date | None = None
    graduated_on: date | None = None
    months_used: int = 0
    age_fixed_on: date | None = None
    household_division: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """自XXXX年XX月起享受XX个月, and why: one sentence with its clause each."""

    start: Month
    months: int
    grounds: tuple[Basis, ...]


def propose(applicant: Applicant, months: int | None, rules: Rules) -> Proposal:
    """The start is the one the application asks for (domain reading Q4).

    The months are computed, or what the clerk asks for if that is no more. Age is that of the
    day of application: how long offices take must not change what a person gets. Who enjoyed
    months before keeps the age of the first time and gets what is left (domain §3, Q17).
    """
    start, grant = must_be_eligible(applicant, rules)
    if months is not None and not 1 <= months <= grant.months:
        sentence = f"批准月数应在1至{grant.months}个月之间。"
        raise Invalid(sentence, fields={"months": sentence}, code="too-many-months")
    return Proposal(
        start=start,
        months=months or grant.months,
        grounds=_grounds(applicant, start, grant, months, rules),
    )


def must_be_eligible(applicant: Applicant, rules: Rules) -> tuple[Month, Grant]:
    """The start asked for and what is granted; raises Conflict with each reason and its clause.

    What the form says suffices to refuse: no answer of a registry need be waited for.
    """
    reasons = against(applicant, rules)
    start = proposed_start(Month.of(applicant.applied_on), rules)
    grant = _grant(applicant, start, rules)
    if reasons or grant.code:
        raise _not_eligible(reasons, grant)
    return start, grant


def against(applicant: Applicant, rules: Rules) -> tuple[Reason, ...]:
    """What the rules object, as far as the dates asked for are known; none if eligible."""
    found = assess(_facts(applicant, rules), rules).reasons
    unknown: frozenset[str] = frozenset()
    if applicant.unemployed_on is None:
        unknown |= ASKS_UNEMPLOYED_ON
    if applicant.graduated_on is None:
        unknown |= ASKS_GRADUATED_ON
    return tuple(reason for reason in found if reason.code not in unknown)


def _facts(applicant: Applicant, rules: Rules) -> Facts:
    kinds = {kind.code: kind for kind in rules.categories}
    kind = kinds.get(applicant.category)
    return Facts(
        category=applicant.category,
        sex=cast(Sex, applicant.sex),
        birth=applicant.birth_date,
        applied_on=applicant.applied_on,
        engaged_since=applicant.work_started_on,
        agency=applicant.agency,
        local_household=_is_local(applicant.household_division, rules),
        hukou_code=applicant.hukou_type,
        unemployed_since=applicant.unemployed_on,
        disability=kind.disability if kind else None,
        graduated_on=applicant.graduated_on,
        first_employment=True,
        retire_class=cast(RetireClass, applicant.retire_class),
    )


def _is_local(household: str, rules: Rules) -> bool:
    return not household or rules.is_local(household)


def _grant(applicant: Applicant, start: Month, rules: Rules) -> Grant:
    if applicant.category not in {kind.code for kind in rules.categories}:
        return Grant(0, None, (), "R-CAT")
    return months_granted(
        category=applicant.category,
        sex=cast(Sex, applicant.sex),
        retire_class=cast(RetireClass, applicant.retire_class),
        birth=applicant.birth_date,
        first_approval_date=applicant.age_fixed_on or applicant.applied_on,
        start=start,
        months_used=applicant.months_used,
        rules=rules,
    )


def _not_eligible(reasons: tuple[Reason, ...], grant: Grant) -> Conflict:
    fields = {reason.code: str(reason.basis) for reason in reasons}
    if grant.code:
        why = grant.reasons[-1] if grant.reasons else None
        fields.setdefault(grant.code, str(why) if why else "不在补贴范围。")
    return Conflict(
        "申请人不符合享受条件，可按所列原因作出不予批准决定。",
        code="not-eligible",
        fields=fields,
        allowed=("reject_case",),
    )


def _grounds(
    applicant: Applicant, start: Month, grant: Grant, months: int | None, rules: Rules
) -> tuple[Basis, ...]:
    kind = rules.category(applicant.category)
    day: dict[str, object] = {"申请日期": applicant.applied_on}
    begins = rules.clause("start_offset_months")
    found = [
        because(f"申请之日符合{kind.public_name}条件。", kind.clause, day),
        because(f"按申请日期，自{start.chinese()}起享受。", begins, day | {"拟开始月份": start}),
        *grant.reasons,
    ]
    if months and months < grant.months:
        fewer = {"拟批准月数": months, "可批准月数": grant.months}
        sentence = f"街道（乡镇）拟批准{months}个月，少于可批准的{grant.months}个月。"
        found.append(because(sentence, facts=fewer))
    return tuple(found)
