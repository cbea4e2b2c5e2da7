"""A case on its way: face check, correction after a return, withdrawal."""

from dataclasses import replace
from typing import Any

from contracts.common import Done
from contracts.intake import (
    ApplicationCorrected,
    ApplicationWithdrawn,
    CorrectApplication,
    FaceCheckRecorded,
    RecordFaceCheck,
    WithdrawApplication,
)
from intake.domain.application import (
    Application,
    dossier_digest,
    person_of,
    publicity_relevant,
)
from intake.domain.faults import Fault, refuse
from intake.domain.form_rules import Ground
from intake.domain.forms import FaceCheck
from intake.domain.obstacles import obstacles, title_with
from intake.domain.states import must_move
from intake.handlers.common import done, facts_of, load, stop_waiting
from intake.handlers.matching import ask_all
from intake.handlers.paper import checked
from intake.handlers.submit import photo_digests
from intake.store import open_application_exists
from policy import because

WITHDRAWN = "申请人撤回申请"


def record_face_check(form: RecordFaceCheck, uow: Any) -> Done:
    """当面核查: who checked the person's employment face to face, and when."""
    application = load(form.application_id, uow)
    state = must_move("record_face_check", application.state)
    if not application.applied_on <= form.checked_on <= uow.today:
        sentence = "核查日期应在递交申请之后、不晚于今天。"
        refuse([Fault("checked_on", "checked-on-impossible", sentence)])
    former, clause = application.face_check, uow.step("handling")
    if former is not None and not form.reason.strip():
        sentence = "已登记过当面核查，重新登记须写明理由。"
        refuse([Fault("reason", "reason-needed", sentence)])
    check = FaceCheck(
        checked_by=form.checked_by,
        checked_on=form.checked_on,
        findings=form.findings,
        reason=form.reason.strip(),
        checked_by_name=form.checked_by_name,
    )
    earlier = (*application.earlier_checks, *([former] if former else ()))
    application = replace(application, state=state, face_check=check, earlier_checks=earlier)
    uow.applications.save(application)
    title = f"{'重新' if former else ''}当面核查就业情况，核查日期{form.checked_on.isoformat()}"
    facts: dict[str, object] = {"核查日期": form.checked_on, "递交日期": application.applied_on}
    facts |= {"原核查日期": former.checked_on} if former else {}
    basis = (because("当面核查申请人的就业信息。", clause, facts),)
    uow.note(
        application.id, "face_checked", title, clause=clause, basis=basis, why=form.reason.strip()
    )
    uow.emit(
        FaceCheckRecorded(
            application_id=application.id, checked_by=form.checked_by, checked_on=form.checked_on
        )
    )
    return done(application)


def correct_application(form: CorrectApplication, uow: Any) -> Done:
    """补正: the corrected forms replace the old, judged as on the day of application."""
    before = load(form.application_id, uow)
    state = must_move("correct_application", before.state)
    rules = uow.policy.on(before.applied_on)
    ground = Ground(today=uow.today, applied_on=before.applied_on, rules=rules)
    paper, promise = checked(form.form, form.commitment, before.agency, ground, uow)
    after = replace(
        before,
        state=state,
        form=paper,
        promise=promise,
        person_key=uow.persons.key_of(paper.id_number),
        version=before.version + 1,
        said="",
        changed=None,
    )
    if uow.applications.open_of(after.person_key) not in (None, after.id):
        raise open_application_exists()
    after = replace(after, digest=dossier_digest(after, photo_digests(after, uow)))
    uow.applications.save(after)
    against = obstacles(paper, after.agency, after.applied_on, rules)
    title = title_with(f"补正申请，第{after.version}版", against)
    detail = {"version": after.version}
    changed = publicity_relevant(before.form, after.form)
    facts = {"版本": after.version, "公示内容有变": changed, "申请日期": after.applied_on}
    why = because("确保个人申请信息无误，补正后重新比对。", uow.step("correction"), facts)
    uow.note(
        after.id,
        "corrected",
        title,
        clause=uow.step("correction"),
        detail=detail,
        basis=(why, *(reason.basis for reason in against)),
        why=form.reason,
    )
    uow.emit(_corrected(before, after, uow))
    ask_all(after, uow)
    return done(after)


def withdraw_application(form: WithdrawApplication, uow: Any) -> Done:
    """The applicant withdraws before a decision; the person may apply again at once."""
    application = load(form.application_id, uow)
    state = must_move("withdraw_application", application.state)
    known = application.accepted_at is not None
    application = replace(application, state=state)
    uow.applications.save(application)
    stop_waiting(application, uow)
    uow.note(
        application.id, "withdrawn", WITHDRAWN, clause=uow.step("application"), why=form.reason
    )
    if known:
        # The officer's own words may name people: they stay sealed in the record.
        uow.emit(ApplicationWithdrawn(application_id=application.id, reason=WITHDRAWN))
    return done(application)


def _corrected(before: Application, after: Application, uow: Any) -> ApplicationCorrected:
    return ApplicationCorrected(
        application_id=after.id,
        dossier_version=after.version,
        digest=after.digest,
        publicity_relevant=publicity_relevant(before.form, after.form),
        facts=facts_of(after, uow),
        person_key=after.person_key,
        person=person_of(after),
    )
