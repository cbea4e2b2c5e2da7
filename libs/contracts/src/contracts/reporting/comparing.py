"""区间比较: what the districts have done in some months, beside each other."""

from dataclasses import dataclass

from contracts.common import MONTH
from contracts.message import Query
from contracts.wire import described


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictFigures:
    """One district. Counts of cases unless said otherwise; days are working days."""

    agency: str
    agency_name: str
    accepted: int = described("受理")
    decided: int = described("办结: approved or rejected")
    approved: int
    rejected: int
    returned: int = described("Sent back at least once, the last time in these months")
    days: str = described("Of those decided: days from acceptance on average; empty: none decided")
    median: str = described("Half took no longer; empty: none decided")
    longest: int | None = described("Days of the slowest; none decided: null")
    overridden: int = described("Accepted, with a warning that was explained away")
    hasty: int = described("Approved, and a post had hardly looked into the dossier")
    active: int = described("Persons who enjoy the benefit today")
    persons: int = described("Persons with a subsidised month")
    months: int = described("Subsidised months")
    subsidy: str = described("Yuan")
    failed: int = described("Persons with a month that could not be deducted")
    stopped: int = described("Persons stopped from these months on")
    recovered: int = described("Of those stopped: to be claimed back from (追回)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Every district of the caller's jurisdiction that has any figure."""

    from_month: str
    to_month: str
    hasty_seconds: int = described("Looked at for less than so many seconds is hardly")
    items: tuple[DistrictFigures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareDistricts(Query):
    """Figures by district over at most 36 months, each as `GetStatistics` counts it."""

    service, answer = "reporting", Comparison

    from_month: str = described("YYYY-MM", MONTH)
    to_month: str = described("YYYY-MM, included", MONTH)
