"""How a case is shown: names and numbers masked, terms and grounds with their clauses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.caller import SYSTEM, Caller
from contracts.common import HistoryItem
from contracts.review import CaseLine, CaseView, ObjectionView, PublicityLine
from kernel.contact import mask_name
from kernel.errors import NotFound
from policy import Policy
from review.domain import queue
from review.domain.case import Case
from review.domain.hands import Post
from review.domain.objection import Objection
from review.domain.terms import Term, only, shown
from review.rights import allowed
from review.shapes import check, due, objection, objector, overdue, post


@dataclass(frozen=True, slots=True)
class Record:
    """What has been written about a case; `clear` where its objectors may be read in clear."""

    posts: tuple[Post, ...]
    objections: tuple[Objection, ...]
    history: tuple[HistoryItem, ...]
    clear: bool = False


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


def case_line(case: Case, step: str, term: Term | None, now: datetime) -> CaseLine:
    """One row of a work queue."""
    return CaseLine(
        application_id=case.application_id,
        number=case.number,
        state=case.state,
        street_code=case.street_code,
        name=mask_name(case.name),
        category=case.applicant.category,
        next_step=step,
        due_at=term.due_at.isoformat() if term else None,
        overdue=any(overdue(each, now) for each in (term, *only(case.terms, "matter")) if each),
    )


def queue_line(case: Case, now: datetime) -> CaseLine:
    """A row of a queue ordered by the next step's due date."""
    return case_line(case, queue.next_step(case), queue.next_term(case), now)


def objection_line(case: Case, now: datetime) -> CaseLine:
    """A row of the queue of objections."""
    return case_line(case, "objection", queue.objection_term(case), now)


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
