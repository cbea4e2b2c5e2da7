"""退回补正 and 审核未通过: by the street or by the district, whoever holds the case."""

from contracts.common import Done
from contracts.review import ApplicationRejected, CaseReturned, RejectCase, ReturnCase
from kernel.errors import Invalid, NotFound
from policy import Clause, Rules, because
from review.domain import moves
from review.domain.case import Case
from review.domain.grounds import of_rejection, of_term
from review.handlers.common import done, keep, take, timetable
from servicekit.uow import UnitOfWork

STAGES = {"street": "街道（乡镇）初审", "district": "区复核", "objection": "公示异议"}


def return_case(form: ReturnCase, uow: UnitOfWork) -> Done:
    """退回: the posts of this round are void; intake reopens the forms."""
    before = take(form.application_id, "return_case", uow)
    term = timetable(uow).street_correction(uow.today)
    after = before.give_back(form.reason, term)
    keep(uow, before, after)
    street = after.state == moves.TO_APPLICANT
    uow.emit(
        CaseReturned(
            application_id=after.application_id,
            to="applicant" if street else "street",
            reason=form.reason,
            round=before.round,
        )
    )
    title = "退回申请人补正" if street else "区退回街道（乡镇）补正"
    clause = uow.step("handling") if street else uow.step("double_review")
    basis = () if street else (of_term(term, uow.today, uow.policy.on(uow.today)),)
    uow.note(
        after.application_id, "case_returned", title, clause=clause, basis=basis, why=form.reason
    )
    return done(after)


def reject_case(form: RejectCase, uow: UnitOfWork) -> Done:
    """不予批准 with a listed reason; T2 tells the applicant."""
    before = take(form.application_id, "reject_case", uow)
    stage = "street" if before.state in moves.STREET_HELD else "district"
    reason, _ = listed(form.reason_code, uow.policy.on(uow.today))
    uow.sign(form, f"{before.number} 审核未通过：{reason}", digest=before.digest)
    return done(reject(before, stage, form.reason_code, uow, form.note))


def reject(before: Case, stage: str, code: str, uow: UnitOfWork, note: str = "") -> Case:
    """Ends the case as rejected and says so; `stage` is street, district or objection."""
    reason, clause = listed(code, uow.policy.on(uow.today))
    step = "resolve_objection" if stage == "objection" else "reject_case"
    ground = because(f"{reason}。", clause, {"原因代码": code, "环节": STAGES[stage]})
    basis = of_rejection(before, ground, uow.policy.on(before.applicant.applied_on))
    after = before.reject(step, basis)
    keep(uow, before, after)
    uow.emit(
        ApplicationRejected(
            application_id=after.application_id,
            stage=stage,
            reason_code=code,
            reason_text=reason,
        )
    )
    uow.note(
        after.application_id,
        "case_rejected",
        f"审核未通过：{reason}",
        clause=uow.step("refusal_notice"),
        detail={"stage": stage, "reason_code": code},
        basis=basis,
        why=note,
    )
    return after


def listed(code: str, rules: Rules) -> tuple[str, Clause]:
    """The phrase and clause of a listed reason, or of the check that failed; raises Invalid."""
    try:
        reason = rules.reason(code)
    except NotFound:
        failed = {check.code: check for check in rules.checks if check.reason}
        if check := failed.get(code):
            return str(check.reason), check.clause
    else:
        return reason.reason, reason.clause
    sentence = "不予批准原因不在原因表内，请从列表中选择。"
    raise Invalid(sentence, fields={"reason_code": sentence}, code="unknown-reason")
