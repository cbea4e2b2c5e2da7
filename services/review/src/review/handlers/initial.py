"""初审通过并上报: the street proposes, publicity begins by itself."""

from contracts.common import Done
from contracts.review import InitialReviewPassed, PassInitialReview
from kernel.errors import Conflict
from review.domain.case import Case
from review.domain.checks import must_be_checked, must_be_read
from review.domain.grounds import of_report
from review.domain.hands import INITIAL, Post, second_reader_of
from review.domain.proposal import must_be_eligible, propose
from review.handlers.common import done, keep, take, timetable
from servicekit.signing.decisions import Signed
from servicekit.uow import UnitOfWork


def pass_initial_review(form: PassInitialReview, uow: UnitOfWork) -> Done:
    """Everything 三.2 asks for is there: propose start and months, publish, start both clocks."""
    before = take(form.application_id, "pass_initial_review", uow)
    must_be_read(form.dossier_version, before.dossier_version)
    rules = uow.policy.on(uow.today)
    hands = (uow.caller.subject, uow.caller.name) if rules.second_reader_required else ()
    reader = second_reader_of(form.second_reader, hands)
    of_application = uow.policy.on(before.applicant.applied_on)
    must_be_eligible(before.applicant, of_application)  # a reason tells more than a failed check
    must_be_checked(before.matched, before.blocked, before.outcomes, before.face_checked_on)
    proposal = propose(before.applicant, form.months, of_application)
    after = before.report(proposal, uow.today, timetable(uow))
    sentence = f"{before.number} 初审通过并上报，拟自{after.start}起享受{after.months}个月"
    facts = {"digest": before.digest, "start": str(after.start), "months": after.months}
    signed = uow.sign(form, sentence, **facts)
    uow.posts.add(after, _post(after, (reader, form.second_reader_name), signed, uow))
    keep(uow, before, after)
    _tell(after, reader, uow)
    return done(after)


def _post(case: Case, reader: tuple[str, str], signed: Signed, uow: UnitOfWork) -> Post:
    return Post(
        post=INITIAL,
        officer=uow.caller.subject,
        officer_name=uow.caller.name,
        second_reader=reader[0],
        second_reader_name=reader[1],
        key_serial=uow.caller.key_serial,
        certificate=signed.fingerprint,
        at=uow.now,
        dossier_version=case.dossier_version,
        round=case.round,
    )


def _tell(case: Case, reader: str, uow: UnitOfWork) -> None:
    publicity = case.publicity
    if publicity is None or case.months is None:
        raise Conflict("公示日期未能确定。", code="publicity-missing")
    shown = f"{publicity.first_day:%Y-%m-%d}至{publicity.last_day:%Y-%m-%d}"
    uow.emit(
        InitialReviewPassed(
            application_id=case.application_id,
            reviewer=uow.caller.subject,
            second_reader=reader,
            proposed_start=str(case.start),
            months=case.months,
            publicity_from=publicity.first_day,
            publicity_until=publicity.last_day,
        )
    )
    uow.note(
        case.application_id,
        "initial_review_passed",
        f"初审通过并上报，拟自{case.start}起享受{case.months}个月，公示期{shown}",
        clause=uow.step("handling"),
        detail={"version": case.dossier_version, "round": case.round, "digest": case.digest},
        basis=of_report(case, uow.today, uow.policy.on(uow.today)),
    )
