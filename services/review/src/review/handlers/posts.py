"""双岗复核: two officers, two keys, the second only after the recorded end of publicity."""

from collections.abc import Sequence

from contracts.common import Basis, Done
from contracts.review import (
    ApplicationApproved,
    FirstReviewPassed,
    PassFirstPost,
    PassSecondPost,
)
from review.domain import moves
from review.domain.case import Case
from review.domain.checks import must_be_fresh, must_be_read, must_not_be_blocked
from review.domain.grounds import of_hands, of_publicity
from review.domain.hands import (
    FIRST,
    INITIAL,
    SECOND,
    Post,
    first_missing,
    must_be_another_certificate,
    must_not_be_handed_on,
    post_decided,
    post_of,
    shortest_look,
    two_hands,
)
from review.domain.objection import must_be_unopposed
from review.domain.terms import must_have_ended
from review.handlers.common import done, keep, take
from review.handlers.freshness import awaited_by
from servicekit.signing.decisions import Signed
from servicekit.uow import UnitOfWork


def pass_first_post(form: PassFirstPost, uow: UnitOfWork) -> Done:
    """第一次复核 (岗1): any time after the report, while publicity runs or later."""
    before = take(form.application_id, "pass_first_post", uow)
    must_be_read(form.dossier_version, before.dossier_version)
    if before.first_passed:
        raise post_decided()
    two_hands(_of_round(before, uow), uow.caller.subject, uow.caller.key_serial)
    must_not_be_blocked(before.blocked, before.outcomes)
    after = before.pass_first()
    signed = uow.sign(form, f"{before.number} 第一次复核通过", digest=before.digest)
    uow.posts.add(after, _post(FIRST, after, signed, uow))
    keep(uow, before, after)
    officer = uow.caller.subject
    uow.emit(FirstReviewPassed(application_id=after.application_id, officer=officer))
    basis = (of_hands(_of_round(after, uow), uow.step("double_review")),)
    _note(after, "first_post_passed", "第一次复核通过", basis, uow)
    return done(after)


def pass_second_post(form: PassSecondPost, uow: UnitOfWork) -> Done:
    """第二次复核确认 (岗2): approves the case; payments and notify go on from here."""
    before = take(form.application_id, "pass_second_post", uow)
    must_be_read(form.dossier_version, before.dossier_version)
    made = _of_round(before, uow)
    two_hands(made, uow.caller.subject, uow.caller.key_serial)
    must_have_ended(before.publicity)
    must_be_unopposed(uow.objections.count_open(before.application_id))
    must_be_fresh(awaited_by(before, uow))
    must_not_be_blocked(before.blocked, before.outcomes)
    initial = post_of(made, INITIAL, before.round, before.dossier_version)
    first = post_of(made, FIRST, before.round, before.dossier_version)
    if initial is None or first is None:
        raise first_missing()
    held = uow.signers.holding(uow.caller.key_serial, uow.caller.subject)
    must_not_be_handed_on(first, held.rebound_at)
    after = before.end("pass_second_post", moves.APPROVED)
    sentence = f"{before.number} 第二次复核确认，同意自{before.start}起享受{before.months}个月"
    facts = {"digest": before.digest, "start": str(before.start), "months": before.months}
    signed = uow.sign(form, sentence, **facts)
    must_be_another_certificate(first, signed.fingerprint)
    second = _post(SECOND, after, signed, uow)
    uow.posts.add(after, second)
    uow.posts.approve(after, initial, first, second)
    keep(uow, before, after)
    _tell(after, first, second, uow)
    return done(after)


def _of_round(case: Case, uow: UnitOfWork) -> tuple[Post, ...]:
    return tuple(post for post in uow.posts.of(case.application_id) if post.round == case.round)


def _post(post: str, case: Case, signed: Signed, uow: UnitOfWork) -> Post:
    return Post(
        post=post,
        officer=uow.caller.subject,
        officer_name=uow.caller.name,
        key_serial=uow.caller.key_serial,
        certificate=signed.fingerprint,
        at=uow.now,
        dossier_version=case.dossier_version,
        round=case.round,
        looked=uow.openings.seconds(case, uow.caller.subject),
    )


def _tell(case: Case, first: Post, second: Post, uow: UnitOfWork) -> None:
    uow.emit(
        ApplicationApproved(
            application_id=case.application_id,
            approved_at=uow.now,
            applied_on=case.applicant.applied_on,
            proposed_start=str(case.start),
            months=case.months or 0,
            first_officer=first.officer,
            second_officer=uow.caller.subject,
            looked_seconds=shortest_look(first, second),
        )
    )
    title = f"第二次复核确认，同意自{case.start}起享受{case.months}个月"
    hands = of_hands(_of_round(case, uow), uow.step("double_review"))
    ended = of_publicity(case, uow.step("double_review"))
    _note(case, "approved", title, (*case.grounds, *ended, hands), uow)


def _note(case: Case, action: str, title: str, basis: Sequence[Basis], uow: UnitOfWork) -> None:
    detail = {"version": case.dossier_version, "round": case.round, "digest": case.digest}
    uow.note(
        case.application_id,
        action,
        title,
        clause=uow.step("double_review"),
        detail=detail,
        basis=basis,
    )
