"""Partners: what waits for an answer of an outside system, and what people do about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.message import Command, Query
from contracts.outside import ContributionLine, RefusedRow
from contracts.signing import Proof
from contracts.wire import described, length, one_of

STATES = ("waiting", "abandoned", "refused")
FINDINGS = ("PASS", "FAIL", "NO_DATA")
NAME = length(0, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the outside system would have answered, from a paper or by telephone.

    A check has a `finding`; a contribution query the months on record in `lines`; a refund
    `refunded`; a list the rows that were `refused`. Of what needs only a receipt, nothing is said.
    """

    finding: str | None = described("Of a check", one_of(*FINDINGS), default=None)
    refunded: bool | None = described("Of a refund request", default=None)
    lines: tuple[ContributionLine, ...] = described("Of a contribution query", default=())
    refused: tuple[RefusedRow, ...] = described("Of a list: rows not taken", default=())
    detail: str = described("Short, without personal data", length(0, 200), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """An outcome that one officer has entered; another with another key confirms it."""

    outcome: Outcome
    reason: str = described("Why it is entered by hand")
    evidence: str = described("On what it rests: document, number, who said it when")
    officer: str
    entered_at: datetime
    confirmer: str = ""
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One question to an outside system."""

    request_id: UUID = described("Number of the request: its idempotency key")
    partner: str = described("Who is asked")
    title: str = described("The same, official")
    message: str = described("check.request, enroll.batch …")
    topic: str = described("Of a check: which")
    about: UUID = described("The application or list it belongs to")
    state: str = described("waiting, abandoned, refused or answered")
    asked_at: datetime = described("Since when it waits")
    tries: int = described("How often it was said")
    sent_at: datetime | None = described("When it was said last", default=None)
    next_try_at: datetime | None = described("When it is said next; none once given up")
    gives_up_at: datetime = described("Until when it is said again")
    error: str = described(
        "What came of the last try: nothing yet (empty), kept-back while nobody is answered, "
        "no-key, or the code of the partner's problem",
        default="",
    )
    answered_at: datetime | None = None
    answer: str = ""
    source: str = described("Of an answer: partner or by-hand", default="")
    by_hand: ByHand | None = described("Entered by an officer", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPage:
    """A page of the waiting room; `total` counts all that fit."""

    items: tuple[Waiting, ...]
    total: int
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWaiting(Query):
    """The waiting room: questions without an answer, longest first."""

    service, answer = "partners", WaitingPage

    partner: str = described("Only of one outside system", NAME, default="")
    message: str = described("Only one kind of question", length(0, 40), default="")
    state: str | None = described("waiting, abandoned or refused", one_of(*STATES), default=None)
    error: str = described("Only after this error", length(0, 60), default="")
    by_hand: bool = described("Only those that wait for a second officer", default=False)
    cursor: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class GetWaiting(Query):
    """One question, also an answered one; reason and evidence of an outcome entered by hand."""

    service, answer = "partners", Waiting

    request_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Resent:
    """How many questions are to be said again; of these, how many cannot go out at once."""

    count: int
    kept_back: int = described(
        "Of these: their outside system answers nobody just now; they go out when its line is "
        "tried again and holds",
        default=0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendWaiting(Command):
    """Says questions again now: one, those that fit, or all. What was given up begins anew.

    While an outside system answers nobody they are kept back until it does.
    """

    service, answer = "partners", Resent

    request_id: UUID | None = described("This one", default=None)
    partner: str = described("Those of one outside system", NAME, default="")
    message: str = described("Those of one kind", length(0, 40), default="")
    state: str | None = described("waiting, abandoned or refused", one_of(*STATES), default=None)
    error: str = described("Those after this error", length(0, 60), default="")
    everything: bool = described("Those of everybody", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterOutcome(Command):
    """人工录入: an officer enters what the outside system says by other means.

    It counts when a second officer with another key has confirmed it; entered again, it replaces
    what nobody has confirmed yet.
    """

    service, answer = "partners", Waiting

    request_id: UUID
    outcome: Outcome
    reason: str = described("Why it is entered by hand", length(2, 500))
    evidence: str = described("Document, number, who said it when", length(2, 500))
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmOutcome(Command):
    """人工录入的复核: by another officer with another key; or it is taken back."""

    service, answer = "partners", Waiting

    request_id: UUID
    upheld: bool = described("False: what was entered is taken back")
    reason: str = described("On what ground", length(2, 500))
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerLine:
    """One outside system: whether it answers, and what waits for it."""

    partner: str
    title: str
    line: str = described("closed: it is asked; open: it answers nobody and is only probed")
    failures: int = described("Unanswered tries in a row")
    opened_at: datetime | None = None
    next_probe_at: datetime | None = None
    heard_at: datetime | None = described("When it was heard last", default=None)
    error: str = ""
    waiting: int
    abandoned: int = described("Given up after the horizon: somebody has to act")
    refused: int = described("It will not take them as they are: somebody has to act")
    oldest_at: datetime | None = described("Since when the oldest waits", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partners:
    """All outside systems."""

    items: tuple[PartnerLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPartners(Query):
    """Every outside system with its line and its waiting room."""

    service, answer = "partners", Partners


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseLine(Command):
    """合闸: an outside system is known to be there again; what was kept back goes out."""

    service, answer = "partners", PartnerLine

    partner: str = described("Which", length(1, 30))
    reason: str = described("How that is known", length(2, 200))
