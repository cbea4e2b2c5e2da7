"""退回补正 and 审核未通过: by the street or by the district, whoever holds the case."""

from contracts.common import Done
from contracts.review import ApplicationRejected, CaseReturned, RejectCase, ReturnCase
from kernel.errors import Invalid, NotFound
from policy import Rules
from review.domain import moves
from review.domain.case import Case
from review.handlers.common import DOUBLE_REVIEW, HANDLING, done, keep, take
from servicekit.uow import UnitOfWork

NOTICE = "京劳服失发〔2019〕1号 附件4 二"


def return_case(form: ReturnCase, uow: UnitOfWork) -> Done:
    """退回: the posts of this round are void; intake reopens the forms."""
    before = take(form.application_id, "return_case", uow)
    after = before.give_back(form.reason)
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
    clause = HANDLING if street else DOUBLE_REVIEW
    uow.note(after.application_id, "case_returned", title, clause=clause, why=form.reason)
    return done(after)


def reject_case(form: RejectCase, uow: UnitOfWork) -> Done:
    """不予批准 with a listed reason; T2 tells the applicant."""
    before = take(form.application_id, "reject_case", uow)
    reason = reason_text(form.reason_code, uow.policy.on(uow.today))
    stage = "street" if before.state in moves.STREET_HELD else "district"
    return done(reject(before, stage, form.reason_code, reason, uow, form.note))


def reject(
    before: Case, stage: str, code: str, reason: str, uow: UnitOfWork, note: str = ""
) -> Case:
    """Ends the case as rejected and says so; `stage` is street, district or objection."""
    step = "resolve_objection" if stage == "objection" else "reject_case"
    after = before.end(step, moves.REJECTED)
    keep(uow, before, after)
    uow.emit(
        ApplicationRejected(
            application_id=after.application_id,
            stage=stage,
            reason_code=code,
            reason_text=reason,
        )
    )
    detail = {"stage": stage, "reason_code": code}
    title = f"审核未通过：{reason}"
    uow.note(after.application_id, "case_rejected", title, clause=NOTICE, detail=detail, why=note)
    return after


def reason_text(code: str, rules: Rules) -> str:
    """The phrase of a listed reason, or of the check that failed; raises Invalid."""
    try:
        return rules.reason(code).reason
    except NotFound:
        failed = {check.code: check.reason for check in rules.checks}
        if text := failed.get(code):
            return text
    sentence = "不予批准原因不在原因表内，请从列表中选择。"
    raise Invalid(sentence, fields={"reason_code": sentence}, code="unknown-reason")
