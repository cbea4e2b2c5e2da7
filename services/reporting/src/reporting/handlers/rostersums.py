"""Sums of a roster by insurance, category and district, to the fen."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from contracts import wire
from contracts.reporting import RosterSum
from reporting.domain.listing import Line
from reporting.domain.money import NOTHING, TITLES
from reporting.frozen import RosterRow as Frozen
from reporting.handlers.labels import label

NOUGHT = Decimal("0.00")


def sums_of(lines: Sequence[Line], code: str, name: str, uow: Any) -> tuple[RosterSum, ...]:
    """What the rows add to all rosters; each dimension adds up to the same total."""
    priced = [one for one in lines if one.money is not None]
    whole = sum((one.money for one in priced if one.money), NOTHING)
    found = [
        _sum("insurance", key, title, len(priced), Decimal(whole.written()[key]))
        for key, title in TITLES.items()
    ]
    rules = uow.policy.on(uow.today)
    for category in sorted({one.case.category for one in lines}):
        mine = [one for one in lines if one.case.category == category]
        total = sum((one.money.total for one in mine if one.money), NOUGHT)
        found.append(
            _sum(
                "category",
                category,
                label("category", category, rules, uow.policy.divisions),
                len(mine),
                total,
            )
        )
    return (*found, _sum("district", code, name, len(lines), whole.total))


def add_up(rosters: Sequence[Frozen], names: Mapping[str, str]) -> tuple[RosterSum, ...]:
    """The same over several districts' rosters."""
    found: dict[tuple[str, str], RosterSum] = {}
    for part in (wire.load(RosterSum, one) for row in rosters for one in row.sums):
        before = found.get((part.by, part.key))
        rows, subsidy = part.rows, Decimal(part.subsidy)
        if before is not None:
            rows, subsidy = rows + before.rows, subsidy + Decimal(before.subsidy)
        found[part.by, part.key] = _sum(part.by, part.key, part.label, rows, subsidy)
    order = ("insurance", "category", "district")
    return tuple(sorted(found.values(), key=lambda one: order.index(one.by)))


def _sum(by: str, key: str, title: str, rows: int, subsidy: Decimal) -> RosterSum:
    return RosterSum(by=by, key=key, label=title, rows=rows, subsidy=f"{subsidy:.2f}")
