"""Plans by district and month, who is in them, and the city's compiled ones."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, insert, or_, select

from reporting.domain.case import Case
from reporting.frozen import CompiledRow, DifferenceRow, FailedRow, PlannedRow, PlanRow
from reporting.reading import case_of
from reporting.tables import CaseRow, MonthRow
from servicekit.walls import whole_city

_LIVING = ("approved", "postponed", "refund_pending", "confirmed", "enlisted", "active")
ACCEPTED = "accepted"


class Plans:
    """用款计划."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def one_at_a_time(self, *place: str) -> None:
        """Lets one transaction work on a place's plan of a month; others wait for its commit."""
        name = ".".join(("reporting.plans", *place))
        self.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))

    def newest(self, agency: str, month: str, state: str = "") -> PlanRow | None:
        """The newest version, or the newest one in a state."""
        query = select(PlanRow).where(PlanRow.agency == agency, PlanRow.month == month)
        if state:
            query = query.where(PlanRow.state == state)
        found: PlanRow | None = self.session.scalar(
            query.order_by(PlanRow.version.desc())
            .limit(1)
            .execution_options(populate_existing=True)
        )
        return found

    def get(self, agency: str, month: str, version: int) -> PlanRow | None:
        """One version."""
        found: PlanRow | None = self.session.get(PlanRow, (agency, month, version))
        return found

    def accepted(self, month: str) -> Sequence[PlanRow]:
        """The newest accepted version of each district, by district."""
        query = (
            select(PlanRow)
            .where(PlanRow.month == month, PlanRow.state == ACCEPTED)
            .distinct(PlanRow.agency)
            .order_by(PlanRow.agency, PlanRow.version.desc())
        )
        return list(self.session.scalars(query))

    def add(self, plan: PlanRow, persons: Mapping[UUID, str]) -> None:
        """Keeps a version and who is in it."""
        self.session.add(plan)
        self.session.flush()
        place = {"agency": plan.agency, "month": plan.month, "version": plan.version}
        rows = [place | {"application_id": key, "standing": kind} for key, kind in persons.items()]
        if rows:
            self.session.execute(insert(PlannedRow), rows)

    def persons(self, plan: PlanRow | None) -> dict[UUID, str]:
        """Who is in a version, and how they stand."""
        if plan is None:
            return {}
        query = select(PlannedRow.application_id, PlannedRow.standing).where(
            PlannedRow.agency == plan.agency,
            PlannedRow.month == plan.month,
            PlannedRow.version == plan.version,
        )
        return dict(self.session.execute(query).all())

    def candidates(self, agency: str, month: str) -> Sequence[Case]:
        """Whoever may be entitled in a month at a district, wherever the case lies today."""
        living = or_(
            CaseRow.state.in_(_LIVING),
            and_(CaseRow.state.in_(("stopped", "completed")), CaseRow.stop_month > month),
        )
        there = or_(CaseRow.agency == agency, CaseRow.current_agency == agency, CaseRow.moves != {})
        query = select(CaseRow).where(living, there, CaseRow.number != "")
        with whole_city(self.session):
            return [case_of(row) for row in self.session.scalars(query)]

    def cases(self, keys: Iterable[UUID]) -> Sequence[Case]:
        """The cases of a plan as they stand now."""
        query = select(CaseRow).where(CaseRow.application_id.in_(list(keys)))
        with whole_city(self.session):
            return [case_of(row) for row in self.session.scalars(query)]

    def unpaid(self, keys: Iterable[UUID], month: str) -> int:
        """How many of these persons had no deduction in a month that was tried."""
        paid = and_(
            MonthRow.application_id == FailedRow.application_id, MonthRow.month == FailedRow.month
        )
        query = (
            select(func.count())
            .select_from(FailedRow)
            .outerjoin(MonthRow, paid)
            .where(
                FailedRow.month == month,
                FailedRow.application_id.in_(list(keys)),
                MonthRow.month.is_(None),
            )
        )
        with whole_city(self.session):
            return int(self.session.scalar(query) or 0)

    def differences(self, agency: str, month: str) -> Decimal:
        """补差 planned for a month and not settled yet, of the district that owned the month."""
        query = (
            select(DifferenceRow, CaseRow)
            .join(CaseRow, CaseRow.application_id == DifferenceRow.application_id)
            .where(DifferenceRow.planned_for == month, DifferenceRow.settled.is_(False))
        )
        with whole_city(self.session):
            rows = [(row, case_of(case)) for row, case in self.session.execute(query)]
        owned = (row.subsidy for row, case in rows if case.place_in(row.month)[1] == agency)
        return sum(owned, Decimal("0.00"))

    def actual(self, agency: str, month: str) -> Decimal:
        """What was subsidised in a month of a district."""
        query = select(func.sum(MonthRow.subsidy)).where(
            MonthRow.agency == agency, MonthRow.month == month
        )
        with whole_city(self.session):
            return self.session.scalar(query) or Decimal("0.00")

    # -- what payments says of months that plans rest on

    def note_failure(self, application_id: UUID, month: str) -> None:
        """A month was not deducted."""
        self.session.merge(FailedRow(application_id=application_id, month=month))

    def note_difference(self, row: DifferenceRow) -> None:
        """补差 was asked for, perhaps anew."""
        self.session.merge(row)

    def settle_difference(self, application_id: UUID, month: str) -> None:
        """补差 was collected, or its month is not due any more."""
        row = self.session.get(DifferenceRow, (application_id, month))
        if row is not None:
            row.settled = True

    # -- the city's

    def compiled(self, month: str, version: int = 0) -> CompiledRow | None:
        """The newest compiled plan of a month, or one version."""
        query = select(CompiledRow).where(CompiledRow.month == month)
        if version:
            query = query.where(CompiledRow.version == version)
        found: CompiledRow | None = self.session.scalar(
            query.order_by(CompiledRow.version.desc()).limit(1)
        )
        return found

    def keep(self, row: Any) -> None:
        """Adds a row."""
        self.session.add(row)
        self.session.flush()
