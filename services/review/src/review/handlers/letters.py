"""What intake tells us. A letter about a case that has moved on is a quiet no-op."""

import json
from dataclasses import replace
from datetime import date
from uuid import UUID

from contracts.intake import (
    ApplicationAccepted,
    ApplicationCorrected,
    ApplicationWithdrawn,
    CaseFacts,
    FaceCheckRecorded,
    MatchingCompleted,
)
from kernel.clock import SHANGHAI
from policy import because
from review.domain import moves
from review.domain.case import Case
from review.domain.checks import Outcome, being_asked
from review.domain.grounds import of_outcomes, of_term
from review.domain.proposal import Applicant
from review.domain.terms import shown
from review.handlers.common import keep, set_deadlines, timetable
from servicekit.uow import UnitOfWork


def open_case(event: ApplicationAccepted, uow: UnitOfWork) -> None:
    """受理 elsewhere opens a case here; two working days for the initial review begin."""
    if uow.cases.get(event.application_id):
        return
    case = _case_from(event)
    if case.legacy:
        uow.cases.add(case, event.person_key)
        title = "按原流程办理，不进入新流程审核"
        uow.note(case.application_id, "case_opened_legacy", title, clause=uow.step("flow"))
        return
    accepted_on = case.applicant.applied_on
    table, rules = timetable(uow, accepted_on), uow.policy.on(accepted_on)
    begun = (*table.initial_review(accepted_on), *table.matter(accepted_on))
    case = case.with_terms(begun)
    uow.cases.add(case, event.person_key)
    set_deadlines(uow, case)
    title = f"进入初审，应于{begun[0].due_at:%Y-%m-%d}前完成"
    basis = tuple(of_term(term, accepted_on, rules) for term in shown(begun))
    uow.note(case.application_id, "case_opened", title, clause=begun[0].clause, basis=basis)


def _case_from(event: ApplicationAccepted) -> Case:
    accepted_on = event.accepted_at.astimezone(SHANGHAI).date()
    person = json.loads(event.person)
    return Case(
        application_id=event.application_id,
        number=event.number,
        street_code=event.facts.street_code,
        project=event.facts.project,
        applicant=_applicant(event.facts, accepted_on),
        process_version=event.process_version,
        dossier_version=event.dossier_version,
        digest=event.digest,
        name=person["name"],
        id_number=person["id_number"],
    )


def note_matching(event: MatchingCompleted, uow: UnitOfWork) -> None:
    """比对 complete, or its picture has changed; only for the dossier as it is now."""
    before = _reviewed_here(event.application_id, uow)
    if before is None or event.dossier_version != before.dossier_version:
        return
    outcomes = tuple(
        Outcome(
            code=o.code,
            severity=o.severity,
            result=o.result,
            overridden=o.overridden,
            answered_on=o.answered_on,
        )
        for o in event.outcomes
    )
    after = before.matching(outcomes, event.blocked)
    keep(uow, before, after)
    barring = [outcome for outcome in outcomes if outcome.blocks]
    title = "数据比对完成，存在未通过的必查项" if event.blocked else "数据比对完成"
    if being_asked(barring):
        title = "已重新发起比对，等待答复"
    detail = {"failing": [outcome.code for outcome in barring]}
    basis = of_outcomes(outcomes, uow.policy.on(before.applicant.applied_on))
    uow.note(
        after.application_id,
        "matching_noted",
        title,
        clause=uow.step("handling"),
        detail=detail,
        basis=basis,
    )


def note_face_check(event: FaceCheckRecorded, uow: UnitOfWork) -> None:
    """当面核查 was done."""
    before = _reviewed_here(event.application_id, uow)
    if before is None:
        return
    keep(uow, before, replace(before, face_checked_on=event.checked_on))
    basis = (because("当面核查已登记。", uow.step("handling"), {"核查日期": event.checked_on}),)
    title = "当面核查已登记"
    uow.note(
        before.application_id, "face_check_noted", title, clause=uow.step("handling"), basis=basis
    )


def correct_case(event: ApplicationCorrected, uow: UnitOfWork) -> None:
    """补正: a new version and round; the street has two working days again."""
    before = _reviewed_here(event.application_id, uow)
    if before is None or event.dossier_version <= before.dossier_version:
        return
    person = json.loads(event.person)
    changed = replace(
        before,
        applicant=_applicant(event.facts, before.applicant.applied_on),
        project=event.facts.project,
        dossier_version=event.dossier_version,
        digest=event.digest,
        name=person["name"],
        id_number=person["id_number"],
    )
    begun = timetable(uow).initial_review(uow.today)
    after = before.correct(changed, event.publicity_relevant, begun)
    keep(uow, before, after)
    uow.cases.rekey(after.application_id, event.person_key)
    detail = {"version": after.dossier_version, "round": after.round}
    title = "已补正，重新比对并初审" + ("，须重新公示" if after.republish else "")
    uow.note(
        after.application_id,
        "case_corrected",
        title,
        clause=uow.step("handling"),
        detail=detail,
        basis=tuple(of_term(term, uow.today, uow.policy.on(uow.today)) for term in begun),
    )


def withdraw_case(event: ApplicationWithdrawn, uow: UnitOfWork) -> None:
    """撤回: nothing is due any more."""
    before = _open(event.application_id, uow)
    if before is None:
        return
    keep(uow, before, before.end("withdraw", moves.WITHDRAWN))
    uow.note(before.application_id, "case_withdrawn", "申请人撤回申请，审核终止")


def _applicant(facts: CaseFacts, applied_on: date) -> Applicant:
    return Applicant(
        category=facts.category,
        sex=facts.sex,
        birth_date=facts.birth_date,
        retire_class=facts.retire_class,
        hukou_type=facts.hukou_type,
        agency=facts.agency,
        applied_on=applied_on,
        work_started_on=facts.work_started_on,
        unemployed_on=facts.unemployed_on,
        graduated_on=facts.graduated_on,
        months_used=facts.months_used,
        age_fixed_on=facts.age_fixed_on,
        household_division=facts.household_division,
    )


def _open(application_id: UUID, uow: UnitOfWork) -> Case | None:
    case: Case | None = uow.cases.lock(application_id)
    return None if case is None or case.state in moves.FINAL else case


def _reviewed_here(application_id: UUID, uow: UnitOfWork) -> Case | None:
    case = _open(application_id, uow)
    return None if case is None or case.legacy else case
