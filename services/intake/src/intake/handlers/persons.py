"""重号更正: the registry corrected an identity number; the person and the history stay one."""

from typing import Any

from contracts.intake import MergePerson, NumbersMerged, PersonMerged
from kernel import identity
from kernel.errors import Conflict, Invalid, NotFound


def merge_person(form: MergePerson, uow: Any) -> PersonMerged:
    """Two numbers become one person's: months enjoyed, open cases and broken promises count on.

    The key of the former number stays; who keeps benefits by person hears which key gives way.
    """
    former = uow.persons.key_of(_number("former_number", form.former_number))
    current = uow.persons.key_of(_number("id_number", form.id_number))
    if former == current:
        raise Conflict("两个号码已是同一人，无须归并。", code="one-person-already")
    if not uow.persons.applications(former):
        raise NotFound("没有找到原号码的申请。", code="former-number-unknown")
    if uow.applications.open_of(former) and uow.applications.open_of(current):
        sentence = "两个号码名下各有一件在办申请，请先撤回其中一件。"
        raise Conflict(sentence, code="both-have-open-applications")
    uow.persons.merge(former, current)
    known = uow.persons.applications(former)
    for application_id in known:
        title = "身份证号码更正，两个号码的申请归并为同一人"
        uow.note(application_id, "person_merged", title, clause="重号更正", why=form.ground)
    uow.emit(NumbersMerged(kept_key=former, other_key=current))
    return PersonMerged(applications=len(known))


def _number(field: str, written: str) -> str:
    try:
        return identity.parse(written).text
    except identity.InvalidIdentity as wrong:
        raise Invalid(wrong.message, fields={field: wrong.message}, code=wrong.code) from None
