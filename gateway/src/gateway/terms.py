"""法定期限 as people read them: how long each step may take today, with its clause."""

from collections.abc import Iterator

from gateway.forms import CodeItem
from policy import Rules

WORKING_DAYS, MONTHS = "个工作日", "个月"
# code -> (name, value of the rule pack, its unit)
TERMS = {
    "initial_review": ("初审", "initial_review_working_days", WORKING_DAYS),
    "publicity": ("公示", "publicity_working_days", WORKING_DAYS),
    "objection": ("异议核查", "objection_working_days", WORKING_DAYS),
    "first_post": ("第一次复核", "first_post_working_days", WORKING_DAYS),
    "second_post": ("第二次复核确认", "second_post_working_days", WORKING_DAYS),
    "report": ("就业情况报告", "report_window_months", MONTHS),
    "failed_deductions": ("连续扣款不成功停止享受", "failed_deductions_to_stop", MONTHS),
}


def items(rules: Rules) -> Iterator[CodeItem]:
    """Those that the rules of the day state; a step without a term is left out."""
    for code, (name, value, unit) in TERMS.items():
        if rules.states(value):
            count, clause = getattr(rules, value), str(rules.clause(value))
            known: dict[str, object] = {"count": count, "words": f"{count}{unit}", "clause": clause}
            yield CodeItem(code=code, name=name, more=known)
