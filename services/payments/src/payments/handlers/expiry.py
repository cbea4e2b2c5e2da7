"""期满提醒: the person hears in time that the last month draws near (T9)."""

from datetime import timedelta
from typing import Any

from contracts.payments import ExpiryNear
from kernel.clock import start_of_day
from kernel.month import Month
from payments.domain.states import ACTIVE
from payments.handlers.common import queue, ringing
from payments.handlers.windows import REMIND_AT
from payments.rows import EntitlementRow
from policy import because


def arm_expiry(row: EntitlementRow, uow: Any) -> None:
    """Sets the notice for the last month there is now; one that is past due rings at once."""
    rules = uow.policy.on(uow.today)
    last_day = Month.parse(str(row.end_month)).last_day
    due = start_of_day(last_day - timedelta(days=rules.expiry_notice_days)) + REMIND_AT
    uow.deadlines.set(
        "expiry_notice", row.application_id, due, rule=str(rules.clause("expiry_notice_days"))
    )


def tell_expiry(deadline: Any, uow: Any) -> None:
    """期满提醒, once for each last month; an end that has moved meanwhile waits for its own day."""
    row = ringing(deadline, uow)
    if row is None or row.state != ACTIVE:
        return
    end = Month.parse(str(row.end_month))
    rules = uow.policy.on(uow.today)
    if uow.today < end.last_day - timedelta(days=rules.expiry_notice_days):
        arm_expiry(row, uow)
    else:
        uow.emit(ExpiryNear(application_id=row.application_id, end_month=str(end)))
        title = f"提醒本人补贴将于{end.chinese()}期满"
        clause, days = rules.clause("expiry_notice_days"), rules.expiry_notice_days
        facts = {"最后月份": end, "提前日数": days}
        basis = (because(f"期满前{days}日提醒本人。", clause, facts),)
        uow.note(row.application_id, "expiry_told", title, clause=str(clause), basis=basis)
    queue(row, uow)
