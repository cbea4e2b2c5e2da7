"""认人: what is known of a person by identity number, before anything is keyed in."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from contracts.intake import LookUpPerson, PersonKnown
from intake.domain.application import Application
from intake.domain.forms import plain
from intake.domain.own_checks import FALSE_PROMISE
from intake.store.applications import Wanted
from kernel import identity
from kernel.errors import Invalid

NO_CASE = UUID(int=0)
KEPT = ("name", "education", "former_status", "home_address", "household_address", "hukou_type")
KEPT_TOO = ("unemployed_on", "file_unit", "category", "retire_class", "household_division")


def look_up_person(form: LookUpPerson, uow: Any) -> PersonKnown:
    """Number, obstacles anywhere in the city, and the last forms of this street."""
    number = _number(form.id_number)
    key = uow.persons.key_of(number.text)
    record = uow.benefits.record(NO_CASE, key)
    return PersonKnown(
        id_number=number.text,
        sex=number.sex,
        birth_date=number.birth_date,
        running=any(not one.ended for one in record.benefits),
        months_used=sum(one.months_used for one in record.benefits),
        stopped_for_false_promise=any(one.stop_code == FALSE_PROMISE for one in record.benefits),
        **_open(key, uow),
        **_written(key, uow),
    )


def _open(key: str, uow: Any) -> dict[str, Any]:
    found: Application | None = uow.applications.open_in_city(key)
    if found is None:
        return {}
    mine = found.street_code == uow.caller.division
    return {
        "open_state": found.state,
        "open_street": uow.policy.divisions.division(found.street_code).name,
        "open_since": found.submitted_at.date(),
        "open_id": found.id if mine else None,
    }


def _written(key: str, uow: Any) -> dict[str, Any]:
    """The newest forms of this street, without what was declared on a day."""
    mine = Wanted(street_code=uow.caller.division, person_key=key)
    newest = uow.applications.page(mine, 1)
    if not newest:
        return {}
    [last] = newest
    why = "本人再次申请，受理时查看以前填写的内容"
    uow.note(last.id, "clear_read", "查看完整个人信息", clause="个人信息保护", why=why)
    form = plain(last.form)
    kept = {name: form[name] for name in (*KEPT, *KEPT_TOO)}
    work = {name: form["work"][name] for name in ("started_on", "project", "content")}
    return {"form": kept | {"work": work}, "commitment": asdict(last.details)}


def _number(written: str) -> identity.IdentityNumber:
    try:
        return identity.parse(written)
    except identity.InvalidIdentity as wrong:
        raise Invalid(wrong.message, fields={"id_number": wrong.message}, code=wrong.code) from None
