"""What the second post rests on may not be older than the rules allow (domain §10)."""

from functools import partial

from policy.deadlines import is_fresh
from review.domain import moves
from review.domain.case import Case
from review.domain.checks import Freshness, awaited
from servicekit.uow import UnitOfWork

RUN = "second-post"


def answers_to(case: Case, uow: UnitOfWork) -> Freshness:
    """What a case in its second review waits for; elsewhere nothing."""
    return awaited_by(case, uow) if case.state == moves.SECOND else Freshness()


def awaited_by(case: Case, uow: UnitOfWork) -> Freshness:
    """The checks whose answers the second post waits for, and the names of all it rests on."""
    rules = uow.policy.on(case.applicant.applied_on)
    asked = rules.checks_for(RUN, case.applicant.category)
    names = {check.code: check.name for check in asked if check.severity == "block"}
    fresh = partial(is_fresh, today=uow.today, calendar=uow.calendar, rules=rules)
    return Freshness(awaited(case.outcomes, names, fresh), names)
