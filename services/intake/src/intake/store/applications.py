"""Applications, kept and found again."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.domain.application import Application
from intake.domain.details import Details
from intake.domain.forms import FaceCheck, Form, Promise, plain
from intake.domain.states import OPEN
from intake.store.district_rows import NumberRow
from intake.store.rows import ApplicationRow, CheckRow
from kernel.clock import SHANGHAI
from servicekit.walls import whole_city

UNANSWERED = ("PENDING", "TIMEOUT", "ERROR")  # no answer, or none that says anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; `after` is the last row of the page before.

    `asked_before`: only open ones with a check asked before then that nobody has answered.
    """

    agency: str | None = None
    street_code: str | None = None
    state: str | None = None
    person_key: str | None = None
    after: tuple[datetime, UUID] | None = None
    asked_before: datetime | None = None


class Applications:
    """The applications of the city."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def find(self, application_id: UUID, *, lock: bool = False) -> Application | None:
        """One application, locked until the end of the transaction where it will be changed."""
        row = self.session.get(
            ApplicationRow, application_id, with_for_update=lock or None, populate_existing=lock
        )
        return _application(row) if row else None

    def these(self, ids: Sequence[UUID]) -> list[Application]:
        """Several applications, in the order of their identifiers."""
        found = select(ApplicationRow).where(ApplicationRow.id.in_(ids)).order_by(ApplicationRow.id)
        return [_application(row) for row in self.session.scalars(found)]

    def asked_by(self, request_id: UUID) -> Application | None:
        """The application for which a registry was asked under this number, locked."""
        row = self.session.scalar(_ASKED_BY, {"number": request_id})
        return _application(row) if row else None

    def add(self, application: Application) -> None:
        """Keeps a new one; a second open one of a person violates `applications_one_open`."""
        self.session.add(_written(ApplicationRow(id=application.id), application))
        self.session.flush()

    def save(self, application: Application) -> None:
        """Keeps the changed one."""
        _written(self.session.get(ApplicationRow, application.id), application)
        self.session.flush()

    def open_of(self, person_key: str) -> UUID | None:
        """The person's open application, anywhere in the city."""
        found: UUID | None = self.session.scalar(
            select(ApplicationRow.id).where(
                ApplicationRow.person_key == person_key, ApplicationRow.state.in_(OPEN)
            )
        )
        return found

    def open_in_city(self, person_key: str) -> Application | None:
        """The same with what it is, to look at."""
        with whole_city(self.session):
            row = self.session.scalar(
                select(ApplicationRow).where(
                    ApplicationRow.person_key == person_key, ApplicationRow.state.in_(OPEN)
                )
            )
        return _application(row) if row else None

    def page(self, wanted: Wanted, limit: int) -> list[Application]:
        """Newest first; the row after `wanted.after` is the first."""
        newest = (ApplicationRow.submitted_at, ApplicationRow.id)
        rows = self.session.scalars(
            select(ApplicationRow)
            .where(*_conditions(wanted))
            .order_by(*(column.desc() for column in newest))
            .limit(limit)
        )
        return [_application(row) for row in rows]

    def next_number(self, agency: str, day: date) -> str:
        """`{agency}-{yyyymmdd}-{nnnnn}`: a withdrawn acceptance may leave a gap, never a twin."""
        last = self.session.scalar(
            upsert(NumberRow)
            .values(agency=agency, day=day, last=1)
            .on_conflict_do_update(
                index_elements=["agency", "day"], set_={"last": NumberRow.last + 1}
            )
            .returning(NumberRow.last)
        )
        return f"{agency}-{day:%Y%m%d}-{last:05d}"


_ASKED_BY = (
    select(ApplicationRow)
    .join(CheckRow, CheckRow.application_id == ApplicationRow.id)
    .where(CheckRow.request_id == bindparam("number"))
    .with_for_update(of=ApplicationRow)
)


def _conditions(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    names = ("agency", "street_code", "state", "person_key")
    narrowed = [
        getattr(ApplicationRow, name) == getattr(wanted, name)
        for name in names
        if getattr(wanted, name) is not None
    ]
    if wanted.asked_before is not None:
        narrowed += [ApplicationRow.state.in_(OPEN), _unanswered(wanted.asked_before)]
    if wanted.after is not None:
        place = tuple_(ApplicationRow.submitted_at, ApplicationRow.id)
        narrowed.append(place < tuple_(*wanted.after))
    return narrowed


def _unanswered(asked_before: datetime) -> ColumnElement[bool]:
    return (
        select(CheckRow.request_id)
        .where(
            CheckRow.application_id == ApplicationRow.id,
            CheckRow.current,
            CheckRow.result.in_(UNANSWERED),
            CheckRow.asked_at <= asked_before,
        )
        .exists()
    )


_SAME = (
    "state",
    "street_code",
    "agency",
    "residence_basis",
    "person_key",
    "submitted_at",
    "submitted_by",
    "version",
    "accepted_at",
    "process_version",
    "digest",
    "said",
)


def _written(row: ApplicationRow, application: Application) -> ApplicationRow:
    for name in _SAME:
        setattr(row, name, getattr(application, name))
    row.number = application.number or None
    row.category = application.form.category
    row.form = _text(application.form)
    row.promise = _text(application.promise)
    row.face_check = _checks(application)
    row.changed = json.dumps(asdict(application.changed)) if application.changed else None
    return row


def _application(row: ApplicationRow) -> Application:
    values = {name: getattr(row, name) for name in _SAME}
    checks = tuple(FaceCheck.from_plain(check) for check in json.loads(row.face_check or "[]"))
    return Application(
        **values
        | {
            "submitted_at": row.submitted_at.astimezone(SHANGHAI),
            "accepted_at": row.accepted_at.astimezone(SHANGHAI) if row.accepted_at else None,
        },
        id=row.id,
        number=row.number or "",
        form=Form.from_plain(json.loads(row.form)),
        promise=Promise.from_plain(json.loads(row.promise)),
        face_check=checks[-1] if checks else None,
        earlier_checks=checks[:-1],
        changed=Details(**json.loads(row.changed)) if row.changed else None,
    )


def _checks(application: Application) -> str | None:
    if application.face_check is None:
        return None
    checks = (*application.earlier_checks, application.face_check)
    return json.dumps([plain(check) for check in checks], ensure_ascii=False)


def _text(value: Form | Promise) -> str:
    return json.dumps(plain(value), ensure_ascii=False)
