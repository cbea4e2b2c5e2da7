"""Figures: one grouped query over cases, or over their subsidised months."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Integer, String, case, cast, func, select

from contracts.caller import Caller
from reporting.seen import seen_by
from reporting.tables import CaseRow, MonthRow
from servicekit.walls import whole_city

BANDS = ((30, "0-29"), (40, "30-39"), (45, "40-44"), (50, "45-49"), (55, "50-54"), (60, "55-59"))
OLDEST, UNKNOWN = "60-", ""  # unknown: the dossier is destroyed, and with it the day of birth
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
    "age_band": case(
        (_AGE.is_(None), UNKNOWN), *((top > _AGE, band) for top, band in BANDS), else_=OLDEST
    ),
}
_HOME = {"district": CaseRow.current_agency, "street": CaseRow.current_street}
_THERE = {"district": MonthRow.agency, "street": MonthRow.street_code}
Wanted = Mapping[str, str]  # a dimension and its only value


def of_cases(measure: str, first: str, last: str, wanted: Wanted, caller: Caller) -> list[Any]:
    """Which cases a measure counts, as conditions on `CaseRow`."""
    place = (CaseRow.current_street, CaseRow.current_agency, CaseRow.application_id)
    chosen = [
        _OF_CASES[measure].between(first, last),
        CaseRow.number != "",
        seen_by(caller, *place),
        *only(wanted, _HOME),
    ]
    return [*chosen, CaseRow.state == "stopped"] if measure == "stopped" else chosen


def of_months(first: str, last: str, wanted: Wanted, caller: Caller) -> list[Any]:
    """Which subsidised months count, as conditions on `MonthRow` joined with its case."""
    place = (MonthRow.street_code, MonthRow.agency, MonthRow.application_id)
    return [
        MonthRow.month.between(first, last),
        CaseRow.number != "",
        seen_by(caller, *place),
        *only(wanted, _THERE),
    ]


def only(wanted: Wanted, places: Mapping[str, Any] = _HOME) -> list[Any]:
    """One value of each dimension that is named."""
    return [(_ABOUT | places)[name] == value for name, value in wanted.items()]


class Statistics:
    """Sums and counts by one dimension; months are given as YYYY-MM, both included."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def of_cases(
        self, measure: str, by: str, first: str, last: str, wanted: Wanted, caller: Caller
    ) -> Sequence[tuple[str, Decimal]]:
        """Cases by the month in which something was done with them."""
        key: Any = (_ABOUT | _HOME | {"month": _OF_CASES[measure]})[by]
        query = (
            select(cast(key, String), func.count())
            .where(*of_cases(measure, first, last, wanted, caller))
            .group_by(cast(key, String))
            .order_by(cast(key, String))
        )
        return [(name, Decimal(count)) for name, count in self.session.execute(query)]

    def of_months(
        self, measure: str, by: str, first: str, last: str, wanted: Wanted, caller: Caller
    ) -> Sequence[tuple[str, Decimal]]:
        """Subsidised months by the place that owned them; persons count once for each value."""
        key: Any = (_ABOUT | _THERE | {"month": MonthRow.month})[by]
        counted = {
            "benefiting": func.count(MonthRow.application_id.distinct()),
            "months": func.count(),
            "subsidy": func.sum(MonthRow.subsidy),
        }[measure]
        query = (
            select(cast(key, String), counted)
            .select_from(MonthRow)
            .join(CaseRow, CaseRow.application_id == MonthRow.application_id)
            .where(*of_months(first, last, wanted, caller))
            .group_by(cast(key, String))
            .order_by(cast(key, String))
        )
        with whole_city(self.session):  # a case that has moved away keeps its months here
            return [(name, Decimal(value)) for name, value in self.session.execute(query)]
