"""Open work with its counts: a street's own, and how much waits and is overdue where (督办)."""

from collections.abc import Sequence

from contracts.review import CaseWork, CountQueues, ListCaseWork, QueueCounts
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


def count_queues(query: CountQueues, uow: UnitOfWork) -> QueueCounts:
    """What waits now; each row's overdue ones are those that the queue `overdue` lists."""
    return QueueCounts(items=uow.worklist.queues(jurisdiction(uow.caller), query.by))
