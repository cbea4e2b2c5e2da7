"""Open work with its counts: a street's own, and what is overdue where (督办)."""

from collections.abc import Sequence

from contracts.review import CaseWork, CountOverdue, ListCaseWork, OverdueCounts
from review import paging
from review.domain.case import Case
from review.handlers.common import jurisdiction
from review.handlers.queries import reader_of
from review.views import objection_line, queue_line
from servicekit.uow import UnitOfWork

STREET_STEPS = ("initial", "returned")


def list_case_work(query: ListCaseWork, uow: UnitOfWork) -> CaseWork:
    """One answer for the street's list of today; both kinds are always counted."""
    where, limit = jurisdiction(uow.caller), paging.checked_limit(query.limit)
    wanted = [query.kind] if query.kind else ["review", "objection"]
    reviews: Sequence[Case] = ()
    objected: Sequence[Case] = ()
    if "review" in wanted:
        reviews = uow.worklist.nearest(where, STREET_STEPS, limit)
    if "objection" in wanted:
        objected = [case for _, case in uow.cases.objected(where, None, limit)]
    reader = reader_of((*reviews, *objected), uow)
    return CaseWork(
        reviews=tuple(queue_line(case, reader) for case in reviews),
        objections=tuple(objection_line(case, reader) for case in objected),
        counts=(
            uow.worklist.waiting("review", where, STREET_STEPS),
            uow.worklist.objected("objection", where),
        ),
    )


def count_overdue(query: CountOverdue, uow: UnitOfWork) -> OverdueCounts:
    """By street and step, of the caller's jurisdiction."""
    return OverdueCounts(items=uow.worklist.overdue(jurisdiction(uow.caller)))
