"""What review shows: a case and what was decided on it, work queues, what is published."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.common import Basis, Due, HistoryItem
from contracts.intake import CheckOutcome
from contracts.wire import described


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionFiled:
    """An objection was taken down."""

    objection_id: UUID
    application_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionView:
    """One objection. Who objected is shown, masked, only to those who must look into it."""

    objection_id: UUID
    filed_at: str
    state: str = described("open, upheld or dismissed")
    content: str
    findings: str = ""
    objector_name: str = ""
    objector_contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """One decision at one post."""

    post: str = described("initial, first or second")
    outcome: str
    officer: str
    officer_name: str
    key_serial: str
    at: str
    dossier_version: int
    second_reader: str = described("复核人 of the street, at the initial review", default="")
    second_reader_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Why a step that is due is not this caller's to take now, in the words of the refusal."""

    step: str = described("The command it bars")
    code: str = described("The refusal's code")
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A review case: where it stands, what is due, who decided what."""

    application_id: UUID
    number: str
    state: str = described(
        "waiting_checks, initial_review, publicity, second_review, returned_to_applicant, "
        "returned_to_street, approved, rejected, withdrawn"
    )
    street_code: str
    agency: str
    category: str
    project: str
    dossier_version: int
    digest: str
    name: str = described("Masked")
    id_number: str = described("Masked")
    proposed_start: str | None
    months: int | None
    publicity_from: date | None
    publicity_until: date | None
    publicity_closed: bool
    face_checked: bool
    blocked: bool
    checks: tuple[CheckOutcome, ...]
    posts: tuple[PostView, ...]
    objections: tuple[ObjectionView, ...]
    dues: tuple[Due, ...]
    grounds: tuple[str, ...] = described(
        "Sentences with the clauses the proposal rests on, or the rejection once there is one"
    )
    basis: tuple[Basis, ...] = described("The grounds with their values and dates", default=())
    return_reason: str = described("What must be corrected, after a return", default="")
    process_version: str = described("2019, or legacy: accepted before 2019-04-01", default="2019")
    history: tuple[HistoryItem, ...] = ()
    allowed: tuple[str, ...] = described("Commands that may be given now", default=())
    awaited: tuple[str, ...] = described(
        "Codes of the checks that are asked again and that the second post waits for", default=()
    )
    bars: tuple[Bar, ...] = described("What keeps this caller from their post now", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseProgress:
    """How far a review is, for the person it is about: no officer's name, no objector's."""

    application_id: UUID
    state: str = described("As in CaseView")
    proposed_start: str | None
    months: int | None
    publicity_from: date | None
    publicity_until: date | None
    publicity_closed: bool
    face_checked: bool
    decided: tuple[str, ...] = described("Posts that have passed the case: initial, first, second")
    objected: bool = described("An objection is being looked into")
    dues: tuple[Due, ...]
    grounds: tuple[str, ...] = described("What a rejection rests on, once there is one")
    return_reason: str = described("What must be corrected, after a return")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One row of a work queue."""

    application_id: UUID
    number: str
    state: str
    street_code: str
    name: str
    category: str
    next_step: str
    due_at: str | None
    overdue: bool
    days_left: int | None = described(
        "Working days until it is due; below 0: overdue by so many", default=None
    )
    bars: tuple[Bar, ...] = described("What keeps this caller from their post now", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A page of a work queue, by legal due date."""

    items: tuple[CaseLine, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCount:
    """How much waits for one step in one district, or in one of its streets."""

    agency: str
    street_code: str = described("Empty where whole districts are counted", default="")
    step: str = described("initial, first, publicity, second or returned")
    waiting: int
    overdue: int = described("Of these: the term is over, as in the queue `overdue`")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """What waits now, by district (or street) and step."""

    items: tuple[QueueCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityLine:
    """公示 as the public sees it: masked, no phone, no account, no address."""

    application_id: UUID
    name: str
    id_number: str
    street_name: str
    project: str
    category: str
    months: int
    proposed_start: str
    publicity_from: date
    publicity_until: date
    supervision_phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityPage:
    """A page of what is published now."""

    items: tuple[PublicityLine, ...]
    next_cursor: str | None = None
