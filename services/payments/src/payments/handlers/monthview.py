"""Lines of the ledger and the report windows as people see them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from contracts.payments import DifferenceLine, MonthLine, ReportWindow
from kernel.month import Month
from payments.domain.ledger import Standing, streak
from payments.handlers.money import sums
from payments.handlers.windows import filed_on, windows_of
from payments.rows import EntitlementRow, MonthRow

UNKNOWN = ""  # a sum whose base nobody has published


def month_line(month: MonthRow) -> MonthLine:
    """One month; sums that are not known are empty, never zero."""
    personal = subsidy = None
    if month.pension_personal is not None:
        personal, subsidy = sums(month)
    return MonthLine(
        month=month.month,
        state=month.state,
        pension_personal=_text(month.pension_personal),
        pension_subsidy=_text(month.pension_subsidy),
        unemployment_personal=_text(month.unemployment_personal),
        unemployment_subsidy=_text(month.unemployment_subsidy),
        medical_personal=_text(month.medical_personal),
        medical_subsidy=_text(month.medical_subsidy),
        personal=_text(personal),
        subsidy=_text(subsidy),
        total=UNKNOWN if personal is None or subsidy is None else str(personal + subsidy),
        provisional=month.provisional,
        failure_code=month.code if month.code != "00" else "",
        unclaimed=month.unclaimed,
    )


def differences_of(row: EntitlementRow, uow: Any) -> tuple[DifferenceLine, ...]:
    """补差 by month, oldest first."""
    found = uow.ledgers.differences(row.application_id)
    return tuple(
        DifferenceLine(
            month=name,
            personal=str(found[name].personal),
            subsidy=str(found[name].subsidy),
            total=str(found[name].total),
            state=found[name].state,
        )
        for name in sorted(found)
    )


def streak_now(months: Mapping[str, MonthRow]) -> int:
    """Failed months in a row up to the last month that has a result."""
    return streak(
        [
            Standing(Month.parse(name), months[name].state, months[name].code, months[name].streak)
            for name in sorted(months)
            if months[name].code
        ]
    )


def report_windows_of(row: EntitlementRow, uow: Any) -> tuple[ReportWindow, ...]:
    """The quarterly windows and whether each has its report."""
    filed = filed_on(row, uow)
    return tuple(
        ReportWindow(
            first_month=str(window.first),
            last_month=str(window.last),
            due=window.closes,
            fulfilled=window.number in filed,
            filed_on=filed.get(window.number),
            open=uow.today in window,
            provisional=uow.calendar.is_provisional(window.closes),
        )
        for window in windows_of(row, uow)
    )


def _text(amount: Decimal | None) -> str:
    return UNKNOWN if amount is None else str(amount)
