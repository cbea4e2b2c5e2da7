"""The smaller things on a case's page."""

from datetime import datetime

from contracts.common import Due
from contracts.intake import CheckOutcome
from contracts.review import ObjectionView, PostView
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


def objection(filed: Objection, named: bool = False) -> ObjectionView:
    """One objection; the objector is named only to whoever must look into it."""
    return ObjectionView(
        objection_id=filed.id,
        filed_at=filed.filed_at.isoformat(),
        state=filed.state,
        content=filed.content,
        findings=filed.findings,
        objector_name=filed.objector_name if named else "",
        objector_contact=filed.objector_contact if named else "",
    )
