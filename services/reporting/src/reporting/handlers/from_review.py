"""What review says of a case."""

from typing import Any

from contracts.review import (
    ApplicationApproved,
    ApplicationRejected,
    CaseReturned,
    FirstReviewPassed,
    InitialReviewPassed,
    ObjectionRaised,
    ObjectionResolved,
    PublicityClosed,
    PublicityMoved,
)
from reporting.handlers.recording import facts, record


def note_initial_review(event: InitialReviewPassed, uow: Any) -> None:
    """初审 passed: publicity begins, or goes on after a return."""
    record(
        event.application_id,
        uow,
        lambda case: case.published(event.publicity_from, event.publicity_until).with_(
            proposed_start=event.proposed_start, proposed_months=event.months
        ),
    )


def note_publicity_moved(event: PublicityMoved, uow: Any) -> None:
    """A holiday notice moves the days of 公示."""
    days = {"publicity_from": event.publicity_from, "publicity_until": event.publicity_until}
    facts(event.application_id, uow, **days)


def note_publicity_closed(event: PublicityClosed, uow: Any) -> None:
    """公示 has ended."""
    facts(event.application_id, uow, publicity_closed=True)


def note_first_post(event: FirstReviewPassed, uow: Any) -> None:
    """岗1 has passed the case."""
    facts(event.application_id, uow, first_passed=True)


def note_objection(event: ObjectionRaised, uow: Any) -> None:
    """An objection is open."""
    record(
        event.application_id,
        uow,
        lambda case: case.with_(open_objections=case.open_objections + 1),
    )


def note_objection_resolved(event: ObjectionResolved, uow: Any) -> None:
    """An objection is settled; an upheld one is followed by the rejection."""
    record(
        event.application_id,
        uow,
        lambda case: case.with_(open_objections=max(case.open_objections - 1, 0)),
    )


def note_returned(event: CaseReturned, uow: Any) -> None:
    """退回补正: what the first post had passed is to be read again."""
    record(
        event.application_id,
        uow,
        lambda case: case.with_(
            review=f"returned_to_{event.to}",
            returned_at=uow.incoming.occurred_at,
            returns=case.returns + 1,
            first_passed=False,
        ),
    )


def note_approved(event: ApplicationApproved, uow: Any) -> None:
    """Both posts passed: the case belongs on the month's roster."""
    facts(
        event.application_id,
        uow,
        review="approved",
        approved_at=event.approved_at,
        looked_seconds=event.looked_seconds,
        applied_on=event.applied_on,
        proposed_start=event.proposed_start,
        proposed_months=event.months,
    )


def note_rejected(event: ApplicationRejected, uow: Any) -> None:
    """Refused by street, district or upheld objection."""
    facts(
        event.application_id,
        uow,
        review="rejected",
        rejection=event.reason_code[:20],
        rejected_at=uow.incoming.occurred_at,
    )
