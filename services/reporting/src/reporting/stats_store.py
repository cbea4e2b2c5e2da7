"""Figures: one grouped query over cases, or over their subsidised months."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Integer, String, case, cast, func, select

from contracts.caller import Caller
from reporting.seen import seen_by
from reporting.tables import CaseRow, MonthRow
from servicekit.walls import whole_city

BANDS = ((30, "0-29"), (40, "30-39"), (45, "40-44"), (50, "45-49"), (55, "50-54"), (60, "55-59"))
OLDEST = "60-"
BEIJING = "Asia/Shanghai"

_ACCEPTED_ON = cast(func.timezone(BEIJING, CaseRow.accepted_at), Date)
_ACCEPTED = func.to_char(func.timezone(BEIJING, CaseRow.accepted_at), "YYYY-MM")
_AGE = cast(func.date_part("year", func.age(_ACCEPTED_ON, CaseRow.birth_date)), Integer)
_OF_CASES = {
    "accepted": _ACCEPTED,
    "approved": CaseRow.approved_month,
    "stopped": CaseRow.stop_month,
}
_ABOUT = {
    "category": CaseRow.category,
    "sex": CaseRow.sex,
    "project": CaseRow.project,
    "income_band": CaseRow.income_band,
    "stop_reason": CaseRow.stop_code,
    "age_band": case(*((top > _AGE, band) for top, band in BANDS), else_=OLDEST),
}


class Statistics:
    """Sums and counts by one dimension; months are given as YYYY-MM, both included."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def of_cases(
        self, measure: str, by: str, first: str, last: str, caller: Caller
    ) -> Sequence[tuple[str, Decimal]]:
        """Cases by the month in which something was done with them."""
        month = _OF_CASES[measure]
        places = {"district": CaseRow.current_agency, "street": CaseRow.current_street}
        key: Any = (_ABOUT | places | {"month": month})[by]
        place = (CaseRow.current_street, CaseRow.current_agency, CaseRow.application_id)
        query = (
            select(cast(key, String), func.count())
            .where(month.between(first, last), CaseRow.number != "", seen_by(caller, *place))
            .group_by(cast(key, String))
            .order_by(cast(key, String))
        )
        if measure == "stopped":
            query = query.where(CaseRow.state == "stopped")
        return [(name, Decimal(count)) for name, count in self.session.execute(query)]

    def of_months(
        self, measure: str, by: str, first: str, last: str, caller: Caller
    ) -> Sequence[tuple[str, Decimal]]:
        """Subsidised months by the place that owned them; persons count once for each value."""
        places = {"district": MonthRow.agency, "street": MonthRow.street_code}
        key: Any = (_ABOUT | places | {"month": MonthRow.month})[by]
        counted = {
            "benefiting": func.count(MonthRow.application_id.distinct()),
            "months": func.count(),
            "subsidy": func.sum(MonthRow.subsidy),
        }[measure]
        place = (MonthRow.street_code, MonthRow.agency, MonthRow.application_id)
        query = (
            select(cast(key, String), counted)
            .select_from(MonthRow)
            .join(CaseRow, CaseRow.application_id == MonthRow.application_id)
            .where(MonthRow.month.between(first, last), seen_by(caller, *place))
            .group_by(cast(key, String))
            .order_by(cast(key, String))
        )
        with whole_city(self.session):  # a case that has moved away keeps its months here
            return [(name, Decimal(value)) for name, value in self.session.execute(query)]
