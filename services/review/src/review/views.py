"""How a case is shown: names and numbers masked, terms and grounds with their clauses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.caller import SYSTEM, Caller
from contracts.common import HistoryItem
from contracts.review import CaseLine, CaseProgress, CaseView, ObjectionView, PublicityLine
from kernel.calendar import WorkingCalendar
from kernel.contact import mask_name
from kernel.errors import NotFound
from policy import Policy
from review.domain import moves, queue
from review.domain.case import Case
from review.domain.checks import Freshness
from review.domain.hands import Post
from review.domain.objection import OPEN as OBJECTED
from review.domain.objection import Objection
from review.domain.terms import Term, only, shown
from review.rights import allowed, bars
from review.shapes import check, due, objection, objector, overdue, post


@dataclass(frozen=True, slots=True)
class Record:
    """What has been written about a case; `clear` where its objectors may be read in clear."""

    posts: tuple[Post, ...]
    objections: tuple[Objection, ...]
    history: tuple[HistoryItem, ...]
    clear: bool = False
    answers: Freshness = Freshness()


SAME = (
    *("application_id", "number", "state", "street_code", "agency", "project", "dossier_version"),
    *("digest", "months", "blocked", "return_reason", "process_version"),
)


def case_view(case: Case, record: Record, caller: Caller, now: datetime) -> CaseView:
    """The whole case for an officer."""
    publicity = case.publicity
    terms = sorted(shown(case.terms), key=lambda term: term.due_at)
    same: dict[str, Any] = {name: getattr(case, name) for name in SAME}
    may = allowed(case, caller, now.date())
    return CaseView(
        **same,
        category=case.applicant.category,
        name=mask_name(case.name),
        id_number=mask_number(case.id_number),
        proposed_start=str(case.start) if case.start else None,
        publicity_from=publicity.first_day if publicity else None,
        publicity_until=publicity.last_day if publicity else None,
        publicity_closed=bool(publicity and publicity.closed_at),
        grounds=tuple(map(str, case.grounds)),
        basis=case.grounds,
        face_checked=case.face_checked_on is not None,
        checks=tuple(check(outcome) for outcome in case.outcomes),
        posts=tuple(post(made) for made in record.posts),
        objections=_objections(record, _looks_into(case, caller, now)),
        dues=tuple(due(term, now) for term in terms),
        history=record.history,
        allowed=may,
        awaited=tuple(record.answers.why),
        bars=bars(case, record.posts, caller, record.answers),
    )


def progress(
    case: Case, posts: tuple[Post, ...], objections: tuple[Objection, ...], now: datetime
) -> CaseProgress:
    """What the applicant sees of it."""
    publicity = case.publicity
    terms = sorted(shown(case.terms), key=lambda term: term.due_at)
    here = (case.round, case.dossier_version)
    passed = {made.post for made in posts if (made.round, made.dossier_version) == here}
    return CaseProgress(
        application_id=case.application_id,
        state=case.state,
        proposed_start=str(case.start) if case.start else None,
        months=case.months,
        publicity_from=publicity.first_day if publicity else None,
        publicity_until=publicity.last_day if publicity else None,
        publicity_closed=bool(publicity and publicity.closed_at),
        face_checked=case.face_checked_on is not None,
        decided=tuple(sorted(passed)),
        objected=any(each.state == OBJECTED for each in objections),
        dues=tuple(due(term, now) for term in terms),
        grounds=tuple(map(str, case.grounds)) if case.state == moves.REJECTED else (),
        return_reason=case.return_reason if case.state == moves.TO_APPLICANT else "",
    )


def _looks_into(case: Case, caller: Caller, now: datetime) -> bool:
    """Whether this officer must look into an objection to the case now."""
    return caller.tier != SYSTEM and "resolve_objection" in allowed(case, caller, now.date())


def _objections(record: Record, named: bool) -> tuple[ObjectionView, ...]:
    if not named:
        return tuple(objection(filed) for filed in record.objections)
    return tuple(
        objection(filed, objector(filed, clear=record.clear)) for filed in record.objections
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a queue, when, and by which calendar; `posts` and `answers` by case."""

    caller: Caller
    now: datetime
    calendar: WorkingCalendar
    posts: Mapping[UUID, Sequence[Post]]
    answers: Callable[[Case], Freshness]


def case_line(case: Case, step: str, term: Term | None, reader: Reader) -> CaseLine:
    """One row of a work queue."""
    whole = only(case.terms, "matter")
    made = reader.posts.get(case.application_id, ())
    return CaseLine(
        application_id=case.application_id,
        number=case.number,
        state=case.state,
        street_code=case.street_code,
        name=mask_name(case.name),
        category=case.applicant.category,
        next_step=step,
        due_at=term.due_at.isoformat() if term else None,
        overdue=any(overdue(each, reader.now) for each in (term, *whole) if each),
        days_left=_days_left(term, reader) if term else None,
        bars=bars(case, made, reader.caller, reader.answers(case)),
    )


def _days_left(term: Term, reader: Reader) -> int:
    return reader.calendar.working_days_between(reader.now.date(), term.due_at.date())


def queue_line(case: Case, reader: Reader) -> CaseLine:
    """A row of a queue ordered by the next step's due date."""
    return case_line(case, queue.next_step(case), queue.next_term(case), reader)


def objection_line(case: Case, reader: Reader) -> CaseLine:
    """A row of the queue of objections."""
    return case_line(case, "objection", queue.objection_term(case), reader)


def publicity_line(case: Case, book: Policy, phone: str) -> PublicityLine:
    """公示: what the public sees. Disability and low income are not named (domain 12)."""
    publicity, rules = case.publicity, book.on(case.applicant.applied_on)
    if publicity is None:
        raise NotFound("该申请没有公示。")
    return PublicityLine(
        application_id=case.application_id,
        name=mask_name(case.name),
        id_number=mask_number(case.id_number),
        street_name=book.divisions.division(case.street_code).name,
        project=_project(case, book),
        category=rules.category(case.applicant.category).public_name,
        months=case.months or 0,
        proposed_start=str(case.start),
        publicity_from=publicity.first_day,
        publicity_until=publicity.last_day,
        supervision_phone=phone,
    )


def mask_number(number: str) -> str:
    """First two and last two of an identity number: 11**************29."""
    return number[:2] + "*" * max(len(number) - 4, 0) + number[-2:]


def _project(case: Case, book: Policy) -> str:
    try:
        return book.on(case.applicant.applied_on).code("projects", case.project).name
    except NotFound:
        return case.project
