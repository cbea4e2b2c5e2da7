"""申请资格自测: the rules of eligibility over what a person tells; nothing is kept."""

from typing import Any, cast

from contracts.intake import AskEligible, EligibleAnswer, Obstacle
from kernel.errors import Conflict, Invalid, MissingValue, NotFound
from policy.eligibility import Assessment, Facts, assess
from policy.rules import Rules


def ask_eligible(form: AskEligible, uow: Any) -> EligibleAnswer:
    """By the rules of today; raises Invalid for days and codes that cannot be."""
    rules = uow.policy.on(uow.today)
    faults = dict(_impossible(form, uow, rules))
    if faults:
        sentence = "；".join(fault.rstrip("。") for fault in faults.values()) + "。"
        raise Invalid(sentence, fields=faults, code="eligible-facts-invalid")
    found = _assessed(form, uow, rules)
    obstacles = tuple(Obstacle(code=each.code, basis=each.basis) for each in found.reasons)
    return EligibleAnswer(eligible=found.eligible, on=uow.today, obstacles=obstacles)


def _impossible(form: AskEligible, uow: Any, rules: Rules) -> list[tuple[str, str]]:
    days = {
        "birth_date": ("出生日期", form.birth_date),
        "work_started_on": ("从事灵活就业日期", form.work_started_on),
        "unemployed_on": ("失业登记日期", form.unemployed_on),
        "graduated_on": ("毕业日期", form.graduated_on),
    }
    faults = [
        (name, f"{title}不能晚于今天。")
        for name, (title, day) in days.items()
        if day is not None and day > uow.today
    ]
    try:
        rules.hukou(form.hukou_type)
    except NotFound:
        faults.append(("hukou_type", "没有这种户籍类型，请从所列各项中选择。"))
    return faults


def _assessed(form: AskEligible, uow: Any, rules: Rules) -> Assessment:
    try:
        return assess(_facts(form, uow, rules), rules)
    except MissingValue as missing:
        raise Conflict(f"{missing}今天不能答复申请资格。", code="policy-missing") from None


def _facts(form: AskEligible, uow: Any, rules: Rules) -> Facts:
    """A disability is taken as told: whoever asks has chosen the category that names it."""
    try:
        disability = rules.category(form.category).disability
    except NotFound:
        disability = None  # no category of ours: that is what is answered
    return Facts(
        category=form.category,
        sex=cast(Any, form.sex),
        birth=form.birth_date,
        applied_on=uow.today,
        engaged_since=form.work_started_on,
        agency=form.agency,
        local_household=form.local,
        hukou_code=form.hukou_type,
        unemployed_since=form.unemployed_on,
        disability=disability,
        graduated_on=form.graduated_on,
        first_employment=form.first_employment,
        employed_by_unit=form.employed_by_unit,
    )
