"""What is to be done next on a case, and by when: the order of every work queue."""

from review.domain import moves
from review.domain.case import Case
from review.domain.terms import Term, only

__all__ = ["KIND_OF", "OPEN_STEPS", "next_step", "next_term", "objection_term"]

KIND_OF = {
    "initial": "initial_review",
    "first": "first_post",
    "publicity": "publicity_end",
    "second": "second_post",
    "returned": "street_correction",  # the applicant's own correction has no term
}

OPEN_STEPS = tuple(KIND_OF)


def next_step(case: Case) -> str:
    """initial, first, publicity (waiting for its end), second, returned or done."""
    if case.state in moves.FINAL:
        return "done"
    if case.state in moves.RETURNED:
        return "returned"
    if case.state in moves.STREET_HELD:
        return "initial"
    if not case.first_passed:
        return "first"
    return "second" if case.state == moves.SECOND else "publicity"


def next_term(case: Case) -> Term | None:
    """The term of the next step, if one is set."""
    found = only(case.terms, KIND_OF.get(next_step(case), ""))
    return found[0] if found else None


def objection_term(case: Case) -> Term | None:
    """The term of the earliest open objection."""
    return min(only(case.terms, "objection_check"), key=lambda term: term.due_at, default=None)
