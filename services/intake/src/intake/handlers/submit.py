"""The counter: an application is keyed in, photographed, accepted (受理)."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from contracts.caller import SYSTEM
from contracts.common import Done
from contracts.intake import (
    AcceptApplication,
    ApplicationAccepted,
    AttachPhoto,
    Obstacle,
    PhotoStored,
    SubmitApplication,
    SubmitOnline,
    Submitted,
)
from intake.domain.application import Application, dossier_digest, person_of
from intake.domain.form_rules import Ground
from intake.domain.grounds import of_flow
from intake.domain.obstacles import obstacles, title_with
from intake.domain.photo import KINDS
from intake.domain.states import must_move
from intake.handlers.common import agency_of, done, facts_of, load
from intake.handlers.matching import ask_all
from intake.handlers.paper import checked
from intake.pictures import developed, unpacked
from intake.store import open_application_exists
from kernel.errors import Conflict, Forbidden
from servicekit.green import aside

BASES = {"household": "户口所在地", "residence": "常住地"}


def submit_application(form: SubmitApplication, uow: Any) -> Submitted:
    """Keeps the two forms as a draft. 附件1 三.1: at the street of household or residence.

    That street's district owns the case from here on, wherever the household is registered.
    """
    agency = agency_of(form.street_code, uow)
    if agency and uow.caller.tier != SYSTEM and uow.caller.division != form.street_code:
        raise Forbidden("只能受理本街道（乡镇）的申请。", code="street-outside-jurisdiction")
    return taken_in(form, agency, uuid4(), ("在", "录入"), uow)


def taken_in(
    form: SubmitApplication | SubmitOnline,
    agency: str | None,
    application_id: UUID,
    words: tuple[str, str],
    uow: Any,
) -> Submitted:
    """The two forms, judged and kept as a draft, with what speaks against it at once.

    Raises Invalid, Conflict.

    `words`: how they came, for the record of the case.
    """
    how, what = words
    ground = Ground(today=uow.today, applied_on=uow.today, rules=uow.policy.on(uow.today))
    paper, promise = checked(form.form, form.commitment, agency, ground, uow)
    person_key = uow.persons.key_of(paper.id_number)
    if uow.applications.open_of(person_key):
        raise open_application_exists()
    application = Application(
        id=application_id,
        state="draft",
        street_code=form.street_code,
        agency=agency or "",
        residence_basis=form.residence_basis,
        person_key=person_key,
        form=paper,
        promise=promise,
        submitted_at=uow.now,
        submitted_by=uow.caller.subject,
    )
    uow.applications.add(application)
    text = {"text_version": promise.text_version}
    against = obstacles(paper, application.agency, ground.applied_on, ground.rules)
    title = f"{how}{BASES[form.residence_basis]}街道（乡镇）{what}申请表和承诺书"
    title, clause = title_with(title, against), uow.step("application")
    basis = tuple(reason.basis for reason in against)
    uow.note(application.id, "submitted", title, clause=clause, detail=text, basis=basis)
    told = tuple(Obstacle(code=reason.code, basis=reason.basis) for reason in against)
    return Submitted(application_id=application.id, state=application.state, obstacles=told)


def attach_photo(form: AttachPhoto, uow: Any) -> PhotoStored:
    """Keeps one of the three photographs, in place of a former one. 附件1 三.2, 附件3 注3."""
    application = load(form.application_id, uow)
    must_move("attach_photo", application.state)
    picture = aside(developed, form.kind, unpacked(form.content))
    uow.photos.put(application.id, picture, uow.now)
    detail = {"kind": form.kind, "digest": picture.digest}
    title = f"上传{KINDS[form.kind]}照片"
    uow.note(application.id, "photo_attached", title, clause=uow.step("handling"), detail=detail)
    return PhotoStored(
        application_id=application.id,
        kind=form.kind,
        digest=picture.digest,
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        size=picture.size,
    )


def accept_application(form: AcceptApplication, uow: Any) -> Done:
    """受理: gives the number, fixes the flow by this moment, tells review, asks the registries."""
    application = load(form.application_id, uow)
    state = must_move("accept_application", application.state)
    digests = photo_digests(application, uow)
    application = replace(
        application,
        state=state,
        number=uow.applications.next_number(application.agency, uow.today),
        accepted_at=uow.now,
        process_version=uow.policy.process_version(uow.now),
    )
    application = replace(application, digest=dossier_digest(application, digests))
    uow.applications.save(application)
    flow = {"number": application.number, "process_version": application.process_version}
    title = f"受理申请，编号{application.number}"
    basis = (of_flow(uow.now, application.process_version, uow.step("flow")),)
    clause = uow.step("acceptance")
    uow.note(application.id, "accepted", title, clause=clause, detail=flow, basis=basis)
    uow.emit(_accepted(application, uow))
    ask_all(application, uow)
    return done(application)


def photo_digests(application: Application, uow: Any) -> dict[str, str]:
    """Digest of each photograph; raises Conflict naming those that are missing."""
    digests = {picture.kind: picture.digest for picture in uow.photos.of(application.id)}
    missing = {kind: name for kind, name in KINDS.items() if kind not in digests}
    if missing:
        raise Conflict(
            f"还缺{'、'.join(missing.values())}的照片，拍照上传后方可受理。",
            fields={f"photos.{kind}": f"缺少{name}照片。" for kind, name in missing.items()},
            allowed=("attach_photo", "withdraw_application"),
            code="photos-missing",
        )
    return digests


def _accepted(application: Application, uow: Any) -> ApplicationAccepted:
    assert application.accepted_at is not None  # nosec B101 - tells the type checker what callers made sure of
    return ApplicationAccepted(
        application_id=application.id,
        number=application.number,
        accepted_at=application.accepted_at,
        process_version=application.process_version,
        dossier_version=application.version,
        digest=application.digest,
        facts=facts_of(application, uow),
        person_key=application.person_key,
        person=person_of(application),
    )
