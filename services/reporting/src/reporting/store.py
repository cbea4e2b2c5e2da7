"""The cellar: the projections and the questions put to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts.caller import Caller
from kernel.errors import Conflict
from reporting.behind_store import Behind
from reporting.domain.case import Case
from reporting.plan_store import Plans
from reporting.reading import FIELDS, case_of
from reporting.roster_store import Rosters
from reporting.sample_store import Samples
from reporting.seen import seen_by
from reporting.stats_store import Statistics
from reporting.tables import Base, CaseRow, MonthRow
from servicekit.dossiers import MINE, Dossier
from servicekit.signing.demanded import Demand
from servicekit.store import Store
from servicekit.tables import kit_tables

DESTROYED = "-"  # the number of a case that only counts: its dossier is gone
DIMENSIONS = {
    "district": CaseRow.current_agency,
    "street": CaseRow.current_street,
    "state": CaseRow.state,
    "category": CaseRow.category,
    "project": CaseRow.project,
    "sex": CaseRow.sex,
    "income_band": CaseRow.income_band,
}


@dataclass(frozen=True, slots=True)
class Sums:
    """Subsidised persons and sums of one agency, in yuan."""

    agency: str
    persons: int
    personal: Decimal
    subsidy: Decimal
    total: Decimal


class Cases:
    """Cases as reporting has seen them."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def lock(self, application_id: UUID) -> Case:
        """The case, made empty when nobody has spoken of it yet, locked."""
        row = self.session.get(CaseRow, application_id, with_for_update=True)
        if row is None:
            new = Case(application_id=application_id)
            values = {name: getattr(new, name) for name in FIELDS} | _derived(new)
            self.session.execute(upsert(CaseRow).values(values).on_conflict_do_nothing())
            row = self.session.get_one(CaseRow, application_id, with_for_update=True)
        return case_of(row)

    def save(self, case: Case) -> None:
        """Keeps the facts and the state that follows from them."""
        row = self.session.get_one(CaseRow, case.application_id)
        for name in FIELDS:
            if getattr(row, name) != getattr(case, name):
                setattr(row, name, getattr(case, name))
        for name, value in _derived(case).items():
            setattr(row, name, value)

    def find(self, application_id: UUID) -> Case | None:
        """The case, once intake has spoken of it."""
        row = self.session.get(CaseRow, application_id)
        return case_of(row) if row and row.number not in ("", DESTROYED) else None

    def counts(self, by: str, caller: Caller) -> Sequence[tuple[str, int]]:
        """How many cases the caller may see, by one dimension, in the order of the codes."""
        column = DIMENSIONS[by]
        rows = self.session.execute(
            select(column, func.count())
            .where(CaseRow.number != "", seen_by(caller, *PLACE_OF_CASES))
            .group_by(column)
            .order_by(column)
        )
        return [(key, count) for key, count in rows]


class Months:
    """Subsidised months."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def put(self, case: Case, month: str, personal: str, subsidy: str, total: str) -> None:
        """Keeps a month's sums; said again, the newer ones hold."""
        street, agency = case.place_in(month)
        sums = {"personal": personal, "subsidy": subsidy, "total": total}
        values = {name: Decimal(amount) for name, amount in sums.items()}
        row = {"application_id": case.application_id, "month": month}
        put = upsert(MonthRow).values(**row, street_code=street, agency=agency, **values)
        self.session.execute(
            put.on_conflict_do_update(index_elements=["application_id", "month"], set_=values)
        )

    def adjust(
        self, application_id: UUID, month: str, personal: str, subsidy: str, total: str
    ) -> None:
        """Adds a difference to a month's sums, while the month stands."""
        if row := self.session.get(MonthRow, (application_id, month), with_for_update=True):
            row.personal += Decimal(personal)
            row.subsidy += Decimal(subsidy)
            row.total += Decimal(total)

    def drop(self, application_id: UUID, month: str) -> None:
        """The month turned out not to be due."""
        if row := self.session.get(MonthRow, (application_id, month)):
            self.session.delete(row)

    def place(self, case: Case) -> None:
        """Gives every month to the place that owned the case in it."""
        mine = select(MonthRow).where(MonthRow.application_id == case.application_id)
        for row in self.session.scalars(mine):
            row.street_code, row.agency = case.place_in(row.month)

    def sums(self, month: str, caller: Caller) -> Sequence[Sums]:
        """A month's sums by the agency that owned the cases in it, as far as the caller may see."""
        rows = self.session.execute(
            select(
                MonthRow.agency,
                func.count(),
                func.sum(MonthRow.personal),
                func.sum(MonthRow.subsidy),
                func.sum(MonthRow.total),
            )
            .where(
                MonthRow.month == month,
                MonthRow.agency != "",  # intake has spoken of the case
                seen_by(caller, MonthRow.street_code, MonthRow.agency, MonthRow.application_id),
            )
            .group_by(MonthRow.agency)
            .order_by(MonthRow.agency)
        )
        return [Sums(*row) for row in rows]


PLACE_OF_CASES = (CaseRow.current_street, CaseRow.current_agency, CaseRow.application_id)


def _derived(case: Case) -> dict[str, str]:
    street, agency = case.place
    return {
        "state": case.state,
        "current_street": street,
        "current_agency": agency,
        "approved_month": case.approved_month,
        "terms": case.terms,
    }


def _frozen_already() -> Conflict:
    return Conflict("该月花名册已由他人封存，请刷新查看。", code="roster-frozen")


def _sampled_already() -> Conflict:
    return Conflict("该月已有抽查，同一总体只抽取一次。", code="sampled-already")


def _plan_in_hand() -> Conflict:
    return Conflict("该月用款计划正在由他人办理，请刷新后再办。", code="plan-in-hand")


DECIDED = """
SELECT '' AS subject, 'submit_fund_plan' AS decision, submitted_by AS officer,
  NULL::text AS key_serial, NULL::text AS fingerprint, submitted_at AS signed_at
FROM plans WHERE submitted_at IS NOT NULL
UNION ALL
SELECT '', 'compile_fund_plan', compiled_by, NULL, NULL, compiled_at FROM compiled
"""

store = Store(
    metadata=Base.metadata,
    kit=kit_tables(Base.metadata),
    repositories={
        "cases": Cases,
        "months": Months,
        "rosters": Rosters,
        "plans": Plans,
        "samples": Samples,
        "statistics": Statistics,
        "behind": Behind,
    },
    constraints={
        "samples_once": _sampled_already,
        "rosters_pkey": _frozen_already,
        "plans_pkey": _plan_in_hand,
        "plans_once_with_the_city": _plan_in_hand,
        "compiled_pkey": _plan_in_hand,
    },
    decided=DECIDED,
    signed={
        "fund_plan_submitted": Demand(("submit_fund_plan",)),
        "fund_plan_compiled": Demand(("compile_fund_plan",)),
    },
    # What a frozen roster, a plan or a sample has named stays named: it holds no person.
    dossier=Dossier(
        root="cases",
        rows={"failed_months": MINE},
        emptied=f"person = NULL, birth_date = NULL, number = '{DESTROYED}'",
        gone=f"cases.number = '{DESTROYED}'",
    ),
)
