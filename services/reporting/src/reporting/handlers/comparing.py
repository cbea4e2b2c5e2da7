"""区间比较: what the districts have done, beside each other."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.reporting import CompareDistricts, Comparison, DistrictFigures
from reporting.domain.spread import Spread
from reporting.handlers.labels import label
from reporting.handlers.statistics import check_months

NOTHING = (0, 0, Decimal("0.00"))


def compare_districts(form: CompareDistricts, uow: Any) -> Comparison:
    """Each district that has any figure, in the order of the codes."""
    check_months(form.from_month, form.to_month)
    months, hasty = (form.from_month, form.to_month), hasty_seconds(uow)
    counted = uow.behind.by_district(*months, hasty, uow.caller)
    paid = uow.behind.subsidised(*months, uow.caller)
    days = _days(uow.behind.decided(*months, uow.caller), uow)
    rules, places = uow.policy.on(uow.today), uow.policy.divisions
    items = []
    for agency in sorted({one for one in (*counted, *paid) if one}):
        persons, paid_months, yuan = paid.get(agency, NOTHING)
        spread = days.get(agency, Spread())
        marks = counted.get(agency) or dict.fromkeys(next(iter(counted.values()), {}), 0)
        items.append(
            DistrictFigures(
                agency=agency,
                agency_name=label("district", agency, rules, places),
                days=spread.average,
                median=spread.median,
                longest=spread.longest,
                persons=persons,
                months=paid_months,
                subsidy=f"{yuan:.2f}",
                **marks,
            )
        )
    return Comparison(
        from_month=form.from_month,
        to_month=form.to_month,
        hasty_seconds=hasty,
        items=tuple(items),
    )


def hasty_seconds(uow: Any) -> int:
    """Less than so many seconds before the dossier is too short, by the rules of today."""
    return int(uow.policy.on(uow.today).sampling_hasty_seconds)


def _days(rows: Sequence[tuple[str, date, date, int]], uow: Any) -> dict[str, Spread]:
    found: dict[str, dict[int, int]] = {}
    for agency, accepted, decided, count in rows:
        taken = uow.calendar.working_days_between(accepted, decided)
        mine = found.setdefault(agency, {})
        mine[taken] = mine.get(taken, 0) + count
    return {agency: Spread(counts) for agency, counts in found.items()}
