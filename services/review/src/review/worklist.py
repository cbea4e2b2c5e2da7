"""The cellar: open work, the nearest first, and how much of it there is."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from contracts.common import WorkCount
from contracts.review import QueueCount
from review.casebook import late
from review.domain.case import Case
from review.domain.moves import TO_APPLICANT
from review.domain.queue import OPEN_STEPS
from review.records import read_case
from review.tables import CaseRow


class Worklist:
    """Cases of a jurisdiction by what they wait for."""

    def __init__(self, uow: Any) -> None:
        self.session, self.now = uow.session, uow.now
        self._late = late(uow.now)

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

    def queues(self, where: Mapping[str, str], by: str) -> tuple[QueueCount, ...]:
        """By district (or street) and step, in the order of the codes."""
        street = (CaseRow.street_code,) if by == "street" else ()
        places = (CaseRow.agency, CaseRow.next_step, *street)
        counted = select(*places, func.count(), func.count().filter(self._late))
        counted = counted.where(*_in(where), CaseRow.next_step.in_(OPEN_STEPS))
        order = (CaseRow.agency, *street, CaseRow.next_step)
        rows = self.session.execute(counted.group_by(*places).order_by(*order))
        return tuple(
            QueueCount(
                agency=agency,
                street_code=at[0] if at else "",
                step=step,
                waiting=waiting,
                overdue=overdue,
            )
            for agency, step, *at, waiting, overdue in rows
        )

    def _count(self, kind: str, chosen: list[Any], late: Any) -> WorkCount:
        counted = select(func.count(), func.count().filter(late)).where(*chosen)
        waiting, overdue = self.session.execute(counted.select_from(CaseRow)).one()
        return WorkCount(kind=kind, waiting=waiting, overdue=overdue)


def _in(where: Mapping[str, str]) -> list[Any]:
    return [getattr(CaseRow, name) == value for name, value in where.items()]
