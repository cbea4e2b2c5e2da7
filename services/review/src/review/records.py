"""Between rows and domain objects: nothing of SQLAlchemy leaves the cellar."""

import json
from datetime import date, datetime
from typing import Any

from contracts import wire
from kernel.basis import Basis
from kernel.clock import SHANGHAI
from kernel.month import Month
from review.decisions import ObjectionRow, PostRow
from review.domain import queue
from review.domain.case import Case
from review.domain.checks import Outcome
from review.domain.hands import Post
from review.domain.objection import Objection
from review.domain.proposal import Applicant
from review.domain.terms import Publicity, Term
from review.tables import CaseRow

SAME = (
    *("application_id", "number", "street_code", "project", "name", "id_number"),
    *("process_version", "dossier_version", "digest", "state", "round", "matched", "blocked"),
    *("face_checked_on", "months", "republish", "first_passed", "return_reason"),
)


def write_case(row: CaseRow, case: Case, now: datetime) -> None:
    """Puts a case into its row, with the columns its queues are ordered by."""
    for name in SAME:
        setattr(row, name, getattr(case, name))
    row.agency = case.agency
    row.facts = json.dumps(wire.dump(case.applicant), ensure_ascii=False)
    row.outcomes = [wire.dump(outcome) for outcome in case.outcomes]
    row.terms = [wire.dump(term) for term in case.terms]
    row.start = str(case.start) if case.start else None
    row.grounds = [wire.dump(ground) for ground in case.grounds]
    _write_publicity(row, case.publicity)
    due = queue.next_term(case)
    row.next_step = queue.next_step(case)
    row.queue_at = due.due_at if due else now
    objected = queue.objection_term(case)
    row.objection_due = objected.due_at if objected else None


def _write_publicity(row: CaseRow, publicity: Publicity | None) -> None:
    row.publicity_reported_on = publicity.reported_on if publicity else None
    row.publicity_from = publicity.first_day if publicity else None
    row.publicity_until = publicity.last_day if publicity else None
    row.publicity_closed_at = publicity.closed_at if publicity else None


def read_case(row: CaseRow) -> Case:
    """The case of a row."""
    values: dict[str, Any] = {name: getattr(row, name) for name in SAME}
    return Case(
        **values,
        applicant=wire.load(Applicant, json.loads(row.facts)),
        outcomes=tuple(map(_outcome, row.outcomes)),
        terms=tuple(_term(item) for item in row.terms),
        start=Month.parse(row.start) if row.start else None,
        grounds=tuple(Basis(**ground) for ground in row.grounds),
        publicity=_publicity(row),
    )


def _outcome(item: dict[str, Any]) -> Outcome:
    """By hand: a page of a queue has a thousand of them."""
    answered = item.get("answered_on")
    return Outcome(**item | {"answered_on": date.fromisoformat(answered) if answered else None})


def _term(item: dict[str, Any]) -> Term:
    due_at = datetime.fromisoformat(item["due_at"]).astimezone(SHANGHAI)
    counted_from = date.fromisoformat(item["counted_from"])
    return Term(**item | {"due_at": due_at, "counted_from": counted_from})


def _publicity(row: CaseRow) -> Publicity | None:
    days = (row.publicity_reported_on, row.publicity_from, row.publicity_until)
    if None in days:
        return None
    closed = row.publicity_closed_at
    return Publicity(
        **dict(zip(("reported_on", "first_day", "last_day"), days, strict=True)),
        closed_at=closed.astimezone(SHANGHAI) if closed else None,
    )


def read_post(row: PostRow) -> Post:
    """The decision of a row."""
    return Post(
        post=row.post,
        officer=row.officer,
        officer_name=row.officer_name,
        second_reader=row.second_reader,
        second_reader_name=row.second_reader_name,
        key_serial=row.key_serial,
        certificate=row.certificate,
        at=row.at.astimezone(SHANGHAI),
        dossier_version=row.dossier_version,
        round=row.round,
        looked=row.looked,
    )


OBJECTION = tuple(Objection.__dataclass_fields__)


def read_objection(row: ObjectionRow) -> Objection:
    """The objection of a row."""
    return Objection(**{name: getattr(row, name) for name in OBJECTION})


def write_objection(row: ObjectionRow, objection: Objection) -> None:
    """Puts an objection into its row."""
    for name in OBJECTION:
        setattr(row, name, getattr(objection, name))
