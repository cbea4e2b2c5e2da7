"""Lists of applications: the caller's jurisdiction, newest first, page by page."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.caller import DISTRICT, STREET
from contracts.intake import ApplicationLine, ApplicationPage, ListApplications
from intake.domain.application import Application
from intake.domain.masks import mask_number
from intake.domain.states import STATES
from intake.store.applications import Wanted
from kernel import contact, identity
from kernel.errors import Invalid

LIMIT = 100


def list_applications(form: ListApplications, uow: Any) -> ApplicationPage:
    """One page; `next_cursor` is None on the last."""
    wanted = _wanted(form, uow)
    found = uow.applications.page(wanted, form.limit + 1) if wanted else []
    page, more = found[: form.limit], len(found) > form.limit
    return ApplicationPage(
        items=tuple(_line(application) for application in page),
        next_cursor=_cursor(page[-1]) if more else None,
    )


def _wanted(form: ListApplications, uow: Any) -> Wanted | None:
    """None when the filter lies outside the jurisdiction: what one may not see is not there."""
    caller = uow.caller
    if not 1 <= form.limit <= LIMIT:
        raise _invalid("limit", f"每页条数应为1至{LIMIT}。")
    if form.state is not None and form.state not in STATES:
        raise _invalid("state", "没有这种申请状态。")
    street = form.street_code
    if caller.tier == STREET:
        if street not in (None, caller.division):
            return None
        street = caller.division
    return Wanted(
        agency=caller.division if caller.tier == DISTRICT else None,
        street_code=street,
        state=form.state,
        person_key=_person_key(form, uow),
        after=_after(form.cursor),
        asked_before=_asked_before(form, uow),
    )


def _asked_before(form: ListApplications, uow: Any) -> datetime | None:
    if form.unanswered_days is None:
        return None
    return uow.now - timedelta(days=form.unanswered_days)  # type: ignore[no-any-return]


def _person_key(form: ListApplications, uow: Any) -> str | None:
    if form.id_number is None:
        return None
    try:
        number = identity.parse(form.id_number).text
    except identity.InvalidIdentity as wrong:
        raise _invalid("id_number", wrong.message) from None
    return str(uow.persons.key_of(number))


def _line(application: Application) -> ApplicationLine:
    form, accepted = application.form, application.accepted_at
    return ApplicationLine(
        application_id=application.id,
        number=application.number,
        state=application.state,
        street_code=application.street_code,
        name=contact.mask_name(form.name),
        id_number=mask_number(form.id_number),
        category=form.category,
        project=form.work.project,
        submitted_at=application.submitted_at.isoformat(),
        accepted_at=accepted.isoformat() if accepted else None,
    )


def _cursor(last: Application) -> str:
    place = json.dumps([last.submitted_at.isoformat(), str(last.id)])
    return base64.urlsafe_b64encode(place.encode()).decode()


def _after(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    try:
        moment, application_id = json.loads(base64.urlsafe_b64decode(cursor))
        place = datetime.fromisoformat(moment), UUID(application_id)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise _invalid("cursor", "翻页标记无效，请从第一页重新查询。") from None
    # Only what `_cursor` writes: the database knows no offset beyond 15:59, nor of microseconds.
    if place[0].utcoffset() != timedelta(hours=8):
        raise _invalid("cursor", "翻页标记无效，请从第一页重新查询。")
    return place


def _invalid(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence}, code=f"{field.replace('_', '-')}-invalid")
