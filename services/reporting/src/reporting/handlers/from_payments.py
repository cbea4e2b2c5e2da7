"""What payments says of an entitlement, and notify of a message that reached nobody."""

from decimal import Decimal
from typing import Any

from contracts.notify import MessageFailed
from contracts.outside import DifferenceAsked
from contracts.payments import (
    BenefitActivated,
    BenefitExtended,
    BenefitResumed,
    BenefitStopped,
    BenefitTransferred,
    DeductionFailed,
    DifferenceSettled,
    EmploymentReported,
    Enlisted,
    MonthSubsidised,
    RefundRequested,
    StartConfirmed,
    StartPostponed,
    StartRefused,
    SubsidyReversed,
)
from kernel.clock import SHANGHAI
from kernel.month import Month
from reporting.frozen import DifferenceRow
from reporting.handlers.recording import facts, record

_NOT_STOPPED = {"stop_code": "", "stop_month": "", "recovery": ""}


def note_start_confirmed(event: StartConfirmed, uow: Any) -> None:
    """开始享受月份 is fixed."""
    facts(
        event.application_id,
        uow,
        payments="confirmed",
        start_month=event.start_month,
        end_month=event.end_month,
        granted_months=event.months,
    )


def note_postponed(event: StartPostponed, uow: Any) -> None:
    """顺延."""
    facts(
        event.application_id,
        uow,
        payments="postponed",
        start_month=event.start_month,
        granted_months=event.months,
    )


def note_refund(event: RefundRequested, uow: Any) -> None:
    """退费 was asked for."""
    facts(event.application_id, uow, payments="refund_pending")


def note_start_refused(event: StartRefused, uow: Any) -> None:
    """The approval ended unused."""
    facts(event.application_id, uow, payments="start_refused", stop_code=event.reason_code[:20])


def note_enlisted(event: Enlisted, uow: Any) -> None:
    """On the district's addition list."""
    facts(event.application_id, uow, payments="enlisted")


def note_activated(event: BenefitActivated, uow: Any) -> None:
    """The centre collects: the benefit is active."""
    facts(event.application_id, uow, payments="active", **_NOT_STOPPED)


def note_month(event: MonthSubsidised, uow: Any) -> None:
    """A month's sums."""
    case = facts(event.application_id, uow)
    uow.months.put(case, event.month, event.personal, event.subsidy, event.total)


def note_reversed(event: SubsidyReversed, uow: Any) -> None:
    """冲回: the month's sums leave again."""
    facts(event.application_id, uow)
    uow.months.drop(event.application_id, event.month)
    uow.plans.settle_difference(event.application_id, event.month)


def note_difference_asked(event: DifferenceAsked, uow: Any) -> None:
    """补差 is asked for: the next month's plan has it."""
    facts(event.application_id, uow)
    asked_in = Month.of(uow.incoming.occurred_at.astimezone(SHANGHAI))
    uow.plans.note_difference(
        DifferenceRow(
            application_id=event.application_id,
            month=event.month,
            planned_for=str(asked_in + 1),
            subsidy=Decimal(event.subsidy),
            settled=False,
        )
    )


def note_difference(event: DifferenceSettled, uow: Any) -> None:
    """补差: the month's sums change by it."""
    facts(event.application_id, uow)
    uow.months.adjust(event.application_id, event.month, event.personal, event.subsidy, event.total)
    uow.plans.settle_difference(event.application_id, event.month)


def note_deduction_failed(event: DeductionFailed, uow: Any) -> None:
    """A failed month is counted, and kept for the plan after it."""
    record(event.application_id, uow, lambda case: case.with_(failures=case.failures + 1))
    uow.plans.note_failure(event.application_id, event.month)


def note_reported(event: EmploymentReported, uow: Any) -> None:
    """A quarterly report covers its window."""
    facts(event.application_id, uow, reported_until=event.window_until)


def note_stopped(event: BenefitStopped, uow: Any) -> None:
    """停止; S01 is the regular end (期满)."""
    facts(
        event.application_id,
        uow,
        payments="completed" if event.code == "S01" else "stopped",
        stop_code=event.code,
        stop_month=event.from_month,
        recovery=event.recovery,
    )


def note_resumed(event: BenefitResumed, uow: Any) -> None:
    """恢复享受: as far as it is again, and nothing has stopped it."""
    facts(event.application_id, uow, payments=event.state, **_NOT_STOPPED)


def note_extended(event: BenefitExtended, uow: Any) -> None:
    """延长享受: a later last month."""
    facts(event.application_id, uow, end_month=event.end_month, granted_months=event.months)


def note_transferred(event: BenefitTransferred, uow: Any) -> None:
    """转移: the case is the new street's; months before the transfer stay the old one's."""
    record(
        event.application_id,
        uow,
        lambda case: case.moved(event.from_month, event.to_street, event.to_agency),
    )


def note_message_failed(event: MessageFailed, uow: Any) -> None:
    """Somebody must call this person."""
    record(
        event.application_id,
        uow,
        lambda case: case.with_(failed_messages=case.failed_messages + 1),
    )
