"""就业情况报告: filed at the counter or by the person; reminders, and the stop without one."""

import json
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from contracts.caller import APPLICANT, SYSTEM
from contracts.payments import EmploymentReported, FileReport, ReportFiled
from kernel.clock import SHANGHAI
from kernel.errors import Forbidden
from kernel.month import Month
from payments.domain.ledger import DEDUCTED
from payments.domain.reports import lapsed, reminder_of, taking, waiting
from payments.domain.states import ACTIVE
from payments.domain.stops import after_paid, first_month_without
from payments.handlers.common import conflict, load, queue, ringing
from payments.handlers.grounds import of_window
from payments.handlers.reminding import say_due
from payments.handlers.turning import decide_stop
from payments.handlers.windows import arm_reports, filed_on, windows_of
from payments.rows import EntitlementRow, ReportRow
from policy.reports import ReportWindow

CHANNELS = {"counter": "柜台", "wechat": "微信", "pc": "PC端"}


def file_report(form: FileReport, uow: Any) -> ReportFiled:
    """Takes a report for the window it falls into; a person employed by a unit stops (S04)."""
    row = _reported_about(form, uow)
    if row.state != ACTIVE:
        raise conflict(row, uow, "not-active", "该申请不在享受期内，无须报告就业情况。")
    window = taking(windows_of(row, uow), filed_on(row, uow), _received(uow).date())
    if form.employed_by_unit:
        return _employed(form, row, window, uow)
    if window is None:
        raise conflict(row, uow, "no-report-due", "现在没有应报告的期间，提前报告不能抵作以后的。")
    again = window.number in filed_on(row, uow)
    _keep(form, window.number, uow)
    told = EmploymentReported(
        application_id=row.application_id, window_until=window.closes, channel=form.channel
    )
    uow.emit(told)
    more = "（本期内再次报告）" if again else ""
    title = f"通过{CHANNELS[form.channel]}报告第{window.number}期就业情况{more}"
    basis = of_window(window, uow)
    uow.note(
        row.application_id, "employment_reported", title, clause=uow.step("reports"), basis=basis
    )
    arm_reports(row, uow)
    return _answer(row, window.closes, uow)


def remind(deadline: Any, uow: Any) -> None:
    """临近三个月须报告: T3 once for each reminder day; days missed are not made up."""
    row = ringing(deadline, uow)
    if row is None or row.state != ACTIVE:
        return
    window = waiting(windows_of(row, uow), filed_on(row, uow), uow.today)
    reminder = reminder_of(window, uow.today) if window else None
    if window is not None and reminder is not None:
        say_due(row, window, (window.due - reminder).days, uow)
    arm_reports(row, uow, after=uow.today)
    queue(row, uow)


def stop_unreported(deadline: Any, uow: Any) -> None:
    """逾期未报告: the benefit stops with the month after the window (S03)."""
    row = ringing(deadline, uow)
    if row is None or row.state != ACTIVE:
        return
    late = lapsed(windows_of(row, uow), filed_on(row, uow), row.first_window, uow.today)
    if late is None:
        arm_reports(row, uow)
    else:
        decide_stop(row, "S03", _stop_month(row, late, uow), uow)
    queue(row, uow)


def _stop_month(row: EntitlementRow, late: ReportWindow, uow: Any) -> Month:
    """The month after the window, or the one after months deducted already (§16.16)."""
    if uow.policy.on(uow.today).paid_month_after_stop != "keep":
        return late.stop_month
    months = uow.ledgers.months(row.application_id)
    paid = [Month.parse(name) for name, month in months.items() if month.state == DEDUCTED]
    return after_paid(late.stop_month, paid)


def _reported_about(form: FileReport, uow: Any) -> EntitlementRow:
    at_the_counter, in_person = form.channel == "counter", uow.caller.tier == APPLICANT
    if at_the_counter and in_person:
        raise Forbidden("柜台报告由街道（乡镇）经办人登记。", code="not-at-the-counter")
    if not at_the_counter and uow.caller.tier not in (APPLICANT, SYSTEM):
        raise Forbidden("微信和PC端报告只能由本人提交。", code="not-the-applicant")
    return load(form.application_id, uow)


def _employed(
    form: FileReport, row: EntitlementRow, window: ReportWindow | None, uow: Any
) -> ReportFiled:
    cause = uow.policy.on(uow.today).stop("S04")
    _keep(form, window.number if window else 0, uow)
    start, end = Month.parse(str(row.start_month)), Month.parse(str(row.end_month))
    title = f"通过{CHANNELS[form.channel]}报告已在单位就业"
    uow.note(row.application_id, "employed_by_unit", title, clause=str(cause.clause))
    told = Month.of(_received(uow).date())
    month = first_month_without(cause.effective, told, start, end)
    decide_stop(row, "S04", month, uow)
    return _answer(row, window.closes if window else uow.today, uow)


def _received(uow: Any) -> datetime:
    """When the report reached us: before midnight is in time, however long it waited inside."""
    asked_at: datetime | None = uow.caller.asked_at
    return asked_at.astimezone(SHANGHAI) if asked_at else uow.now


def _keep(form: FileReport, window: int, uow: Any) -> None:
    body = {"content": form.content, "place": form.place, "hours": form.hours}
    uow.ledgers.add(
        ReportRow(
            id=uuid4(),
            application_id=form.application_id,
            window=window,
            filed_at=_received(uow),
            filed_by=uow.caller.subject,
            channel=form.channel,
            income=form.income,
            employed_by_unit=form.employed_by_unit,
            body=json.dumps(body, ensure_ascii=False),
        )
    )


def _answer(row: EntitlementRow, until: date, uow: Any) -> ReportFiled:
    queue(row, uow)
    coming = waiting(windows_of(row, uow), filed_on(row, uow), uow.today)
    return ReportFiled(
        application_id=row.application_id,
        state=row.state,
        window_until=until,
        next_due=coming.closes if coming and row.state == ACTIVE else None,
    )
