"""Counts and sums of cases, and the projection of one."""

from dataclasses import dataclass
from uuid import UUID

from contracts.common import MONTH
from contracts.message import Query
from contracts.wire import described, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One cell of a count."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Counts of cases by one dimension."""

    by: str
    total: int
    items: tuple[Count, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCounts(Query):
    """Cases of the caller's jurisdiction by district, street, state or category."""

    service, answer = "reporting", Counts

    by: str = described(
        "Dimension",
        one_of("district", "street", "state", "category", "project", "sex", "income_band"),
        default="state",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyLine:
    """Subsidised months and sums of a district and month; for a street its own part of them."""

    agency: str
    agency_name: str
    month: str
    persons: int
    personal: str
    subsidy: str
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidySums:
    """What was subsidised, by district and month."""

    items: tuple[SubsidyLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetSubsidySums(Query):
    """Subsidised sums by district for a month."""

    service, answer = "reporting", SubsidySums

    month: str = described("YYYY-MM", MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseProjection:
    """Where a case stands across all services, as reporting has seen it."""

    application_id: UUID
    number: str
    state: str
    street_code: str
    agency: str
    start_month: str | None
    end_month: str | None
    months: int | None
    last_event: str
    last_event_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GetProjection(Query):
    """The projection of one case."""

    service, answer = "reporting", CaseProjection

    application_id: UUID
