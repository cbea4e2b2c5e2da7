"""The single grounds against eligibility (资格), each a small rule yielding what it objects to."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from kernel.age import age_on
from kernel.basis import Basis
from policy.basis import because
from policy.facts import Facts
from policy.retirement import months_later, retirement_date
from policy.rules import Rules
from policy.tables import Category

__all__ = ["GROUNDS", "Objection", "days_engaged"]

Objection = tuple[str, Basis]
"""Reason code; sentence to read aloud with its clause and what was compared."""


def days_engaged(facts: Facts) -> int:
    """Days of flexible work up to the application; the first day is not counted."""
    return (facts.applied_on - facts.engaged_since).days


def _hukou(facts: Facts, category: Category, rules: Rules) -> Iterator[Objection]:
    hukou, here = rules.hukou(facts.hukou_code), rules.local_name
    known: dict[str, object] = {"户口性质": hukou.name}
    if not facts.local_household or hukou.local is False:
        yield "R-HUKOU", because(f"申请人须为{here}户籍。", category.clause, known)
    elif category.rural_pilot and hukou.urban is not False:
        yield "R-URBAN", because(f"试点只面向{here}农业户籍人员。", category.clause, known)
    elif category.urban_required and hukou.urban is False:
        yield "R-RURAL", because(f"该人员类型须为{here}城镇户籍。", category.clause, known)


def _pilot(facts: Facts, category: Category, rules: Rules) -> Iterator[Objection]:
    opened = {row.code for row in rules.codes("rural_pilot")}
    if category.rural_pilot and facts.agency not in opened:
        known = {"受理区": facts.agency}
        yield "R-PILOT", because("受理区尚未开展农业户籍试点。", category.clause, known)


def _working_age(facts: Facts, category: Category, rules: Rules) -> Iterator[Objection]:
    age = _age(facts, rules)
    limit = rules.working_age_max_male if facts.sex == "male" else rules.working_age_max_female
    old, name = age >= limit, f"working_age_max_{facts.sex}"
    if rules.working_age_follows_retirement:
        retires = retirement_date(facts.birth, facts.sex, facts.retire_class, rules)
        old, name = facts.applied_on >= retires, "working_age_follows_retirement"
    if age < rules.working_age_min:
        name = "working_age_min"
    if old or age < rules.working_age_min:
        known = {"年龄": age, "最低年龄": rules.working_age_min, "申请日期": facts.applied_on}
        sentence = f"申请之日{age}周岁，不在法定劳动年龄内。"
        yield "R-AGE", because(sentence, rules.clause(name), known)


def _threshold(facts: Facts, category: Category, rules: Rules) -> Iterator[Objection]:
    needed = category.min_age_male if facts.sex == "male" else category.min_age_female
    age = _age(facts, rules)
    if needed is not None and age < needed:
        sentence = f"须年满{needed}周岁，申请之日{age}周岁。"
        known = {"须满年龄": needed, "年龄": age, "申请日期": facts.applied_on}
        yield "R-4045", because(sentence, category.clause, known)


def _unemployment(facts: Facts, category: Category, rules: Rules) -> Iterator[Objection]:
    since = facts.unemployed_since
    if not category.unemployment_required:
        return
    known: dict[str, object] = {"从事灵活就业日期": facts.engaged_since}
    if since is None or since > facts.engaged_since:
        known |= {"失业登记日期": since} if since else {}
        yield "R-UNEMP", because("从事灵活就业之前须有失业登记。", category.clause, known)
    elif category.min_unemployed_months is not None:
        needed = category.min_unemployed_months
        if months_later(since, needed) > facts.applied_on:
            known = {"须满月数": needed, "失业登记日期": since, "申请日期": facts.applied_on}
            yield "R-1Y", because(f"失业登记须满{needed}个月。", category.clause, known)


def _disability(facts: Facts, category: Category, rules: Rules) -> Iterator[Objection]:
    if category.disability is not None and facts.disability != category.disability:
        yield "R-DIS", because(f"残疾等级与{category.name}不符。", category.clause)


def _graduate(facts: Facts, category: Category, rules: Rules) -> Iterator[Objection]:
    if not category.graduate:
        return
    done = facts.graduated_on
    months = rules.graduate_window_months
    if done is None or done < rules.graduated_from:
        known = {"最早毕业日期": rules.graduated_from} | ({"毕业日期": done} if done else {})
        sentence = f"须为{rules.graduated_from.year}年及以后毕业。"
        yield "R-GRAD", because(sentence, rules.clause("graduated_from"), known)
    elif facts.applied_on > months_later(done, months):
        clause = rules.clause("graduate_window_months")
        left = {"期限月数": months, "毕业日期": done, "申请日期": facts.applied_on}
        yield "R-GRAD", because(f"毕业离校已超过{months}个月。", clause, left)
    if facts.first_employment is not True:
        yield "R-GRAD", because("初次就业须为灵活就业。", category.clause)


def _thirty_days(facts: Facts, category: Category, rules: Rules) -> Iterator[Objection]:
    days, needed = days_engaged(facts), rules.flexible_days_min
    if days < needed:
        enough = facts.engaged_since + timedelta(days=needed)
        text = f"灵活就业须满{needed}日，至申请之日{max(days, 0)}日，{enough}起满。"
        known = {"须满日数": needed, "已满日数": days, "从事灵活就业日期": facts.engaged_since}
        applied = {"申请日期": facts.applied_on, "满日之日": enough}
        yield "R-30D", because(text, rules.clause("flexible_days_min"), known | applied)


def _unit(facts: Facts, category: Category, rules: Rules) -> Iterator[Objection]:
    if facts.employed_by_unit:
        sentence = "与单位签有劳动合同或存在单位参保缴费，不属于灵活就业。"
        yield "R-EMP", because(sentence, rules.reason("R-EMP").clause)


def _age(facts: Facts, rules: Rules) -> int:
    inclusive = rules.age_reached_on_birthday
    return age_on(facts.birth, facts.applied_on, reached_on_birthday=inclusive)


GROUNDS: tuple[Callable[[Facts, Category, Rules], Iterator[Objection]], ...] = (
    _hukou,
    _pilot,
    _working_age,
    _threshold,
    _unemployment,
    _disability,
    _graduate,
    _thirty_days,
    _unit,
)
