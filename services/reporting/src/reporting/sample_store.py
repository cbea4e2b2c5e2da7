"""Samples and their populations."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from reporting.domain.case import Case
from reporting.reading import case_of
from reporting.sampled import SampleRow, UnitRow
from reporting.tables import CaseRow
from servicekit.walls import whole_city


class Samples:
    """抽查."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def population(self, agency: str, month: str) -> Sequence[Case]:
        """Whatever a district (or every one) has confirmed in a month, wherever it lies now."""
        query = select(CaseRow).where(
            CaseRow.approved_month == month, CaseRow.number != "", CaseRow.state != "withdrawn"
        )
        if agency:
            query = query.where(CaseRow.agency == agency)
        with whole_city(self.session):
            return [case_of(row) for row in self.session.scalars(query)]

    def add(self, sample: SampleRow, units: Iterable[UnitRow]) -> None:
        """Fixes a population."""
        self.session.add(sample)
        self.session.flush()
        self.session.add_all(units)
        self.session.flush()

    def get(self, sample_id: UUID, *, lock: bool = False) -> SampleRow | None:
        """One sample, locked to be drawn."""
        found: SampleRow | None = self.session.get(SampleRow, sample_id, with_for_update=lock)
        return found

    def of_month(self, month: str) -> Sequence[SampleRow]:
        """The samples of a month that the caller may see."""
        query = select(SampleRow).where(SampleRow.month == month).order_by(SampleRow.agency)
        return list(self.session.scalars(query))

    def units(self, sample_id: UUID) -> Sequence[UnitRow]:
        """The whole population, in the order of its hash."""
        query = select(UnitRow).where(UnitRow.sample_id == sample_id)
        return sorted(self.session.scalars(query), key=lambda row: str(row.application_id))

    def note_outcome(self, sample_id: UUID, application_id: UUID, outcome: str) -> None:
        """What the inspection of a drawn case found."""
        mine = (UnitRow.sample_id == sample_id) & (UnitRow.application_id == application_id)
        self.session.execute(update(UnitRow).where(mine).values(outcome=outcome))
