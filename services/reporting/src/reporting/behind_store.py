"""The cases behind a figure, and the figures of districts beside each other."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_

from contracts.caller import Caller
from reporting.domain.case import Case
from reporting.frozen import FailedRow
from reporting.marks import DECIDED_AT, day, marks
from reporting.reading import case_of
from reporting.seen import seen_by
from reporting.stats_store import Wanted, of_cases, of_months, only
from reporting.tables import CaseRow, MonthRow
from servicekit.walls import whole_city

Place = tuple[datetime, UUID]
HOME = (CaseRow.current_street, CaseRow.current_agency, CaseRow.application_id)


class Behind:
    """Months are given as YYYY-MM, both included; `hasty` in seconds."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def page(
        self,
        figure: str,
        months: tuple[str, str],
        wanted: Wanted,
        hasty: int,
        caller: Caller,
        after: Place | None,
        limit: int,
    ) -> tuple[int, Sequence[Case]]:
        """How many cases a figure counts, and those after a place, the last accepted first."""
        chosen = self._chosen(figure, months, wanted, hasty, caller)
        key = tuple_(CaseRow.accepted_at, CaseRow.application_id)
        page = chosen.order_by(CaseRow.accepted_at.desc(), CaseRow.application_id.desc())
        if after is not None:
            page = page.where(key < tuple_(*after))
        count = select(func.count()).select_from(chosen.subquery())
        # a case that has moved away keeps its months here; of nothing else is it seen
        moved = whole_city(self.session) if figure == "benefiting" else nullcontext()
        with moved:
            total = int(self.session.scalar(count) or 0)
            return total, [case_of(row) for row in self.session.scalars(page.limit(limit))]

    def failed_months(self, keys: Sequence[UUID], first: str, last: str) -> dict[UUID, list[str]]:
        """The months that could not be deducted, by case."""
        query = select(FailedRow.application_id, FailedRow.month).where(
            FailedRow.application_id.in_(keys), FailedRow.month.between(first, last)
        )
        found: dict[UUID, list[str]] = {}
        for key, month in self.session.execute(query.order_by(FailedRow.month)):
            found.setdefault(key, []).append(month)
        return found

    def by_district(
        self, first: str, last: str, hasty: int, caller: Caller
    ) -> dict[str, dict[str, int]]:
        """Every mark by the district that owns the cases now."""
        every = marks(first, last, hasty)
        counted = [func.count().filter(mark).label(name) for name, mark in every.items()]
        query = (
            select(CaseRow.current_agency, *counted)
            .where(CaseRow.number != "", seen_by(caller, *HOME))
            .group_by(CaseRow.current_agency)
        )
        rows = self.session.execute(query)
        return {agency: dict(zip(every, found, strict=True)) for agency, *found in rows}

    def decided(
        self, first: str, last: str, caller: Caller
    ) -> Sequence[tuple[str, date, date, int]]:
        """(district, day of acceptance, day of decision, how many cases)."""
        by = (CaseRow.current_agency, day(CaseRow.accepted_at), day(DECIDED_AT))
        named = [column.label(name) for column, name in zip(by, ("a", "b", "c"), strict=True)]
        query = select(*named, func.count()).where(
            CaseRow.number != "", seen_by(caller, *HOME), marks(first, last, 0)["decided"]
        )
        return [tuple(row) for row in self.session.execute(query.group_by("a", "b", "c"))]

    def subsidised(self, first: str, last: str, caller: Caller) -> dict[str, tuple[int, int, Any]]:
        """(persons, months, yuan) by the district that owned the months."""
        query = (
            select(
                MonthRow.agency,
                func.count(MonthRow.application_id.distinct()),
                func.count(),
                func.sum(MonthRow.subsidy),
            )
            .select_from(MonthRow)
            .join(CaseRow, CaseRow.application_id == MonthRow.application_id)
            .where(*of_months(first, last, {}, caller))
            .group_by(MonthRow.agency)
        )
        with whole_city(self.session):
            return {agency: tuple(found) for agency, *found in self.session.execute(query)}

    def _chosen(
        self, figure: str, months: tuple[str, str], wanted: Wanted, hasty: int, caller: Caller
    ) -> Select[tuple[CaseRow]]:
        if figure == "benefiting":
            having = (
                select(MonthRow.application_id)
                .join(CaseRow, CaseRow.application_id == MonthRow.application_id)
                .where(*of_months(*months, wanted, caller))
            )
            return select(CaseRow).where(CaseRow.application_id.in_(having))
        if figure in ("accepted", "approved", "stopped"):
            return select(CaseRow).where(*of_cases(figure, *months, wanted, caller))
        mark = marks(*months, hasty)[figure]
        return select(CaseRow).where(
            CaseRow.number != "", seen_by(caller, *HOME), mark, *only(wanted)
        )
