"""One person's place on a list: what is sent to the centre about them, frozen."""

import json
from decimal import Decimal
from typing import Any

from kernel.month import Month
from payments.domain.stops import Stop
from payments.handlers.common import about, contribution
from payments.rows import EntitlementRow, PlaceRow


def addition(number: int, row: EntitlementRow, month: Month, uow: Any) -> PlaceRow:
    """One who is new on the list of a month, or comes back: first month to collect, its sums."""
    first = max(row.collect_from, str(row.start_month))
    cost = contribution(Month.parse(first), uow)
    base = "/".join(str(share.base) for share in cost)
    place = _place(number, row, first, month, uow)
    place.base, place.personal, place.subsidy = base, cost.personal, cost.subsidy
    return place


def removal(number: int, row: EntitlementRow, stop: Stop, month: Month, uow: Any) -> PlaceRow:
    """A person whose benefit is over here: why, and the first month this centre does not deduct."""
    place = _place(number, row, str(stop.month), month, uow)
    place.base, place.personal, place.subsidy = "", Decimal("0.00"), Decimal("0.00")
    place.code = stop.code
    return place


def people(places: list[PlaceRow]) -> list[dict[str, str]]:
    """The people of a list in the order of its rows, in clear: for sealed fields only."""
    return [json.loads(place.person) for place in places]


def _place(number: int, row: EntitlementRow, counts: str, month: Month, uow: Any) -> PlaceRow:
    return PlaceRow(
        row=number,
        application_id=row.application_id,
        number=row.number,
        month=counts,
        start_month=str(row.start_month),
        person=about(row, uow, "name", "id_number", "bank", "account", month=month),
        code="",
        state="sent",
        refusal="",
    )
