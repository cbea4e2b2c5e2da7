"""每年7月: the new personal amount, told once a year and only when it is published."""

from datetime import datetime
from typing import Any

from contracts.payments import PersonalAmountChanged
from kernel.clock import start_of_day
from kernel.errors import MissingValue
from kernel.month import Month
from payments.domain.dates import next_july, pay_by
from payments.domain.states import ACTIVE
from payments.handlers.active import YEARLY_AT
from payments.handlers.common import queue, ringing
from payments.handlers.running_grounds import of_amount
from payments.rows import EntitlementRow
from policy import Contribution


def tell_yearly_amount(deadline: Any, uow: Any) -> None:
    """每年7月: says the new personal amount once a year, as soon as it is published."""
    row = ringing(deadline, uow)
    if row is None or row.state != ACTIVE:
        return
    july = Month.of(next_july(uow.today)) - 12
    cost = _published(july, uow)
    if cost is None:
        _wait_for_publication(row, july, uow)
    else:
        _tell(row, july, cost, uow)
    queue(row, uow)


def _published(july: Month, uow: Any) -> Contribution | None:
    try:
        cost: Contribution = uow.policy.contribution(july)
    except MissingValue:
        return None
    return None if cost.provisional else cost


def _tell(row: EntitlementRow, july: Month, cost: Contribution, uow: Any) -> None:
    _set_next(row, start_of_day(next_july(uow.today)), uow)
    before, amount = row.personal_amount, cost.personal
    if row.amount_year == july.year or before == amount:
        return
    row.amount_year, row.personal_amount = july.year, amount
    last_day = pay_by(july, uow.today, uow.calendar, uow.policy.on(uow.today))
    uow.emit(
        PersonalAmountChanged(
            application_id=row.application_id,
            from_month=str(july),
            personal_amount=str(amount),
            pay_by=last_day,
        )
    )
    title = f"自{july.chinese()}起个人每月应缴{amount}元"
    basis = of_amount(cost, last_day, before, uow)
    uow.note(
        row.application_id, "amount_changed", title, clause=uow.step("yearly_amount"), basis=basis
    )


def _wait_for_publication(row: EntitlementRow, july: Month, uow: Any) -> None:
    month = Month.of(uow.today)
    _set_next(row, start_of_day((month + 1).first_day), uow)
    if month == july:
        title = f"{july.chinese()}起的缴费标准尚未公布，公布后通知本人"
        uow.note(row.application_id, "amount_waits", title, clause=uow.step("yearly_amount"))


def _set_next(row: EntitlementRow, day: datetime, uow: Any) -> None:
    uow.deadlines.set(
        "yearly_amount", row.application_id, day + YEARLY_AT, rule=str(uow.step("yearly_amount"))
    )
