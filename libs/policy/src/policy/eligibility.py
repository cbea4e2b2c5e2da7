"""Who may have the subsidy. Not being eligible is an answer with reasons, never an exception."""

from collections.abc import Iterator

from kernel.errors import NotFound
from policy.basis import because
from policy.facts import Assessment, Facts, Reason
from policy.grounds import GROUNDS, Objection, days_engaged
from policy.rules import Rules

__all__ = ["Assessment", "Facts", "Reason", "assess", "days_engaged"]

OUTSIDE = "该人员类型在申请之日不属于补贴范围。"


def assess(facts: Facts, rules: Rules) -> Assessment:
    """All reasons against, in the order of the form; `rules` are those of the application day."""
    found = []
    for code, basis in _objections(facts, rules):
        found.append(Reason(code, rules.reason(code).reason, basis))
    return Assessment(tuple(found))


def _not_in_force(facts: Facts, rules: Rules) -> Objection:
    """A category whose rules hold on other days says by which clause, and from when."""
    known: dict[str, object] = {"申请日期": facts.applied_on}
    found = rules.category_begins(facts.category)
    if found is None:
        return "R-CAT", because(OUTSIDE, rules.reason("R-CAT").clause, known)
    category, begins = found
    if begins <= facts.applied_on:
        return "R-CAT", because(OUTSIDE, category.clause, known)
    sentence = f"{category.name}自{begins}起方可申请，申请之日不属于补贴范围。"
    return "R-CAT", because(sentence, category.clause, known | {"施行日期": begins})


def _objections(facts: Facts, rules: Rules) -> Iterator[Objection]:
    try:
        category = rules.category(facts.category)
    except NotFound:
        category = None
    if category is None:
        yield _not_in_force(facts, rules)
    elif not category.open:
        yield "R-CAT", because(OUTSIDE, category.clause, {"申请日期": facts.applied_on})
    else:
        for check in GROUNDS:
            yield from check(facts, category, rules)
