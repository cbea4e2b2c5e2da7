"""Looking: one application, lists, photographs. Clear data leave a trace."""

import base64
from dataclasses import asdict
from typing import Any

from contracts.common import Due
from contracts.intake import ApplicationView, CheckView, GetApplication, GetPhoto, Photo, PhotoView
from intake.domain.application import Application
from intake.domain.checks import Asked
from intake.domain.forms import plain
from intake.domain.masks import masked_details, masked_form, masked_promise
from intake.domain.photo import KINDS
from intake.domain.states import OPEN, allowed_in
from intake.handlers.common import TIMEOUT, load
from kernel.errors import Invalid, NotFound


def get_application(form: GetApplication, uow: Any) -> ApplicationView:
    """One application, masked; in clear for those who decide on it, with the reason on record."""
    application = load(form.application_id, uow, lock=False)
    if form.clear:
        _note_clear_read(application, form.reason, uow)
    clear = (plain(application.form), plain(application.promise))
    masked = (masked_form(application.form), masked_promise(application.promise))
    paper, promise = clear if form.clear else masked
    checks = uow.checks.of(application.id)
    accepted = application.accepted_at
    return ApplicationView(
        application_id=application.id,
        number=application.number,
        state=application.state,
        street_code=application.street_code,
        street_name=uow.policy.divisions.division(application.street_code).name,
        agency=application.agency,
        residence_basis=application.residence_basis,
        version=application.version,
        process_version=application.process_version,
        accepted_at=accepted.isoformat() if accepted else None,
        digest=application.digest,
        form=paper,
        commitment=promise,
        photos=_photos(application, uow),
        checks=tuple(_check(check, uow) for check in checks),
        face_check=plain(application.face_check) if application.face_check else None,
        dues=_dues(application, checks, uow),
        history=uow.history(application.id),
        allowed=_allowed(application, uow),
        earlier_face_checks=tuple(plain(check) for check in application.earlier_checks),
        details=_details(application, clear=form.clear),
    )


def get_photo(form: GetPhoto, uow: Any) -> Photo:
    """A photograph shows everything, so looking at it is a clear read.

    While the case is under way its step is the reason; afterwards the officer gives one.
    """
    application = load(form.application_id, uow, lock=False)
    picture = uow.photos.get(application.id, form.kind)
    if picture is None:
        raise NotFound(f"还没有{KINDS[form.kind]}照片。", code="photo-not-found")
    if application.state not in OPEN:
        _must_say_why(form.reason)
    title = f"查看{KINDS[form.kind]}照片"
    detail = {"kind": form.kind, "state": application.state}
    uow.note(
        application.id, "clear_read", title, clause="个人信息保护", detail=detail, why=form.reason
    )
    return Photo(
        kind=picture.kind,
        media_type=picture.media_type,
        digest=picture.digest,
        content=base64.b64encode(picture.content).decode(),
    )


def _note_clear_read(application: Application, reason: str, uow: Any) -> None:
    _must_say_why(reason)
    uow.note(application.id, "clear_read", "查看完整个人信息", clause="个人信息保护", why=reason)


def _must_say_why(reason: str) -> None:
    if len(reason.strip()) < 2:
        sentence = "查看完整个人信息须写明理由。"
        raise Invalid(sentence, fields={"reason": sentence}, code="reason-needed")


def _details(application: Application, *, clear: bool) -> dict[str, object]:
    return asdict(application.details) if clear else masked_details(application.details)


def _photos(application: Application, uow: Any) -> tuple[PhotoView, ...]:
    return tuple(
        PhotoView(kind=p.kind, digest=p.digest, media_type=p.media_type, size=p.size)
        for p in uow.photos.of(application.id)
    )


def _check(check: Asked, uow: Any) -> CheckView:
    answered = check.answered_at.astimezone(uow.now.tzinfo) if check.answered_at else None
    return CheckView(
        code=check.code,
        title=check.title,
        severity=check.severity,
        result=check.result,
        asked_at=check.asked_at.isoformat(),
        answered_at=check.answered_at.isoformat() if check.answered_at else None,
        detail=check.detail,
        overridden_by=check.overridden_by,
        override_reason=check.override_reason,
        days=uow.calendar.working_days_between(answered.date(), uow.today) if answered else None,
    )


def _dues(application: Application, checks: tuple[Asked, ...], uow: Any) -> tuple[Due, ...]:
    waiting = "、".join(check.title for check in checks if check.result == "PENDING")
    return tuple(
        Due(
            kind=deadline.kind,
            title=f"等待比对答复：{waiting}",
            due_at=deadline.due_at.astimezone(uow.now.tzinfo).isoformat(),
            clause=deadline.rule,
            overdue=deadline.due_at < uow.now,
            provisional=deadline.provisional,
        )
        for deadline in uow.deadlines.of(application.id)
        if deadline.kind == TIMEOUT
    )


def _allowed(application: Application, uow: Any) -> tuple[str, ...]:
    steps = allowed_in(application.state)
    missing = len(uow.photos.of(application.id)) < len(KINDS)
    return tuple(step for step in steps if not (step == "accept_application" and missing))
