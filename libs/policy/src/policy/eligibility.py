"""Who may have the subsidy. Not being eligible is an answer with reasons, never an exception."""

from collections.abc import Iterator

from kernel.errors import NotFound
from policy.basis import because
from policy.facts import Assessment, Facts, Reason
from policy.grounds import GROUNDS, Objection, days_engaged
from policy.rules import Rules

__all__ = ["Assessment", "Facts", "Reason", "assess", "days_engaged"]


def assess(facts: Facts, rules: Rules) -> Assessment:
    """All reasons against, in the order of the form; `rules` are those of the application day."""
    found = []
    for code, basis in _objections(facts, rules):
        found.append(Reason(code, rules.reason(code).reason, basis))
    return Assessment(tuple(found))


def _objections(facts: Facts, rules: Rules) -> Iterator[Objection]:
    try:
        category = rules.category(facts.category)
    except NotFound:
        category = None
    if category is None or not category.open:
        clause = category.clause if category else rules.reason("R-CAT").clause
        sentence = "该人员类型在申请之日不属于补贴范围。"
        yield "R-CAT", because(sentence, clause, {"申请日期": facts.applied_on})
    else:
        for check in GROUNDS:
            yield from check(facts, category, rules)
