"""What review and payments tell: the state follows, quietly where the case has moved on."""

from dataclasses import replace
from typing import Any

from contracts.message import Event
from contracts.payments import (
    BenefitActivated,
    BenefitResumed,
    BenefitStopped,
    BenefitTransferred,
    MonthSubsidised,
    StartRefused,
    SubsidyReversed,
)
from contracts.review import (
    ApplicationApproved,
    ApplicationRejected,
    CaseReturned,
    InitialReviewPassed,
)
from intake.domain.application import Application
from intake.domain.states import OPEN, move
from intake.handlers.common import stop_waiting
from intake.handlers.sweeping import plan_sweep


def note_returned(event: CaseReturned, uow: Any) -> None:
    """退回补正: the forms are open for correction."""
    who = "申请人" if event.to == "applicant" else "街道"
    _follow(event, f"退回{who}补正", uow.step("decision"), uow)


def note_reported(event: InitialReviewPassed, uow: Any) -> None:
    """初审通过并上报."""
    _follow(event, "初审通过，已上报并进入公示", uow.step("handling"), uow)


def note_approved(event: ApplicationApproved, uow: Any) -> None:
    """双岗复核确认: the person is from now on known as enjoying the subsidy.

    Also where the approval crossed a withdrawal: the entitlement lives until payments ends it.
    """
    title = f"区复核确认，同意自{event.proposed_start}起享受{event.months}个月"
    _follow(event, title, uow.step("double_review"), uow)
    uow.benefits.approve(event.application_id, event.applied_on)


def note_rejected(event: ApplicationRejected, uow: Any) -> None:
    """审核未通过: the person may apply again."""
    _follow(event, f"审核未通过：{event.reason_text}", uow.step("decision"), uow)


def note_month(event: MonthSubsidised, uow: Any) -> None:
    """A month counts against the person's cap (累计享受月数)."""
    uow.benefits.add_month(event.application_id, event.month)


def note_reversed(event: SubsidyReversed, uow: Any) -> None:
    """冲回: the month does not count after all."""
    uow.benefits.drop_month(event.application_id, event.month)


def note_activated(event: BenefitActivated | BenefitResumed, uow: Any) -> None:
    """The benefit runs, for the first time or because a stop was lifted: it has not ended."""
    uow.benefits.reopen(event.application_id)
    plan_sweep(uow)


def note_stopped(event: BenefitStopped, uow: Any) -> None:
    """停止: the person may apply again within what is left of the cap."""
    uow.benefits.end(event.application_id, event.code, event.months_used, event.stopped_on)
    uow.sweeps.drop(event.application_id)


def note_transferred(event: BenefitTransferred, uow: Any) -> None:
    """转移: the application lies with the new street; its number and dossier stay as they are."""
    application: Application | None = uow.applications.find(event.application_id, lock=True)
    if application is None:
        return
    moved = replace(application, street_code=event.to_street, agency=event.to_agency)
    uow.applications.save(moved)
    title = f"享受资格自{event.from_month}起转移，申请随同转至{event.to_street}"
    uow.note(application.id, "transferred", title, clause=uow.step("application"))


def note_start_refused(event: StartRefused, uow: Any) -> None:
    """The approval ended before its first month."""
    uow.benefits.end(event.application_id, event.reason_code, 0)


def _follow(event: Any, title: str, clause: str, uow: Any) -> None:
    """Moves the case where review says it is; only a note when that has no place any more."""
    application: Application | None = uow.applications.find(event.application_id, lock=True)
    if application is None:
        return
    state = move(_step(event), application.state)
    if state is None:
        late = f"收到迟到的审核消息（{title}），申请状态不变"
        uow.note(application.id, f"late_{_step(event)}", late, clause=clause)
        return
    application = replace(application, state=state)
    uow.applications.save(application)
    uow.note(application.id, _step(event), title, clause=clause)
    if state not in OPEN:
        stop_waiting(application, uow)


def _step(event: Event) -> str:
    return event.event_name()
