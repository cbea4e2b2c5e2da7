"""提醒报告就业情况: T3, and T3 anew where it named a day that no longer holds (附件4 三)."""

from typing import Any

from contracts.payments import ReportDue
from payments.domain.reports import reminder_of
from payments.handlers.common import queue, ringing
from payments.handlers.grounds import of_window
from payments.handlers.windows import next_window, remind_at, set_stop
from payments.rows import EntitlementRow
from policy.reports import ReportWindow


def say_due(row: EntitlementRow, window: ReportWindow, days: int, uow: Any) -> None:
    """Until when to report, so many days before the window's last day."""
    uow.emit(
        ReportDue(
            application_id=row.application_id,
            due=window.closes,
            stop_month=str(window.stop_month),
            days_left=days,
        )
    )
    title = f"提醒于{window.closes}前报告就业情况（距期末{days}天）"
    basis = of_window(window, uow)
    uow.note(row.application_id, "report_reminded", title, clause=uow.step("reports"), basis=basis)


def count_stop_again(deadline: Any, uow: Any) -> str:
    """Another calendar is in force: the window closes on another working day.

    Who was reminded of the former day is told the new one.
    """
    row = ringing(deadline, uow)
    window = next_window(row, uow) if row is not None else None
    if row is not None and window is not None:
        moved = set_stop(window, row, uow) != deadline.due_at
        reminder = reminder_of(window, uow.today)
        if moved and reminder is not None and uow.now >= remind_at(reminder):
            say_due(row, window, (window.due - reminder).days, uow)
        queue(row, uow)
    return "就业情况报告截止"
