"""What each step of the review rested on: clauses, values and days, for the record of the case."""

from collections.abc import Sequence
from datetime import date

from kernel.basis import Basis
from policy import Clause, Rules, because
from policy.outcomes import result_word, severity_word
from review.domain.case import Case
from review.domain.checks import Outcome
from review.domain.hands import Post
from review.domain.proposal import against
from review.domain.terms import Term, only

__all__ = ["of_hands", "of_outcomes", "of_publicity", "of_rejection", "of_report", "of_term"]

VALUES = {  # the policy value a term is counted by
    "initial_review": "initial_review_working_days",
    "street_correction": "initial_review_working_days",
    "publicity_end": "publicity_working_days",
    "first_post": "first_post_working_days",
    "second_post": "second_post_working_days",
    "objection_check": "objection_working_days",
    "review_publicity": "review_publicity_working_days",
    "matter_warning": "matter_warn_working_days",
    "matter": "matter_working_days",
}


def of_term(term: Term, counted_from: date | None, rules: Rules) -> Basis:
    """A term: how many working days by which clause, from when, until when."""
    name = VALUES[term.kind]
    days = getattr(rules, name)
    facts: dict[str, object] = {"工作日数": days, "截止日期": term.due_at.date()}
    facts |= {"起算日期": counted_from} if counted_from else {}
    facts |= {"放假安排": "未公布，暂定"} if term.provisional else {}
    return because(f"{term.title}期限{days}个工作日。", rules.clause(name), facts)


def of_outcomes(outcomes: Sequence[Outcome], rules: Rules) -> tuple[Basis, ...]:
    """The checks that have not passed, or were explained; one ground for each."""
    known = {check.code: check for check in rules.checks}
    return tuple(
        because(
            f"{known[o.code].name if o.code in known else o.code}：{_standing(o)}",
            known[o.code].clause if o.code in known else "",
            {
                "项目": o.code,
                "级别": severity_word(o.severity),
                "结果": result_word(o.result),
                "已作说明": o.overridden,
            },
        )
        for o in outcomes
        if o.result != "PASS"
    )


def of_report(case: Case, reported_on: date, rules: Rules) -> tuple[Basis, ...]:
    """初审: why these months from that month, what was checked, what is published until when."""
    found = list(case.grounds)
    if case.face_checked_on:
        checked = {"核查日期": case.face_checked_on}
        found.append(because("当面核查了申请人的就业信息。", rules.step("handling"), checked))
    if case.publicity:
        days = rules.publicity_working_days
        shown = {
            "工作日数": days,
            "公示开始": case.publicity.first_day,
            "公示截止": case.publicity.last_day,
        }
        clause = str(rules.clause("publicity_working_days"))
        found.append(because(f"初审完成后公示{days}个工作日。", clause, shown))
    terms = [*only(case.terms, "first_post"), *only(case.terms, "second_post")]
    found += [of_term(term, _counted_from(term, case, reported_on), rules) for term in terms]
    return tuple(found)


def of_publicity(case: Case, clause: Clause) -> tuple[Basis, ...]:
    """公示期满: the recorded end, which alone opens the second post."""
    shown = case.publicity
    if shown is None:
        return ()
    facts: dict[str, object] = {"公示开始": shown.first_day, "公示截止": shown.last_day}
    facts |= {"记录时间": shown.closed_at} if shown.closed_at else {}
    return (because("公示期满后方可进行第二次复核确认。", clause, facts),)


def of_hands(posts: Sequence[Post], clause: Clause) -> Basis:
    """双岗复核: who, with which key; never the same person or the same key."""
    names = {"initial": "初审", "first": "第一次复核", "second": "第二次复核"}
    facts: dict[str, object] = {}
    for post in posts:
        facts[f"{names[post.post]}人"] = post.officer
        facts |= {f"{names[post.post]}钥匙盘": post.key_serial} if post.key_serial else {}
        facts |= {f"{names[post.post]}时间": post.at}
    sentence = "两次审核不是同一个经办人，使用的不是同一个钥匙盘。"
    return because(sentence, clause, facts)


def of_rejection(case: Case, reason: Basis, application: Rules) -> tuple[Basis, ...]:
    """审核未通过: the listed reason, what the rules themselves object, the checks that failed."""
    ineligible = tuple(found.basis for found in against(case.applicant, application))
    return (reason, *ineligible, *of_outcomes(case.outcomes, application))


def _counted_from(term: Term, case: Case, reported_on: date) -> date:
    publicity = case.publicity
    late = term.kind == "second_post" and publicity and publicity.last_day > reported_on
    return publicity.last_day if publicity and late else reported_on


def _standing(outcome: Outcome) -> str:
    return "不符，已作书面说明。" if outcome.overridden else outcome.sentence
