"""What administrators ask of each service: its condition, its parked letters, its record.

Every service obeys these for itself, over its own database; `of` names the one that is asked.
"""

from dataclasses import dataclass
from datetime import datetime

from marshmallow import validate

from contracts.message import EACH, Command, Query
from contracts.wire import described, length, one_of

SERVICES = ("intake", "review", "payments", "notify", "reporting", "partners", "gateway")
OF = (one_of(*SERVICES),)
MOST_AT_ONCE = 100
CODE, EVENT = length(0, 80), length(0, 80)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How a service stands at a moment: numbers and words, no content."""

    service: str
    at: datetime = described("The moment by the installation's clock")
    release: str = described("Version of the code")
    migrations: tuple[str, ...] = described("Revisions that the database has")
    expected: tuple[str, ...] = described("Revisions that the code expects")
    unsent: int = described("Letters that have not left")
    unsent_seconds: int = described("Age of the oldest of them")
    unsent_error: str = described("Why it has not left, if it was tried")
    heard_at: datetime | None = described("When a letter was applied last", default=None)
    parked: int = described("Letters that wait for people")
    delayed: int = described("Letters that are tried again by themselves")
    held: int = described("Letters that wait for those before them")
    overdue: int = described("Deadlines that are due and have not been rung")
    overdue_seconds: int = described("How long the first of them is due")
    failing: int = described("Deadlines that could not be rung and are tried again")
    relay: bool = described("Whether a relay carries its letters now", default=True)
    bus: str = described(
        "What it reads from: connected, away, memory (one process) or none (it only says)",
        default="none",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCondition(Query):
    """How a service stands: what it has not sent, not applied, not rung for."""

    service, answer = EACH, Condition

    of: str = described("Which service", *OF)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedLetter:
    """A letter that could not be applied; its content is not shown."""

    parked_id: int = described("Its number, within its service")
    source: str = described("Who said it")
    event: str
    aggregate_id: str = described("The case or thing it is about")
    reason: str = described("failed, malformed, unknown-message …, or the code of a refusal")
    detail: str
    attempts: int
    parked_at: datetime
    next_try_at: datetime | None = described("None: it waits for somebody", default=None)
    can_be_driven: bool = described("False of what is no letter: it can only be discarded")
    behind: int = described("Letters of the same case that wait for it")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedGroup:
    """How many letters are parked for one reason."""

    event: str
    reason: str
    count: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedLetters:
    """A page of parked letters, oldest first; `groups` counts all that are open."""

    items: tuple[ParkedLetter, ...]
    groups: tuple[ParkedGroup, ...]
    total: int = described("How many fit")
    driving: int = described("How many of these are driven again by the service right now")
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListParkedLetters(Query):
    """Letters that a service could not apply: parked for people, or tried again by itself."""

    service, answer = EACH, ParkedLetters

    of: str = described("Which service", *OF)
    code: str = described("Only for this reason", CODE, default="")
    event: str = described("Only this message", EVENT, default="")
    cursor: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterField:
    """One field of a letter; `value` is empty where it could be personal."""

    name: str
    value: str
    masked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedLetterView:
    """One letter with its fields; codes, numbers and days are shown, nothing else."""

    letter: ParkedLetter
    occurred_at: datetime | None
    fields: tuple[LetterField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetParkedLetter(Query):
    """One parked letter, masked."""

    service, answer = EACH, ParkedLetterView

    of: str = described("Which service", *OF)
    parked_id: int = described("Its number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Redriven:
    """How many letters the service drives again."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedriveLetters(Command):
    """重发: the service applies parked letters again; what was applied before is not done twice."""

    service, answer = EACH, Redriven

    of: str = described("Which service", *OF)
    parked_ids: tuple[int, ...] = described("These", validate.Length(max=MOST_AT_ONCE), default=())
    code: str = described("Those of this reason", CODE, default="")
    event: str = described("Those of this message", EVENT, default="")
    everything: bool = described("All of them", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discarded:
    """How many letters the service will never apply."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardLetters(Command):
    """作废: what these letters say the service will never know; those behind them go on."""

    service, answer = EACH, Discarded

    of: str = described("Which service", *OF)
    parked_ids: tuple[int, ...] = described(
        "These", validate.Length(min=1, max=MOST_AT_ONCE, error="请指明 1 至 100 封信件。")
    )
    why: str = described("事由: kept sealed with the record", length(2, 200))
