"""Review: inspections (抽查核查) of the cases that a sample has drawn."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.message import Command, Event, Query
from contracts.signing import Proof
from contracts.wire import described, length, one_of

OUTCOMES = ("passed", "flawed", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One drawn case and what was found."""

    sample_id: UUID
    application_id: UUID
    number: str
    street_code: str
    agency: str
    owner: str = described("Who inspects: a district its own sample, empty for the city")
    state: str = described("open, proposed (不合格待复核), passed, flawed or failed")
    findings: str = ""
    inspector: str = ""
    inspected_at: str = ""
    confirmer: str = ""
    confirmed_at: str = ""
    correct_by: date | None = described(
        "Last day to correct the papers, of a flawed one", default=None
    )
    overdue: bool = described("Whether that day has passed", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInspection(Command):
    """登记抽查结果: 合格, 材料瑕疵, or 不合格, which a second officer has to confirm.

    A flawed one is recorded once more when its papers are corrected, or were not in time.
    """

    service, answer = "review", Inspection

    sample_id: UUID
    application_id: UUID
    outcome: str = described("passed, flawed or failed", one_of(*OUTCOMES))
    findings: str = described("What was found, where, from whom", length(2, 1000))
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmInspection(Command):
    """复核不合格: a second officer with another key; confirmed, the benefit ends from its start."""

    service, answer = "review", Inspection

    sample_id: UUID
    application_id: UUID
    upheld: bool = described("False: it is to be looked into again")
    findings: str = described("On what ground", length(2, 1000))
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionPage:
    """A page of inspections."""

    items: tuple[Inspection, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListInspections(Query):
    """Inspections of the caller's jurisdiction, oldest first."""

    service, answer = "review", InspectionPage

    state: str = described(
        "open, proposed, passed, flawed or failed",
        one_of("open", "proposed", *OUTCOMES),
        default="open",
    )
    cursor: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionClosed(Event):
    """An inspection has its result; a failed one was confirmed by a second hand."""

    source = "review"

    application_id: UUID
    sample_id: UUID
    outcome: str = described("passed, flawed or failed", one_of(*OUTCOMES))
