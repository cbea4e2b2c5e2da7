"""Review: a street's open work with its counts, and what is overdue in each street."""

from dataclasses import dataclass

from contracts.common import WorkCount
from contracts.message import Query
from contracts.review.shapes import CaseLine
from contracts.wire import described, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWork:
    """The nearest due of each kind, and how many there are of each."""

    reviews: tuple[CaseLine, ...] = described("Initial reviews and returned ones", default=())
    objections: tuple[CaseLine, ...] = described("With an objection to look into", default=())
    counts: tuple[WorkCount, ...] = described("Of `review` and `objection`", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCaseWork(Query):
    """A street's open reviews and objections, by legal due date; the counts are of all of them."""

    service, answer = "review", CaseWork

    kind: str = described(
        "Lines of this kind alone: review or objection; empty: of both",
        one_of("", "review", "objection"),
        default="",
    )
    limit: int = described("Lines of each kind, at most 100", default=20)
