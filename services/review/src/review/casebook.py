"""The cellar: how cases are kept, found again and put in order."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, tuple_

from review.domain.case import Case
from review.domain.moves import OPEN, TO_APPLICANT
from review.records import read_case, write_case
from review.tables import CaseRow

Place = tuple[Any, UUID]


class Cases:
    """Review cases by application id."""

    def __init__(self, uow: Any) -> None:
        self.session, self.now = uow.session, uow.now

    def get(self, application_id: UUID) -> Case | None:
        """A case to look at."""
        row = self.session.get(CaseRow, application_id)
        return read_case(row) if row else None

    def lock(self, application_id: UUID) -> Case | None:
        """A case to decide on: the row is held until the transaction ends."""
        row = self.session.get(CaseRow, application_id, with_for_update=True)
        return read_case(row) if row else None

    def add(self, case: Case, person_key: str) -> None:
        """Opens a case."""
        row = CaseRow(person_key=person_key)
        write_case(row, case, self.now)
        self.session.add(row)
        self.session.flush()

    def save(self, case: Case) -> None:
        """Writes a case back."""
        write_case(self.session.get(CaseRow, case.application_id), case, self.now)
        self.session.flush()

    def rekey(self, application_id: UUID, person_key: str) -> None:
        """A corrected identity number is found under another hash."""
        if person_key:
            self.session.get(CaseRow, application_id).person_key = person_key

    def queue(
        self, where: Mapping[str, str], steps: tuple[str, ...], after: Place | None, limit: int
    ) -> list[tuple[datetime, Case]]:
        """Cases of a jurisdiction waiting for these steps, earliest due first."""
        return self._page(CaseRow.queue_at, self._in(where, steps), after, limit)

    def overdue(
        self, where: Mapping[str, str], steps: tuple[str, ...], after: Place | None, limit: int
    ) -> list[tuple[datetime, Case]]:
        """Cases of a jurisdiction whose next step's term is over, the longest overdue first."""
        chosen = [*self._in(where, steps), late(self.now)]
        return self._page(CaseRow.queue_at, chosen, after, limit)

    def objected(
        self, where: Mapping[str, str], after: Place | None, limit: int
    ) -> list[tuple[datetime, Case]]:
        """Cases with an open objection, earliest due first."""
        chosen = [*self._in(where, ()), CaseRow.objection_due.is_not(None)]
        return self._page(CaseRow.objection_due, chosen, after, limit)

    def published(
        self, day: date, agency: str | None, after: Place | None, limit: int
    ) -> list[tuple[date, Case]]:
        """Cases on the public page of a day, those that come down first at the top."""
        chosen = [
            CaseRow.publicity_from <= day,
            CaseRow.publicity_until >= day,
            CaseRow.publicity_closed_at.is_(None),
            CaseRow.state.in_(OPEN),
        ]
        if agency is not None:
            chosen.append(CaseRow.agency == agency)
        return self._page(CaseRow.publicity_until, chosen, after, limit)

    def _in(self, where: Mapping[str, str], steps: tuple[str, ...]) -> list[Any]:
        chosen = [getattr(CaseRow, name) == value for name, value in where.items()]
        return [*chosen, CaseRow.next_step.in_(steps)] if steps else chosen

    def _page(self, by: Any, chosen: list[Any], after: Place | None, limit: int) -> list[Any]:
        key = tuple_(by, CaseRow.application_id)
        query = select(CaseRow).where(*chosen).order_by(by, CaseRow.application_id).limit(limit)
        if after is not None:
            query = query.where(key > tuple_(*after))
        rows = self.session.scalars(query)
        return [(getattr(row, by.key), read_case(row)) for row in rows]


def late(now: datetime) -> ColumnElement[bool]:
    """Overdue at `now`.

    A case returned to the applicant has no term, only a place in the queue.
    """
    return (CaseRow.queue_at < now) & (CaseRow.state != TO_APPLICANT)
