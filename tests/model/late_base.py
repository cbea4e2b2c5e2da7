"""The bases of July 2021 as they were before anybody published them: the old ones, provisionally.

Sums from domain 4.3: in July 2021 the person pays 385.92 instead of 277.61, and so on each July.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from days import month

import policy
from policy import Policy
from policy.dated import Series

JULY = month(date(2021, 7, 1))
OLD = (Decimal("277.61"), Decimal("856.32"))
NEW = {
    2021: (Decimal("385.92"), Decimal("1114.88")),
    2022: (Decimal("422.57"), Decimal("1220.75")),
    2023: (Decimal("455.47"), Decimal("1315.81")),
    2024: (Decimal("491.11"), Decimal("1418.77")),
    2025: (Decimal("515.66"), Decimal("1489.70")),
}  # what the person pays and the subsidy, from July of the year on
PUBLISHED = policy.load()


def owed(number: int) -> tuple[Decimal, Decimal]:
    """What a month collected on the old base is short of, by month number."""
    personal, subsidy = NEW[(number - 6) // 12]  # the year that began in July
    return personal - OLD[0], subsidy - OLD[1]


def unpublished() -> Policy:
    """Beijing's pack as it stood when the last base was that of June."""
    names = ("pension_base", "unemployment_base", "medical_base")
    old = {name: _until_june(PUBLISHED.values[name]) for name in names}
    return replace(PUBLISHED, values={**PUBLISHED.values, **old})


def _until_june(series: "Series[Decimal]") -> "Series[Decimal]":
    rows = [row for row in series.rows if row.first < date(2021, 7, 1)]
    rows[-1] = replace(rows[-1], last=None, published_to=date(2021, 6, 30))
    return Series(series.name, tuple(rows))


UNPUBLISHED = unpublished()
