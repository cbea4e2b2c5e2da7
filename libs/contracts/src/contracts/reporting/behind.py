"""The cases behind a figure (数字下到案件): which ones were counted, and what is odd about each."""

from dataclasses import dataclass
from uuid import UUID

from contracts.common import MONTH
from contracts.message import Query
from contracts.reporting.statistics import ONE
from contracts.wire import LINE, described, one_of

FIGURES = (
    *("accepted", "approved", "benefiting", "stopped"),
    *("decided", "rejected", "returned", "overridden", "hasty", "active", "failed", "recovered"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCase:
    """One case that a figure counts; no personal data."""

    application_id: UUID
    number: str = described("Empty where the dossier has been destroyed: it only counts")
    agency: str
    street_code: str
    category: str
    state: str
    state_name: str
    accepted_on: str = described("The day of acceptance")
    note: str = described("What the figure says of this one, in Chinese; may be empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCases:
    """A page of them, the last accepted first."""

    figure: str
    total: int = described("All of them, on whichever page")
    items: tuple[CountedCase, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCounted(Query):
    """The cases of the caller's jurisdiction that `GetStatistics` or `CompareDistricts` counts.

    For months and subsidy ask for `benefiting`: the persons who had them. `active` is as of today,
    whatever the months.
    """

    service, answer = "reporting", CountedCases

    figure: str = described("Which figure", one_of(*FIGURES))
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
    cursor: str | None = None
    limit: int = 20
