"""Payments: a street's open work on benefits, with its counts."""

from dataclasses import dataclass
from datetime import date

from contracts.common import WorkCount
from contracts.message import Query
from contracts.payments.shapes import EntitlementLine
from contracts.wire import described, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitWork:
    """The nearest due of each kind, and how many there are of each."""

    starts: tuple[EntitlementLine, ...] = described("Whose start month is open", default=())
    reports: tuple[EntitlementLine, ...] = described("Who owes a report", default=())
    suspicions: tuple[EntitlementLine, ...] = described(
        "With a report nobody has looked into yet (疑似停止情形)", default=()
    )
    counts: tuple[WorkCount, ...] = described(
        "Of `start`, `report` and `suspicion`; no law names a day for the last", default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBenefitWork(Query):
    """A street's open start months, reports and suspicions; the counts are of all of them."""

    service, answer = "payments", BenefitWork

    kind: str = described(
        "Lines of this kind alone: start, report or suspicion; empty: of all",
        one_of("", "start", "report", "suspicion"),
        default="",
    )
    report_until: date | None = described(
        "Only reports owed until this day (就业情况报告)", default=None
    )
    limit: int = described("Lines of each kind, at most 100", default=20)
