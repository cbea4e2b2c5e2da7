"""What every use case of intake begins and ends with."""

from typing import Any
from uuid import UUID

from contracts.caller import APPLICANT
from contracts.common import Done
from contracts.intake import CaseFacts
from intake.domain.application import Application
from intake.domain.own_checks import enjoyed
from kernel.errors import NotFound
from policy.divisions import Divisions

TIMEOUT = "check_timeout"


def load(application_id: UUID, uow: Any, *, lock: bool = True) -> Application:
    """The application, locked, if it lies in the caller's jurisdiction; else NotFound."""
    application: Application | None = uow.applications.find(application_id, lock=lock)
    if application is None:
        raise NotFound("没有找到该申请。")
    own = uow.caller.tier == APPLICANT and uow.caller.subject == str(application_id)
    if not own:
        uow.caller.must_see(application.street_code, application.agency)
    return application


def done(application: Application) -> Done:
    """The answer to most commands."""
    return Done(application_id=application.id, state=application.state, number=application.number)


def agency_of(street_code: str, uow: Any) -> str | None:
    """The agency of a street that exists today; None for any other code."""
    places: Divisions = uow.policy.divisions
    try:
        return places.agency_of(places.street(street_code, uow.today).code).code
    except NotFound:
        return None


def facts_of(application: Application, uow: Any) -> CaseFacts:
    """What the other services need to know of a case, and of what was enjoyed before it."""
    form = application.form
    if form.sex is None or form.birth_date is None:
        raise ValueError("a checked form has sex and birth date")
    record = uow.benefits.record(application.id, application.person_key)
    before = enjoyed(form.category, record, uow.policy.on(application.applied_on))
    return CaseFacts(
        street_code=application.street_code,
        agency=application.agency,
        category=form.category,
        sex=form.sex,
        birth_date=form.birth_date,
        retire_class=form.retire_class or "worker",
        hukou_type=form.hukou_type,
        project=form.work.project,
        income_band=form.work.income_band,
        work_started_on=form.work.started_on,
        unemployed_on=form.unemployed_on,
        graduated_on=form.graduated_on,
        months_used=before.months,
        age_fixed_on=before.age_fixed_on,
        household_division=form.household_division,
    )


def stop_waiting(application: Application, uow: Any) -> None:
    """Closes every deadline of a case that is over."""
    uow.deadlines.cancel_all(application.id)
