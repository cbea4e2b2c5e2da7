"""What happened elsewhere, and what the person is told about it (附件4)."""

from typing import Any

from contracts.payments import (
    BenefitStopped,
    DeductionFailed,
    PersonalAmountChanged,
    ReportDue,
    StartConfirmed,
    StartPostponed,
    StartRefused,
)
from contracts.review import ApplicationApproved, ApplicationRejected
from kernel.month import Month
from notify.domain import occasion
from notify.handlers.queue import tell

APPEAL_PHONE = "12333"  # the national hotline of 人力资源和社会保障; setting APPEAL_PHONE


def tell_approved(event: ApplicationApproved, uow: Any) -> None:
    """T1 after the second post."""
    told = occasion.approved(Month.parse(event.proposed_start), event.months)
    tell(event.application_id, told, uow)


def tell_postponed(event: StartPostponed, uow: Any) -> None:
    """T1 again with the month that holds now."""
    told = occasion.approved(Month.parse(event.start_month), event.months)
    tell(event.application_id, told, uow)


def tell_rejected(event: ApplicationRejected, uow: Any) -> None:
    """T2 after a refusal by street, district or upheld objection."""
    tell(event.application_id, occasion.refused(event.stage, event.reason_text), uow)


def tell_start_refused(event: StartRefused, uow: Any) -> None:
    """T2 after the start check found an employer."""
    tell(event.application_id, occasion.refused("start", event.reason_text), uow)


def tell_report_due(event: ReportDue, uow: Any) -> None:
    """T3 on each reminder day."""
    told = occasion.report_due(event.due, Month.parse(event.stop_month), event.days_left)
    tell(event.application_id, told, uow)


def tell_deduction_failed(event: DeductionFailed, uow: Any) -> None:
    """T4 once for the month."""
    told = occasion.deduction_failed(Month.parse(event.month), event.pay_by)
    tell(event.application_id, told, uow)


def tell_amount_changed(event: PersonalAmountChanged, uow: Any) -> None:
    """T5 once a year."""
    told = occasion.amount_changed(Month.parse(event.from_month), event.pay_by)
    tell(event.application_id, told, uow)


def tell_start_confirmed(event: StartConfirmed, uow: Any) -> None:
    """T6 when the start month is fixed."""
    told = occasion.start_confirmed(Month.parse(event.start_month), event.personal_amount)
    tell(event.application_id, told, uow)


def tell_stopped(event: BenefitStopped, uow: Any) -> None:
    """T7 with the reason and whom to call."""
    phone = uow.world.settings.get("APPEAL_PHONE") or APPEAL_PHONE
    first = Month.parse(event.from_month)
    tell(event.application_id, occasion.stopped(event.code, first, event.reason_text, phone), uow)
