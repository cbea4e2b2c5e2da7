"""The smaller things on a case's page."""

from datetime import datetime

from contracts.common import Due
from contracts.intake import CheckOutcome
from contracts.review import ObjectionView, PostView
from kernel.contact import mask_name, mask_phone
from review.domain.checks import Outcome
from review.domain.hands import Post
from review.domain.objection import Objection
from review.domain.terms import Term


def overdue(term: Term, now: datetime) -> bool:
    """Whether its day has passed; that publicity ends is nobody's delay."""
    return term.kind != "publicity_end" and (term.overdue or term.due_at < now)


def due(term: Term, now: datetime) -> Due:
    """A term as people read it."""
    return Due(
        kind=term.kind,
        title=term.title,
        due_at=term.due_at.isoformat(),
        clause=term.clause,
        overdue=overdue(term, now),
        provisional=term.provisional,
    )


def check(outcome: Outcome) -> CheckOutcome:
    """The standing of one check."""
    return CheckOutcome(
        code=outcome.code,
        severity=outcome.severity,
        result=outcome.result,
        overridden=outcome.overridden,
        answered_on=outcome.answered_on,
    )


def post(made: Post) -> PostView:
    """One decision, with the officer and the key."""
    return PostView(
        post=made.post,
        outcome="passed",
        officer=made.officer,
        officer_name=made.officer_name,
        key_serial=made.key_serial,
        at=made.at.isoformat(),
        dossier_version=made.dossier_version,
        second_reader=made.second_reader,
        second_reader_name=made.second_reader_name,
    )


def objection(filed: Objection, objector: tuple[str, str] = ("", "")) -> ObjectionView:
    """One objection, with as much of its objector as the reader may see."""
    name, contact = objector
    return ObjectionView(
        objection_id=filed.id,
        filed_at=filed.filed_at.isoformat(),
        state=filed.state,
        content=filed.content,
        findings=filed.findings,
        objector_name=name,
        objector_contact=contact,
    )


def objector(filed: Objection, *, clear: bool) -> tuple[str, str]:
    """Name and contact of who objected; masked unless asked for in clear."""
    if clear:
        return filed.objector_name, filed.objector_contact
    return mask_name(filed.objector_name), mask_phone(filed.objector_contact)
