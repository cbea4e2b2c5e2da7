"""Before the second post (第二次复核确认) no answer is older than the rules allow.

Publicity alone takes as long as an answer counts, so the registries of that run are asked again
when it ends, and every night that the case still waits. Review holds the second post until the
fresh answers are there; none of this decides anything.
"""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from contracts.review import InitialReviewPassed, PublicityClosed
from intake.domain.application import Application
from intake.domain.checks import due_on, outdated
from intake.domain.grounds import of_asking
from intake.handlers.matching import ask, rules_of
from intake.handlers.news import note_reported
from kernel.clock import start_of_day
from policy.deadlines import is_fresh
from servicekit.deadlines import Deadline

RENEWAL = "check_renewal"
RUN = "second-post"


def note_publicity_closed(event: PublicityClosed, uow: Any) -> None:
    """公示期满: the second post is open; what it rests on is asked again."""
    application = uow.applications.find(event.application_id, lock=True)
    if application is not None:
        _renew(application, uow)


def note_reported_up(event: InitialReviewPassed, uow: Any) -> None:
    """初审通过并上报; after a return the publicity of an earlier round may have ended long ago."""
    note_reported(event, uow)
    application = uow.applications.find(event.application_id, lock=True)
    if application is not None and event.publicity_until < uow.today:
        _renew(application, uow)


def renew_by_night(deadline: Deadline, uow: Any) -> None:
    """The case waits for its second post another day."""
    application = uow.applications.find(UUID(deadline.subject), lock=True)
    if application is not None:
        _renew(application, uow)


def _renew(application: Application, uow: Any) -> None:
    if application.state != "reported":
        return
    rules = rules_of(application, uow)
    fresh = partial(is_fresh, today=uow.today, calendar=uow.calendar, rules=rules)
    planned = due_on(RUN, rules, application.form.category)
    old = outdated(planned, uow.checks.of(application.id), fresh)
    if old:
        title = f"第二次复核前重新查询，共{len(old)}项"
        basis = (of_asking(old, uow.now, uow.policy.on(uow.today)),)
        clause = rules.clause("check_stale_working_days")
        detail = {"checks": [check.code for check in old]}
        uow.note(application.id, "checks_renewed", title, clause=clause, detail=detail, basis=basis)
        ask(application, old, uow)
    tomorrow = start_of_day(uow.today + timedelta(days=1))
    rule = str(rules.clause("check_stale_working_days"))
    uow.deadlines.set(RENEWAL, application.id, tomorrow, rule=rule)
