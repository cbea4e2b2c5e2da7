"""统计: one measure by one dimension over some months, with its definition."""

from dataclasses import dataclass

from contracts.common import MONTH
from contracts.message import Query
from contracts.wire import described, one_of

MEASURES = ("accepted", "approved", "benefiting", "stopped", "months", "subsidy")
BY = (
    *("district", "street", "category", "age_band", "sex", "project", "income_band"),
    *("stop_reason", "month"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One value of the dimension."""

    key: str
    label: str
    value: str = described("A whole number, or yuan with two decimals")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Figures with what they count."""

    measure: str
    by: str
    from_month: str
    to_month: str
    definition: str = described("What is counted, in one Chinese sentence")
    unit: str
    total: str = described("Over all values; persons with months in two districts count in both")
    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetStatistics(Query):
    """Figures of the caller's jurisdiction: one measure by one dimension over at most 36 months."""

    service, answer = "reporting", Statistics

    measure: str = described(
        "accepted, approved, benefiting (persons), stopped, months or subsidy (yuan)",
        one_of(*MEASURES),
    )
    by: str = described("Dimension", one_of(*BY))
    from_month: str = described("YYYY-MM", MONTH)
    to_month: str = described("YYYY-MM, included", MONTH)
