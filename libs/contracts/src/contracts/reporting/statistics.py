"""统计: one measure by one dimension over some months, with its definition."""

from dataclasses import dataclass

from contracts.common import MONTH
from contracts.message import Query
from contracts.wire import LINE, described, length, one_of

MEASURES = ("accepted", "approved", "benefiting", "stopped", "months", "subsidy")
BY = (
    *("district", "street", "category", "age_band", "sex", "project", "income_band"),
    *("stop_reason", "month"),
)
ONE = length(1, 20)  # a code of the dimension


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
    district: str | None = described("Only this district's", ONE, LINE, default=None)
    street: str | None = described("Only this street's", ONE, LINE, default=None)
    category: str | None = described("Only this category (人员类别)", ONE, LINE, default=None)
    age_band: str | None = described("Only this age, as 40-44 or 60-", ONE, LINE, default=None)
    sex: str | None = described("male or female", ONE, LINE, default=None)
    project: str | None = described("Only this project", ONE, LINE, default=None)
    income_band: str | None = described("Only this band (收入段)", ONE, LINE, default=None)
    stop_reason: str | None = described("Only stopped for this", ONE, LINE, default=None)
