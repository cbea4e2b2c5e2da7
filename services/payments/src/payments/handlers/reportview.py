"""就业情况报告 read back: windows and dates for all, the person's own words with a reason."""

import json
from typing import Any

from contracts.payments import GetReports, ReportList, ReportView
from kernel.errors import Invalid
from payments.handlers.common import must_see
from payments.rows import ReportRow

HIDDEN = "***"


def get_reports(form: GetReports, uow: Any) -> ReportList:
    """Every report of an entitlement; in clear only with a reason, which stays on record."""
    row = must_see(uow.entitlements.view(form.application_id), uow)
    if form.clear:
        _note_clear_read(form, uow)
    reports = uow.ledgers.reports(row.application_id)
    return ReportList(
        application_id=row.application_id,
        items=tuple(_view(report, clear=form.clear, uow=uow) for report in reports),
    )


def _note_clear_read(form: GetReports, uow: Any) -> None:
    if len(form.reason.strip()) < 2:
        sentence = "查看报告内容须写明理由。"
        raise Invalid(sentence, fields={"reason": sentence}, code="reason-needed")
    title = "查看就业情况报告内容"
    uow.note(form.application_id, "clear_read", title, clause="个人信息保护", why=form.reason)


def _view(report: ReportRow, *, clear: bool, uow: Any) -> ReportView:
    written = json.loads(report.body)
    shown = {name: written[name] if clear else HIDDEN for name in ("content", "place", "hours")}
    return ReportView(
        filed_at=report.filed_at.astimezone(uow.now.tzinfo).isoformat(),
        filed_by=report.filed_by,
        channel=report.channel,
        window=report.window,
        income=report.income,
        employed_by_unit=report.employed_by_unit,
        **shown,
    )
