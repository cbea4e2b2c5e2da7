"""每月核查: the worklist of the monthly sweep of running benefits."""

from dataclasses import dataclass
from uuid import UUID

from contracts.common import Done
from contracts.message import Command, Query
from contracts.signing import Proof
from contracts.wire import LINE, described, length


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One check of one running benefit that is no pass: who, what, since when, what to do."""

    application_id: UUID
    number: str
    street_code: str
    name: str = described("Masked")
    check_code: str
    title: str
    result: str = described("FAIL, NO_DATA, ERROR or TIMEOUT")
    detail: str
    month: str = described("Of the newest sweep, YYYY-MM")
    since: str = described("When it was first found so")
    asked_again: bool = described("It is being asked; the answer may close it")
    todo: str = described("What is to be done, to read aloud")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPage:
    """A page of findings and the cursor of the next."""

    items: tuple[FindingLine, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFindings(Query):
    """What the monthly sweep found in the caller's jurisdiction and nobody has closed."""

    service, answer = "intake", FindingPage

    result: str | None = described("Only FAIL, NO_DATA, ERROR or TIMEOUT", default=None)
    cursor: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendSweepCheck(Command):
    """Ask the registry again about a finding of the monthly sweep."""

    service, answer = "intake", Done

    application_id: UUID
    check_code: str = described("Check code", length(1, 20), LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseFinding(Command):
    """A finding of the monthly sweep was looked into: the benefit goes on."""

    service, answer = "intake", Done

    application_id: UUID
    check_code: str = described("Check code", length(1, 20), LINE)
    reason: str = described("What was found", length(4, 200))
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)
