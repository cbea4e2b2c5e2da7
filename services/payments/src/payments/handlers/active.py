"""A benefit runs: activated by the centre's answer, turned every month, until its end."""

from datetime import timedelta
from typing import Any

from contracts.payments import BenefitActivated
from kernel.clock import start_of_day
from kernel.month import Month
from payments.domain.dates import next_july
from payments.handlers.claimwindows import arm_claims
from payments.handlers.expiry import arm_expiry
from payments.handlers.retirement import arm_retirement
from payments.handlers.running_grounds import of_activation
from payments.handlers.windows import arm_reports, first_duty
from payments.rows import EntitlementRow

TURN_AT = timedelta(minutes=10)  # after midnight of the first: the month before is over
YEARLY_AT = timedelta(hours=9)


def begin(row: EntitlementRow, uow: Any) -> None:
    """The benefit is active from its start month: reports, months and July fall due."""
    start = str(row.start_month)
    uow.emit(BenefitActivated(application_id=row.application_id, start_month=start))
    title = f"社保中心已增员，自{Month.parse(start).chinese()}起享受补贴"
    basis = of_activation(row, uow)
    uow.note(row.application_id, "benefit_activated", title, clause=uow.step("lists"), basis=basis)
    row.first_window = first_duty(row, uow)
    arm_reports(row, uow)
    arm_turn(row, uow)
    arm_expiry(row, uow)
    arm_claims(row, uow)
    arm_retirement(row, uow)
    july = start_of_day(next_july(uow.today)) + YEARLY_AT
    uow.deadlines.set(
        "yearly_amount", row.application_id, july, rule=str(uow.step("yearly_amount"))
    )


def arm_turn(row: EntitlementRow, uow: Any) -> None:
    """The next month's turn; one that should have been already comes at once."""
    after_end = Month.parse(str(row.end_month)) + 1
    turn = min(Month.of(uow.today) + 1, after_end)
    due = start_of_day(turn.first_day) + TURN_AT
    uow.deadlines.set("month_turn", row.application_id, due, rule="月度台账")
