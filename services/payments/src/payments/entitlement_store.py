"""Entitlements by case, by outstanding request, by page."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select, tuple_

from contracts.caller import DISTRICT, STREET, Caller
from kernel.clock import SHANGHAI
from payments.domain.ledger import DEDUCTED
from payments.domain.states import LIVE, REFUSED
from payments.rows import STARTS, ApplicantRow, EntitlementRow, MonthRow, SubsidyRow, SuspicionRow
from servicekit.walls import whole_city

_SUSPECTED = select(SuspicionRow.event_id).where(
    SuspicionRow.application_id == EntitlementRow.application_id,
    SuspicionRow.dismissed.is_(False),
).exists() & EntitlementRow.state.in_(LIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to.

    `suspected`: a report (疑似停止情形) that nobody has looked into; `work`: "start", whose start
    month is open, or "reports", who owes a report, which come by its last day; `until` leaves out
    those owed later.
    """

    state: str | None = None
    suspected: bool = False
    work: str = ""
    until: date | None = None


class Entitlements:
    """Entitlements by case, by outstanding request, by page."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def add(self, row: EntitlementRow) -> None:
        self.session.add(row)
        self.session.flush()

    def get(self, application_id: UUID) -> EntitlementRow | None:
        """One entitlement, locked for this transaction."""
        return self._one("application_id", application_id)

    def asking(self, request_id: UUID) -> EntitlementRow | None:
        """The one that waits for this contribution answer."""
        return self._one("request_id", request_id)

    def refunding(self, request_id: UUID) -> EntitlementRow | None:
        """The one that waits for this refund."""
        return self._one("refund_id", request_id)

    def view(self, application_id: UUID) -> EntitlementRow | None:
        """One entitlement to look at, without a lock."""
        found: EntitlementRow | None = self.session.get(EntitlementRow, application_id)
        return found

    def of_person(self, person_key: str) -> list[EntitlementRow]:
        """All entitlements of a person that were ever granted, locked, the oldest first."""
        cases = self.cases_of(person_key)
        return list(
            self.session.scalars(
                select(EntitlementRow)
                .where(EntitlementRow.application_id.in_(cases), EntitlementRow.state != REFUSED)
                .order_by(EntitlementRow.approved_on, EntitlementRow.application_id)
                .with_for_update()
            )
        )

    def other_living(self, row: EntitlementRow, person_key: str = "") -> EntitlementRow | None:
        """Another entitlement of the same person (or of that key) that lives, to look at."""
        with whole_city(self.session):
            others = select(EntitlementRow).where(
                EntitlementRow.application_id.in_(self.cases_of(person_key or self._key(row))),
                EntitlementRow.application_id != row.application_id,
                EntitlementRow.state.in_(LIVE),
            )
            found: EntitlementRow | None = self.session.scalar(others)
        return found

    def subsidised_elsewhere(self, row: EntitlementRow, month: str) -> bool:
        """Whether the month is subsidised by another benefit of the same person.

        Benefits of one person ask one after the other, so no month is paid by two at once.
        """
        with whole_city(self.session):
            key = self._key(row)
            lock = func.pg_advisory_xact_lock(func.hashtext(f"payments.person.{key}"))
            self.session.execute(select(lock))
            standing = select(SubsidyRow).where(
                SubsidyRow.application_id.in_(self.cases_of(key)),
                SubsidyRow.application_id != row.application_id,
                SubsidyRow.month == month,
                SubsidyRow.reversed_at.is_(None),
            )
            return self.session.scalar(standing) is not None

    def cases_of(self, person_key: str) -> list[UUID]:
        """All cases of a person, whatever became of them."""
        mine = select(ApplicantRow.application_id).where(ApplicantRow.person_key == person_key)
        return list(self.session.scalars(mine))

    def _key(self, row: EntitlementRow) -> str:
        """Whose it is by the newest word of intake."""
        applicant: ApplicantRow | None = self.session.get(ApplicantRow, row.application_id)
        return applicant.person_key if applicant else row.person_key

    def enjoyed(self, row: EntitlementRow) -> dict[str, int]:
        """Subsidised months of the person's other entitlements by category of person."""
        category = ApplicantRow.facts["category"].astext
        months = (
            select(category, func.count())
            .select_from(EntitlementRow)
            .join(ApplicantRow, ApplicantRow.application_id == EntitlementRow.application_id)
            .join(MonthRow, MonthRow.application_id == EntitlementRow.application_id)
            .where(
                ApplicantRow.person_key == self._key(row),
                EntitlementRow.application_id != row.application_id,
                MonthRow.state == DEDUCTED,
                MonthRow.unclaimed.is_(False),
            )
            .group_by(category)
        )
        with whole_city(self.session):
            return dict(self.session.execute(months).all())

    def page(
        self, caller: Caller, wanted: Wanted, after: tuple[datetime, UUID] | None, limit: int
    ) -> list[EntitlementRow]:
        """Entitlements in the caller's jurisdiction by due date, after a place in that order."""
        reports = wanted.work == "reports"
        by = EntitlementRow.report_due if reports else EntitlementRow.next_due_at
        place = tuple_(by, EntitlementRow.application_id)
        query = select(EntitlementRow).order_by(*place.clauses).limit(limit)
        if caller.tier == DISTRICT:
            query = query.where(EntitlementRow.agency == caller.division)
        if caller.tier == STREET:
            query = query.where(EntitlementRow.street_code == caller.division)
        query = query.where(*narrowed(wanted))
        if after is not None:
            at, application_id = after
            day = at.astimezone(SHANGHAI).date() if reports else at
            query = query.where(place > (day, application_id))
        return list(self.session.scalars(query))

    def _one(self, column: str, value: UUID) -> EntitlementRow | None:
        found: EntitlementRow | None = self.session.scalar(_locked_by(column), {"value": value})
        return found


def narrowed(wanted: Wanted) -> list[Any]:
    """The conditions of what is wanted."""
    found: list[Any] = [_SUSPECTED] if wanted.suspected else []
    if wanted.state is not None:
        found.append(EntitlementRow.state == wanted.state)
    if wanted.work == "start":
        found.append(STARTS)
    if wanted.work == "reports":
        found.append(EntitlementRow.report_due.is_not(None))
        found += [EntitlementRow.report_due <= wanted.until] if wanted.until else []
    return found


@cache
def _locked_by(column: str) -> Select[Any]:
    """value: the entitlement with it, locked; made once, as making it costs more than a look."""
    mine = getattr(EntitlementRow, column) == bindparam("value")
    return select(EntitlementRow).where(mine).with_for_update()
