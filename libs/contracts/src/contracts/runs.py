"""Long work of each service with how far it is, and deadlines that a holiday notice moved.

Every service keeps these for itself; `of` names the one that is asked. The record is proved by
the witness, which takes up what is ordered here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.message import EACH, Command, Query
from contracts.operating import OF
from contracts.wire import described

VERIFY, RESEAL, PURGE = "verify-audit", "reseal", "purge"
WAITING, RUNNING, STOPPED, DONE = "waiting", "running", "stopped", "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run; moments are the machine's."""

    run_id: UUID
    kind: str = described("verify-audit, reseal or purge")
    state: str = described("waiting (for its worker), running, stopped or done")
    done: int = described("Rows that are over with")
    total: int = described("Rows there are, as counted at the beginning; 0: not counted")
    findings: int = described("How much was found")
    begun_by: str
    begun_at: datetime
    moved_at: datetime | None = described("When it came further last", default=None)
    ended_at: datetime | None = None
    stopped_by: str = ""
    trouble: str = described("Why it halted by itself; empty if it did not", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """The newest runs of a service, the newest first."""

    items: tuple[Run, ...]
    to_recount: int = described("Deadlines still to be counted by the newest working days")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRuns(Query):
    """What a service has under way, and what is over."""

    service, answer = EACH, Runs

    of: str = described("Which service", *OF)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinding:
    """One thing in the record that is not as it was written."""

    kind: str = described("edited, removed, inserted, reordered, back-dated, witness …, past")
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """One run and what came of it."""

    run: Run
    chains: int = 0
    days: int = 0
    unwitnessed: int = described("Rows that the witness has not kept yet", default=0)
    found: tuple[RunFinding, ...] = described("At most two hundred of them", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class GetRun(Query):
    """One run with its findings."""

    service, answer = EACH, RunView

    of: str = described("Which service", *OF)
    run_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyAudit(Command):
    """核对审计记录: every row, chain and day of one service, against what the witness kept."""

    service, answer = EACH, Run

    of: str = described("Which service", *OF)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRun(Command):
    """暂停: after the slice under way; what is proved stays proved."""

    service, answer = EACH, Run

    of: str = described("Which service", *OF)
    run_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeRun(Command):
    """继续: where it stopped."""

    service, answer = EACH, Run

    of: str = described("Which service", *OF)
    run_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDeadline:
    """One deadline that was counted again and falls on another day now."""

    kind: str
    title: str = described("Its Chinese name")
    subject: str = described("The case it is of, where it is of one")
    number: str = described("受理编号 of the case; empty if it is of none")
    was: date
    now: date
    notice: str = described("The notice that moved it, or the release's own calendar")
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDeadlines:
    """A page of moved deadlines, those moved last first."""

    items: tuple[MovedDeadline, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMovedDeadlines(Query):
    """重新计算的期限: which deadlines holiday notices moved, from which day to which."""

    service, answer = EACH, MovedDeadlines

    of: str = described("Which service", *OF)
    cursor: str | None = None
    limit: int = 50
