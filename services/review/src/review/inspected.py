"""The cellar's third shelf: inspections of sampled cases.

That a failed one was confirmed by another officer with another key and certificate is a
constraint here as well as a rule in `domain.inspection`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select, tuple_
from sqlalchemy.orm import Mapped, mapped_column

from review.domain.inspection import STATES, Inspection
from review.tables import BEHIND, Base, either
from servicekit.sealing import Sealed

Place = tuple[Any, UUID]
FIELDS = tuple(Inspection.__dataclass_fields__)


class InspectionRow(Base):
    """One drawn case; findings sealed. Place columns serve its queue."""

    __tablename__ = "inspections"
    __table_args__ = (
        Index("inspections_case", "application_id"),
        Index("inspections_queue", "state", "opened_at", "application_id"),
        CheckConstraint(either("state", list(STATES)), name="inspections_state"),
        CheckConstraint(
            "state <> 'failed' OR (inspector <> confirmer AND inspector <> '' AND confirmer <> '')",
            name="inspections_two_officers",
        ),
        CheckConstraint(
            "state <> 'failed' OR (inspector_key <> confirmer_key"
            " AND inspector_certificate <> confirmer_certificate)",
            name="inspections_two_keys",
        ),
        {"info": BEHIND},
    )

    sample_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("cases.application_id"), primary_key=True
    )
    owner: Mapped[str] = mapped_column(String(9))
    number: Mapped[str] = mapped_column(String(40))
    street_code: Mapped[str] = mapped_column(String(9))
    agency: Mapped[str] = mapped_column(String(9))
    state: Mapped[str] = mapped_column(String(10))
    opened_at: Mapped[datetime]
    findings: Mapped[str] = mapped_column(Sealed("inspections.findings"))
    inspector: Mapped[str] = mapped_column(String(80))
    inspector_key: Mapped[str] = mapped_column(String(80))
    inspector_certificate: Mapped[str] = mapped_column(String(64))
    inspected_at: Mapped[datetime | None]
    confirmer: Mapped[str] = mapped_column(String(80))
    confirmer_key: Mapped[str] = mapped_column(String(80))
    confirmer_certificate: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime | None]


class Inspections:
    """抽查核查 by sample and case."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def lock(self, sample_id: UUID, application_id: UUID) -> Inspection | None:
        """One inspection, held until the transaction ends."""
        row = self.session.get(InspectionRow, (sample_id, application_id), with_for_update=True)
        return _read(row) if row else None

    def save(self, inspection: Inspection) -> None:
        """Adds one or writes its result."""
        key = inspection.sample_id, inspection.application_id
        row = self.session.get(InspectionRow, key) or InspectionRow()
        for name in FIELDS:
            setattr(row, name, getattr(inspection, name))
        self.session.add(row)
        self.session.flush()

    def page(
        self, where: Mapping[str, str], state: str, after: Place | None, limit: int
    ) -> list[tuple[datetime, Inspection]]:
        """Those of a jurisdiction in a state, oldest first."""
        key = tuple_(InspectionRow.opened_at, InspectionRow.application_id)
        chosen = [getattr(InspectionRow, name) == value for name, value in where.items()]
        query = select(InspectionRow).where(InspectionRow.state == state, *chosen)
        if after is not None:
            query = query.where(key > tuple_(*after))
        rows = self.session.scalars(query.order_by(*key.clauses).limit(limit))
        return [(row.opened_at, _read(row)) for row in rows]


def _read(row: InspectionRow) -> Inspection:
    return Inspection(**{name: getattr(row, name) for name in FIELDS})
