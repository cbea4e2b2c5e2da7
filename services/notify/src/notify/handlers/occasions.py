"""What happened elsewhere, and what the person is told about it (附件4)."""

from datetime import date, datetime
from typing import Any

from contracts.payments import (
    ClaimDue,
    DeductionFailed,
    PersonalAmountChanged,
    ReportDue,
    StartChoiceNeeded,
    StartConfirmed,
    StartPostponed,
    StartRefused,
)
from contracts.review import (
    ApplicationApproved,
    ApplicationRejected,
    CaseReturned,
    ObjectionResolved,
)
from kernel.errors import NotFound
from kernel.month import Month
from notify.domain import occasion
from notify.handlers.queue import overtake, tell
from policy.tables import DeductionResult

APPEAL_PHONE = "12333"  # the national hotline of 人力资源和社会保障; setting APPEAL_PHONE


def tell_approved(event: ApplicationApproved, uow: Any) -> None:
    """T1 after the second post, unless another month than the approved one is told instead.

    Payments moves an approval that came too late for its month at once, and may have been heard
    first: the person gets one message with the month that holds (附件4 一, reading Q27).
    """
    start, day = Month.parse(event.proposed_start), on(event.approved_at, uow)
    uow.contacts.lock(event.application_id)
    if occasion.comes_late(start, day, uow.policy.on(day)):
        return
    if uow.messages.told(event.application_id, occasion.APPROVED):
        return
    tell(event.application_id, occasion.approved(start, event.months), uow)


def tell_postponed(event: StartPostponed, uow: Any) -> None:
    """T1 with the month that holds now, in the place of one that has not gone out yet."""
    told = occasion.approved(Month.parse(event.start_month), event.months)
    overtake(event.application_id, (occasion.APPROVED,), uow, but=told.occasion)
    tell(event.application_id, told, uow)


def tell_rejected(event: ApplicationRejected, uow: Any) -> None:
    """T2 after a refusal by street, district or upheld objection."""
    tell(event.application_id, occasion.refused(event.stage, event.reason_text), uow)


def tell_start_refused(event: StartRefused, uow: Any) -> None:
    """T2 after the start check found an employer."""
    tell(event.application_id, occasion.refused("start", event.reason_text), uow)


def tell_report_due(event: ReportDue, uow: Any) -> None:
    """T3 on each reminder day, and again when the day has moved; only the newest goes out."""
    told = occasion.report_due(event.due, Month.parse(event.stop_month), event.days_left)
    overtake(event.application_id, ("T3",), uow, but=told.occasion)
    tell(event.application_id, told, uow)


def tell_claim_due(event: ClaimDue, uow: Any) -> None:
    """T15 on each reminder day of a quarter to be applied for."""
    told = occasion.claim_due(Month.parse(event.first_month), event.due, event.days_left)
    tell(event.application_id, told, uow)


def tell_deduction_failed(event: DeductionFailed, uow: Any) -> None:
    """T4 once for the month, and T11 beside it where the account itself is the trouble.

    A failure that stops the benefit is told by T7 alone: T4 warns of a stop that has happened
    already, and asks for money that nobody will deduct any more (附件3 二.1, 附件4 四).
    """
    if event.stops:
        return
    month, result = Month.parse(event.month), _result(event.code, uow)
    tell(event.application_id, occasion.deduction_failed(month, event.pay_by), uow)
    if result is not None and result.account:
        told = occasion.account_problem(month, result.name, event.pay_by)
        tell(event.application_id, told, uow)


def _result(code: str, uow: Any) -> DeductionResult | None:
    try:
        found: DeductionResult = uow.policy.on(uow.today).deduction_result(code)
    except NotFound:
        return None
    return found


def tell_amount_changed(event: PersonalAmountChanged, uow: Any) -> None:
    """T5 once a year."""
    told = occasion.amount_changed(Month.parse(event.from_month), event.pay_by)
    tell(event.application_id, told, uow)


def tell_start_confirmed(event: StartConfirmed, uow: Any) -> None:
    """T6 when the start month is fixed."""
    told = occasion.start_confirmed(Month.parse(event.start_month), event.personal_amount)
    tell(event.application_id, told, uow)


def tell_choice(event: StartChoiceNeeded, uow: Any) -> None:
    """T8: 顺延 or 退费."""
    told = occasion.choice_needed(Month.parse(event.month), event.decide_by)
    tell(event.application_id, told, uow)


def tell_objector(event: ObjectionResolved, uow: Any) -> None:
    """T10 to whoever objected, if they left an address."""
    if event.objector_contact:
        told = occasion.objection_resolved(
            event.objection_id, event.upheld, appeal_phone(uow), event.objector_contact
        )
        tell(event.application_id, told, uow)


def tell_returned(event: CaseReturned, uow: Any) -> None:
    """T12 when the applicant must correct something; what the street corrects is its own affair."""
    if event.to == "applicant":
        tell(event.application_id, occasion.correction_needed(event.round), uow)


def on(moment: datetime, uow: Any) -> date:
    """The day of a moment in Beijing."""
    return moment.astimezone(uow.now.tzinfo).date()


def appeal_phone(uow: Any) -> str:
    """Whom to call about a decision."""
    return str(uow.world.settings.get("APPEAL_PHONE") or APPEAL_PHONE)
