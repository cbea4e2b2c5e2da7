"""What districts added to the commitment, and what is known of earlier benefits."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.domain.commitment_text import Addition
from intake.domain.own_checks import Benefit, Record
from intake.domain.states import OPEN
from intake.store.district_rows import AdditionRow, BenefitRow, EarlierRow
from intake.store.rows import ApplicationRow
from servicekit.walls import whole_city


class Additions:
    """Versions of district additions to the commitment (承诺书)."""

    def __init__(self, uow: Any) -> None:
        self.session, self.caller = uow.session, uow.caller

    def of(self, agency: str) -> tuple[Addition, ...]:
        """All versions of an agency, oldest first."""
        rows = self.session.scalars(
            select(AdditionRow).where(AdditionRow.agency == agency).order_by(AdditionRow.n)
        )
        return tuple(
            Addition(
                agency=row.agency,
                n=row.n,
                clauses=tuple(row.clauses),
                made_on=row.made_on,
                city_version=row.city_version,
                city_digest=row.city_digest,
            )
            for row in rows
        )

    def add(self, addition: Addition) -> None:
        """Appends a version; two at once violate `additions_pkey`."""
        row = AdditionRow(made_by=self.caller.subject, clauses=list(addition.clauses))
        for name in ("agency", "n", "made_on", "city_version", "city_digest"):
            setattr(row, name, getattr(addition, name))
        self.session.add(row)
        self.session.flush()


class Benefits:
    """Approved applications and the months enjoyed on them."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def open(self, application_id: UUID) -> None:
        """An application was approved; nothing is opened for one that is unknown here."""
        no = literal(False)
        fresh = select(ApplicationRow.id, literal([], JSONB), literal(""), no, no)
        self.session.execute(
            upsert(BenefitRow)
            .from_select(
                ["application_id", "months", "stop_code", "ended", "running"],
                fresh.where(ApplicationRow.id == application_id),
            )
            .on_conflict_do_nothing()
        )

    def approve(self, application_id: UUID, applied_on: date) -> None:
        """The approval, and the day its applicant's age was fixed on."""
        if row := self._locked(application_id):
            row.age_fixed_on = applied_on

    def add_month(self, application_id: UUID, month: str) -> None:
        """A month was subsidised; telling it twice changes nothing."""
        row = self._locked(application_id)
        if row and month not in row.months:
            row.months, row.months_used = sorted([*row.months, month]), None

    def drop_month(self, application_id: UUID, month: str) -> None:
        """A subsidised month was reversed; telling it twice changes nothing."""
        if row := self._locked(application_id):
            row.months, row.months_used = [m for m in row.months if m != month], None

    def reopen(self, application_id: UUID) -> None:
        """The approval runs (again); its months are counted here until it ends."""
        if row := self._locked(application_id):
            row.ended, row.stop_code, row.ended_on, row.running = False, "", None, True
            row.months_used = None

    def end(
        self, application_id: UUID, code: str, months_used: int, on: date | None = None
    ) -> None:
        """The approval ended; payments' own count of months stands until it tells of another."""
        if row := self._locked(application_id):
            row.ended, row.stop_code, row.ended_on, row.running = True, code, on, False
            row.months_used = months_used

    def record(self, application_id: UUID, person_key: str) -> Record:
        """What is known of a person besides this application."""
        others = (ApplicationRow.person_key == person_key, ApplicationRow.id != application_id)
        open_ones = select(ApplicationRow.id).where(*others, ApplicationRow.state.in_(OPEN))
        enjoyed = (
            select(BenefitRow, ApplicationRow.category)
            .join(ApplicationRow, ApplicationRow.id == BenefitRow.application_id)
            .where(*others)
        )
        with whole_city(self.session):
            open_one = self.session.scalar(open_ones.limit(1))
            rows = self.session.execute(enjoyed).all()
            before = self.session.scalars(
                select(EarlierRow).where(EarlierRow.person_key == person_key)
            ).all()
        standing = tuple(_benefit(row, category) for row, category in rows)
        return Record(
            other_open=open_one is not None, benefits=(*standing, *map(_destroyed, before))
        )

    def _locked(self, application_id: UUID) -> BenefitRow | None:
        # What payments tells may overtake the approval, which review tells.
        self.open(application_id)
        row: BenefitRow | None = self.session.get(
            BenefitRow, application_id, with_for_update=True, populate_existing=True
        )
        return row


def _benefit(row: BenefitRow, category: str) -> Benefit:
    used = len(row.months) if row.months_used is None else row.months_used
    return Benefit(
        category=category,
        months_used=used,
        ended=row.ended,
        stop_code=row.stop_code,
        ended_on=row.ended_on,
        age_fixed_on=row.age_fixed_on,
    )


def _destroyed(row: EarlierRow) -> Benefit:
    return Benefit(
        category=row.category,
        months_used=row.months_used,
        ended=True,
        stop_code=row.stop_code,
        ended_on=row.ended_on,
        age_fixed_on=row.age_fixed_on,
    )
