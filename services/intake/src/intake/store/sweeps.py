"""The monthly sweep, kept and found again: bounded steps, whatever the number of benefits."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, delete, func, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.domain.sweep import SweepCheck
from intake.store.district_rows import BenefitRow
from intake.store.rows import ApplicationRow
from intake.store.sweep_rows import FOUND, SweepCheckRow, SweepRow
from kernel.clock import SHANGHAI

CHECKS = cast(Table, SweepCheckRow.__table__)
_NAMES = tuple(field.name for field in fields(SweepCheck))
_COLUMNS = [CHECKS.c[name] for name in _NAMES]
_MOMENTS = ("asked_at", "answered_at", "since", "closed_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a worklist is narrowed to; `after` is the last row of the page before."""

    agency: str | None = None
    street_code: str | None = None
    result: str | None = None
    after: tuple[datetime, UUID, str] | None = None


class Sweeps:
    """Which months were swept, what was asked in them, and what is open."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def plan(self, month: str) -> bool:
        """Puts a month down; False where it is down already."""
        put = upsert(SweepRow).values(month=month, persons=0, asked=0).on_conflict_do_nothing()
        return bool(self.session.execute(put.returning(SweepRow.month)).first())

    def of(self, month: str) -> SweepRow | None:
        """A month's sweep, locked."""
        found: SweepRow | None = self.session.get(SweepRow, month, with_for_update=True)
        return found

    def running(self, after: UUID | None, limit: int) -> list[UUID]:
        """The next running benefits, in the order of their numbers."""
        query = select(BenefitRow.application_id).where(BenefitRow.running)
        if after is not None:
            query = query.where(BenefitRow.application_id > after)
        return list(self.session.scalars(query.order_by(BenefitRow.application_id).limit(limit)))

    def ask(self, checks: Sequence[SweepCheck]) -> set[UUID]:
        """Keeps new questions; those that this month or a later one has put already are not."""
        if not checks:
            return set()
        put = upsert(CHECKS)
        asked = ("request_id", "month", "asked_at", "result", "answered_at", "detail")
        put = put.on_conflict_do_update(
            index_elements=["application_id", "code"],
            set_={name: put.excluded[name] for name in asked},
            where=CHECKS.c.month < put.excluded.month,
        )
        rows = [asdict(check) for check in checks]
        return set(self.session.scalars(put.returning(CHECKS.c.request_id), rows))

    def asked_by(self, request_id: UUID) -> SweepCheck | None:
        """The question of that number, locked."""
        query = select(*_COLUMNS).where(CHECKS.c.request_id == request_id).with_for_update()
        row = self.session.execute(query).first()
        return _check(row) if row else None

    def find(self, application_id: UUID, code: str) -> SweepCheck | None:
        """One check of one benefit, locked."""
        mine = (CHECKS.c.application_id == application_id, CHECKS.c.code == code)
        row = self.session.execute(select(*_COLUMNS).where(*mine).with_for_update()).first()
        return _check(row) if row else None

    def silent(self, asked_before: datetime, limit: int) -> list[SweepCheck]:
        """Questions that have stayed without an answer, oldest first; no other replica's."""
        query = select(*_COLUMNS).where(
            CHECKS.c.result == "PENDING", CHECKS.c.asked_at <= asked_before
        )
        query = query.order_by(CHECKS.c.asked_at).limit(limit).with_for_update(skip_locked=True)
        return [_check(row) for row in self.session.execute(query)]

    def first_pending(self) -> datetime | None:
        """When the oldest open question was put."""
        query = select(func.min(CHECKS.c.asked_at)).where(CHECKS.c.result == "PENDING")
        found: datetime | None = self.session.scalar(query)
        return found

    def save(self, check: SweepCheck) -> None:
        """Keeps what became known."""
        values = asdict(check)
        mine = [CHECKS.c[name] == values.pop(name) for name in ("application_id", "code")]
        self.session.execute(update(CHECKS).where(*mine).values(values))

    def drop(self, application_id: UUID) -> None:
        """The benefit runs no more: nobody has to look into anything."""
        self.session.execute(delete(CHECKS).where(CHECKS.c.application_id == application_id))

    def findings(self, wanted: Findings, limit: int) -> list[tuple[SweepCheck, ApplicationRow]]:
        """What is open, oldest first, each with its application."""
        place = (CHECKS.c.since, CHECKS.c.application_id, CHECKS.c.code)
        query = select(*_COLUMNS, ApplicationRow).join(
            ApplicationRow, ApplicationRow.id == CHECKS.c.application_id
        )
        query = query.where(text(FOUND), *_narrowed(wanted))
        if wanted.after is not None:
            query = query.where(tuple_(*place) > tuple_(*wanted.after))
        rows = self.session.execute(query.order_by(*place).limit(limit))
        return [(_check(row), row.ApplicationRow) for row in rows]


def _narrowed(wanted: Findings) -> list[Any]:
    columns = {
        "agency": ApplicationRow.agency,
        "street_code": ApplicationRow.street_code,
        "result": CHECKS.c.found,
    }
    named = {name: getattr(wanted, name) for name in columns}
    return [columns[name] == value for name, value in named.items() if value is not None]


def _check(row: Row[Any]) -> SweepCheck:
    values = {name: getattr(row, name) for name in _NAMES}
    moments = {name: values[name] and values[name].astimezone(SHANGHAI) for name in _MOMENTS}
    return SweepCheck(**values | moments)
