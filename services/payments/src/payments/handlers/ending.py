"""A benefit stops, or a stop that rested on failed deductions is lifted again."""

from typing import Any
from uuid import UUID

from contracts.payments import BenefitStopped
from kernel.month import Month
from payments.domain.states import ACTIVE, COMPLETED, CONFIRMED, ENLISTED, STOPPED
from payments.domain.stops import Stop, earliest
from payments.handlers.active import begin
from payments.handlers.common import DEDUCTION_CLAUSE
from payments.rows import EntitlementRow

TWO_FAILURES, EXPIRED = "S02", "S01"
RESUMED = {"enrolled": ACTIVE, "listed": ENLISTED}


def apply_stop(row: EntitlementRow, failed: Month | None, uow: Any) -> None:
    """Makes the entitlement's state follow from the stop decided and from the failures."""
    decided = Stop(row.decided_code, Month.parse(row.decided_month)) if row.decided_code else None
    wanted = earliest(decided, Stop(TWO_FAILURES, failed) if failed else None)
    standing = Stop(row.stop_code, Month.parse(row.stop_month)) if row.stop_code else None
    if wanted == standing:
        return
    if wanted is None:
        _resume(row, uow)
    else:
        _stop(row, wanted, uow)


def _stop(row: EntitlementRow, stop: Stop, uow: Any) -> None:
    row.stop_code, row.stop_month = stop.code, str(stop.month)
    row.state = COMPLETED if stop.code == EXPIRED else STOPPED
    row.request_id, row.finding = None, ""
    uow.deadlines.cancel_all(row.application_id)
    cause = uow.policy.on(uow.today).stop(stop.code)
    say_stopped(row.application_id, stop, months_used(row, uow), uow)
    word = "期满" if row.state == COMPLETED else "停止享受"
    title = f"{word}（{stop.code} {cause.name}），自{stop.month.chinese()}起不再享受"
    uow.note(row.application_id, "benefit_stopped", title, clause=str(cause.clause))


def say_stopped(application_id: UUID, stop: Stop, used: int, uow: Any) -> None:
    """停止: tells notify, reporting and intake, with the reason of the stop table."""
    uow.emit(
        BenefitStopped(
            application_id=application_id,
            code=stop.code,
            from_month=str(stop.month),
            reason_text=uow.policy.on(uow.today).stop(stop.code).reason,
            months_used=used,
        )
    )


def _resume(row: EntitlementRow, uow: Any) -> None:
    row.stop_code, row.stop_month = "", ""
    row.state = RESUMED.get(row.enrolment, CONFIRMED)  # a removal under way is answered first
    title = "补扣成功，连续扣款不成功的情形消除，恢复享受"
    uow.note(row.application_id, "benefit_resumed", title, clause=DEDUCTION_CLAUSE)
    if row.state == ACTIVE:
        begin(row, uow)


def months_used(row: EntitlementRow, uow: Any) -> int:
    """Months enjoyed: those deducted and subsidised so far."""
    months = uow.ledgers.months(row.application_id).values()
    return sum(month.state == "deducted" for month in months)
