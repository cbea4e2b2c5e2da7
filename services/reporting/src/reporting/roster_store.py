"""Frozen rosters, and what the next one has to say."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import aliased

from reporting.domain.case import Case
from reporting.domain.listing import Line, Listed
from reporting.domain.money import Money
from reporting.frozen import ListedRow, RosterRow
from reporting.reading import case_of
from reporting.tables import CaseRow
from servicekit.walls import whole_city


class Rosters:
    """花名册 by district and month."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def one_at_a_time(self, agency: str) -> None:
        """Lets one transaction freeze rosters of a district; others wait for its commit."""
        name = f"reporting.rosters.{agency}"
        self.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))

    def get(self, agency: str, month: str) -> RosterRow | None:
        """The frozen roster of a month."""
        found: RosterRow | None = self.session.get(RosterRow, (agency, month))
        return found

    def of_month(self, month: str) -> Sequence[RosterRow]:
        """The frozen rosters of a month that the caller may see, by district."""
        query = select(RosterRow).where(RosterRow.month == month).order_by(RosterRow.agency)
        return list(self.session.scalars(query))

    def waiting(self, agency: str, month: str) -> list[tuple[Case, Listed | None]]:
        """Cases of a district that the month's roster may have to name, by approval, then number,
        also those that have moved elsewhere since: approved in the month, or approved before a
        roster that was frozen without them or says something else of them."""
        own = aliased(RosterRow)
        same = and_(own.agency == CaseRow.agency, own.month == CaseRow.approved_month)
        overtaken = and_(
            own.month < month,
            or_(
                ListedRow.terms.is_(None),
                ListedRow.terms != CaseRow.terms,
                ListedRow.money.is_(None),
            ),
        )
        in_the_month = and_(CaseRow.approved_month == month, ListedRow.terms.is_(None))
        query = (
            select(CaseRow, ListedRow)
            .outerjoin(ListedRow, ListedRow.application_id == CaseRow.application_id)
            .outerjoin(own, same)
            .where(CaseRow.agency == agency, CaseRow.number != "", or_(in_the_month, overtaken))
            .order_by(CaseRow.approved_at, CaseRow.number)
        )
        with whole_city(self.session):
            return [(case_of(row), _listed(told)) for row, told in self.session.execute(query)]

    def overtook(self, case: Case) -> bool:
        """Whether the roster that the case belongs to is frozen already."""
        with whole_city(self.session):
            return self.get(case.agency, case.approved_month) is not None

    def freeze(self, roster: RosterRow, lines: Iterable[Line]) -> None:
        """Keeps a roster for good, and what it says of each case."""
        self.session.add(roster)
        self.session.flush()
        for line in lines:
            said = {
                "agency": roster.agency,
                "roster": roster.month,
                "terms": line.case.terms,
                "money": line.cost.written() if line.cost is not None else None,
            }
            put = upsert(ListedRow).values(application_id=line.case.application_id, **said)
            self.session.execute(
                put.on_conflict_do_update(index_elements=["application_id"], set_=said)
            )


def _listed(row: ListedRow | None) -> Listed | None:
    if row is None:
        return None
    money = Money.read(row.money) if row.money is not None else None
    return Listed(roster=row.roster, terms=row.terms, money=money)
