"""A benefit stops, or a stop that rested on failed deductions is lifted again."""

from decimal import Decimal
from operator import attrgetter
from typing import Any
from uuid import UUID

from contracts.payments import BenefitResumed, BenefitStopped
from kernel.month import Month
from payments.domain.states import ACTIVE, COMPLETED, CONFIRMED, ENLISTED, STOPPED
from payments.domain.stops import Stop, earliest
from payments.handlers.active import begin
from payments.handlers.claimwindows import arm_claims
from payments.handlers.leaving import arm_leaving
from payments.handlers.running_grounds import of_resumption, of_stop
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
    row.transfer_to, row.transfer_month = "", ""
    uow.deadlines.cancel_all(row.application_id)
    arm_claims(row, uow)  # what was paid before may still be applied for
    arm_leaving(row, uow)
    cause = uow.policy.on(uow.today).stop(stop.code)
    say_stopped(row.application_id, stop, months_used(row, uow), uow, recovery(row, uow))
    word = "期满" if row.state == COMPLETED else "停止享受"
    title = f"{word}（{stop.code} {cause.name}），自{stop.month.chinese()}起不再享受"
    uow.note(
        row.application_id,
        "benefit_stopped",
        title,
        clause=str(cause.clause),
        basis=of_stop(row, stop, uow),
    )


def say_stopped(application_id: UUID, stop: Stop, used: int, uow: Any, recovered: str = "") -> None:
    """停止: tells notify, reporting and intake, with the reason of the stop table."""
    uow.emit(
        BenefitStopped(
            application_id=application_id,
            code=stop.code,
            from_month=str(stop.month),
            reason_text=uow.policy.on(uow.today).stop(stop.code).reason,
            months_used=used,
            recovery=recovered,
            stopped_on=uow.today,
        )
    )


def recovery(row: EntitlementRow, uow: Any) -> str:
    """追回: the subsidies of a stop that makes the person pay back; else nothing."""
    if not row.stop_code or not uow.policy.on(uow.today).stop(row.stop_code).recover:
        return ""
    entries = uow.ledgers.subsidies(row.application_id).values()
    last = [max(month, key=attrgetter("round")) for month in entries]
    return str(sum((e.subsidy for e in last if e.reversed_at is not None), Decimal("0.00")))


def _resume(row: EntitlementRow, uow: Any) -> None:
    lifted = Stop(row.stop_code, Month.parse(row.stop_month))
    expired, row.stop_code, row.stop_month = lifted.code == EXPIRED, "", ""
    row.state = RESUMED.get(row.enrolment, CONFIRMED)  # a removal under way is answered first
    uow.deadlines.cancel("leaving_due", row.application_id)
    if row.state == CONFIRMED:
        row.collect_from = str(Month.of(uow.today))
    why = "享受期限延长" if expired else "补扣成功，连续扣款不成功的情形消除"
    clause = uow.step("extension") if expired else uow.step("deductions")
    basis, title = of_resumption(row, lifted, why, uow), f"{why}，恢复享受"
    uow.note(row.application_id, "benefit_resumed", title, clause=clause, basis=basis)
    uow.emit(
        BenefitResumed(
            application_id=row.application_id,
            state=row.state,
            end_month=str(row.end_month),
            lifted=lifted.code,
            lifted_from=str(lifted.month),
        )
    )
    if row.state == ACTIVE:
        begin(row, uow)


def months_used(row: EntitlementRow, uow: Any) -> int:
    """Months enjoyed: those deducted and subsidised so far."""
    months = uow.ledgers.months(row.application_id).values()
    return sum(month.state == "deducted" and not month.unclaimed for month in months)
