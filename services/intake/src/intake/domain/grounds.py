"""What the steps at the counter rested on: clauses, values and days, for the record of the case."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from intake.domain.checks import Asked, Planned
from intake.domain.own_checks import OWN
from kernel.basis import Basis
from kernel.errors import NotFound
from policy import Clause, Rules, because
from policy.outcomes import result_word

__all__ = ["of_asking", "of_check", "of_flow"]

MEANS = {
    "B": "必须通过，未通过或无答复不得通过审核",
    "W": "不符时须书面说明",
    "I": "供参考",
}


def of_flow(accepted_at: datetime, version: str, clause: Clause) -> Basis:
    """受理: the moment decides by which flow (附件1 四.1)."""
    facts: dict[str, object] = {"流程版本": version, "受理时间": accepted_at}
    return because("按受理之时适用的流程办理。", clause, facts)


def of_asking(planned: Sequence[Planned], asked_at: datetime, rules: Rules) -> Basis:
    """发起数据比对: which checks, and how long an answer is waited for."""
    hours = rules.check_async_hours
    facts: dict[str, object] = {
        "比对项目": [check.code for check in planned],
        "最长等待小时": hours,
        "发起时间": asked_at,
        "最晚答复": asked_at + timedelta(hours=hours),
    }
    sentence = f"比对{len(planned)}项，{hours}小时内未答复的记为未答复，不作为通过。"
    return because(sentence, rules.clause("check_async_hours"), facts)


def of_check(check: Asked, sentence: str, rules: Rules) -> Basis:
    """One check: what was found, and what that means for the case."""
    facts: dict[str, object] = {
        "项目": check.code,
        "结果": result_word(check.result),
        "级别": MEANS[check.severity],
        "发起时间": check.asked_at,
    }
    facts |= {"说明": check.detail} if check.code in OWN and check.detail else {}
    facts |= {"说明人": check.overridden_by} if check.overridden_by else {}
    facts |= {"确认人": check.seconded_by} if check.seconded_by else {}
    facts |= {"答复时间": check.answered_at} if check.answered_at else {}
    return because(f"{sentence}。", _clause(check.code, rules), facts)


def _clause(code: str, rules: Rules) -> Clause | str:
    try:
        return rules.check(code).clause
    except NotFound:
        return ""
