"""Why a post is not this officer's to take now, in the words that would refuse it.

An officer is told before opening a dossier, not after pressing the key. The guards are those of
the posts themselves; what only the signature shows (a certificate, a key handed on) is told then.
"""

from collections.abc import Sequence

from kernel.errors import Refusal
from review.domain import moves
from review.domain.case import Case
from review.domain.checks import Freshness, must_be_fresh, must_not_be_blocked
from review.domain.hands import Post, two_hands
from review.domain.objection import must_be_unopposed
from review.domain.terms import must_have_ended, only

__all__ = ["FIRST_STEP", "SECOND_STEP", "bar"]

FIRST_STEP, SECOND_STEP = "pass_first_post", "pass_second_post"


def bar(
    step: str,
    case: Case,
    made: Sequence[Post],
    officer: str,
    key: str,
    answers: Freshness,
) -> Refusal | None:
    """What would refuse this post to this hand; None where nothing does, or it is not due.

    What never ends, a hand that has acted already, comes before what a day or an answer ends.
    """
    if case.state not in moves.DISTRICT_HELD or case.first_passed == (step == FIRST_STEP):
        return None
    try:
        two_hands([post for post in made if post.round == case.round], officer, key)
        if step == SECOND_STEP:
            must_have_ended(case.publicity)
            must_be_unopposed(len(only(case.terms, "objection_check")))
            must_be_fresh(answers)
        must_not_be_blocked(case.blocked, case.outcomes)
    except Refusal as refusal:
        return refusal
    return None
