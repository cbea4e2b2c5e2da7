"""异议: anybody may object while publicity runs; the street or the district looks into it."""

from uuid import uuid4

from contracts.common import Done
from contracts.review import (
    FileObjection,
    ObjectionFiled,
    ObjectionRaised,
    ObjectionResolved,
    ResolveObjection,
)
from kernel.errors import NotFound
from policy import because
from review.domain import moves
from review.domain.grounds import of_term
from review.domain.objection import Objection, may_object, not_published
from review.domain.terms import without
from review.handlers.common import done, keep, take, timetable
from review.handlers.decisions import reject
from servicekit.uow import UnitOfWork

UPHELD_REASON = "R-OBJ"


def file_objection(form: FileObjection, uow: UnitOfWork) -> ObjectionFiled:
    """A real-name objection; it bars the second post until it has a result."""
    before = uow.cases.lock(form.application_id)
    if before is None or before.state not in moves.OPEN:
        raise not_published()
    may_object(before.publicity, uow.today)
    objection = Objection(
        id=uuid4(),
        application_id=before.application_id,
        filed_at=uow.now,
        filed_by=uow.caller.subject,
        objector_name=form.objector_name,
        objector_contact=form.objector_contact,
        content=form.content,
    )
    uow.objections.save(objection)
    term = timetable(uow).objection_check(uow.today, str(objection.id))
    keep(uow, before, before.with_terms((*before.terms, term)))
    said = {"application_id": before.application_id, "objection_id": objection.id}
    uow.emit(ObjectionRaised(**said))
    title = f"收到公示异议，应于{term.due_at:%Y-%m-%d}前核查"
    basis = (of_term(term, uow.today, uow.policy.on(uow.today)),)
    uow.note(before.application_id, "objection_filed", title, clause=term.clause, basis=basis)
    return ObjectionFiled(**said)


def resolve_objection(form: ResolveObjection, uow: UnitOfWork) -> Done:
    """核查结果: 成立 rejects the case, 不成立 lets it go on."""
    before = take(form.application_id, "resolve_objection", uow)
    filed = {objection.id: objection for objection in uow.objections.of(form.application_id)}
    if form.objection_id not in filed:
        raise NotFound("没有找到该异议。", code="objection-not-found")
    caller = uow.caller.subject
    result = filed[form.objection_id].resolve(form.upheld, form.findings, caller, uow.now)
    uow.objections.save(result)
    uow.emit(
        ObjectionResolved(
            application_id=before.application_id,
            objection_id=result.id,
            upheld=form.upheld,
            objector_contact=result.objector_contact,
        )
    )
    title = "异议核查成立" if form.upheld else "异议核查不成立，继续办理"
    facts = {"异议提出时间": result.filed_at, "核查时间": uow.now, "异议成立": form.upheld}
    uow.note(
        before.application_id,
        "objection_resolved",
        title,
        clause=uow.step("handling"),
        basis=(because(f"{title}。", uow.step("handling"), facts),),
        why=form.findings,
    )
    if form.upheld:
        return done(reject(before, "objection", UPHELD_REASON, uow))
    terms = without(before.terms, "objection_check", str(result.id))
    after = before.with_terms(terms)
    keep(uow, before, after)
    return done(after)
