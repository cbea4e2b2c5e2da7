"""The cellar: open work, the nearest first, and how much of it there is."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from contracts.common import WorkCount
from contracts.review import OverdueCount
from review.domain.case import Case
from review.domain.moves import TO_APPLICANT
from review.domain.queue import OPEN_STEPS
from review.records import read_case
from review.tables import CaseRow


class Worklist:
    """Cases of a jurisdiction by what they wait for."""

    def __init__(self, uow: Any) -> None:
        self.session, self.now = uow.session, uow.now
        # a case returned to the applicant has no term, only a place in the queue
        self._late = (CaseRow.queue_at < uow.now) & (CaseRow.state != TO_APPLICANT)

    def nearest(
        self, where: Mapping[str, str], steps: tuple[str, ...], limit: int
    ) -> Sequence[Case]:
        """Cases that wait for these steps, earliest due first; what has no term comes last."""
        order = (CaseRow.state == TO_APPLICANT, CaseRow.queue_at, CaseRow.application_id)
        chosen = [*_in(where), CaseRow.next_step.in_(steps)]
        rows = self.session.scalars(select(CaseRow).where(*chosen).order_by(*order).limit(limit))
        return [read_case(row) for row in rows]

    def waiting(self, kind: str, where: Mapping[str, str], steps: tuple[str, ...]) -> WorkCount:
        """How many wait for these steps."""
        chosen = [*_in(where), CaseRow.next_step.in_(steps)]
        return self._count(kind, chosen, self._late)

    def objected(self, kind: str, where: Mapping[str, str]) -> WorkCount:
        """How many have an open objection."""
        chosen = [*_in(where), CaseRow.objection_due.is_not(None)]
        return self._count(kind, chosen, CaseRow.objection_due < self.now)

    def overdue(self, where: Mapping[str, str]) -> tuple[OverdueCount, ...]:
        """By street and step, in their order."""
        places = (CaseRow.street_code, CaseRow.next_step)
        counted = (
            select(*places, func.count())
            .where(*_in(where), CaseRow.next_step.in_(OPEN_STEPS), self._late)
            .group_by(*places)
            .order_by(*places)
        )
        return tuple(
            OverdueCount(street_code=street, step=step, count=count)
            for street, step, count in self.session.execute(counted)
        )

    def _count(self, kind: str, chosen: list[Any], late: Any) -> WorkCount:
        counted = select(func.count(), func.count().filter(late)).where(*chosen)
        waiting, overdue = self.session.execute(counted.select_from(CaseRow)).one()
        return WorkCount(kind=kind, waiting=waiting, overdue=overdue)


def _in(where: Mapping[str, str]) -> list[Any]:
    return [getattr(CaseRow, name) == value for name, value in where.items()]
