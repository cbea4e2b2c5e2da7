"""What intake says: accepted, matched, corrected, withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.intake.shapes import CaseFacts, CheckOutcome
from contracts.message import Event
from contracts.wire import described, length


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationAccepted(Event):
    """受理: a street took an application; review opens a case, others keep what they need."""

    source = "intake"

    application_id: UUID
    number: str
    accepted_at: datetime
    process_version: str
    dossier_version: int
    digest: str = described("SHA-256 of the canonical dossier the reviewers decide on")
    facts: CaseFacts
    person_key: str = described("Keyed hash of the identity number")
    person: str = described(
        "JSON of name, id_number, phone, contact, bank, account, emergency_contact", sealed=True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationCorrected(Event):
    """补正: the dossier changed; `publicity_relevant` says whether what was published changed."""

    source = "intake"

    application_id: UUID
    dossier_version: int
    digest: str
    publicity_relevant: bool
    facts: CaseFacts
    person: str = described("As in application_accepted", sealed=True)
    person_key: str = described("Keyed hash of the identity number, corrected too", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsChanged(Event):
    """账户或联系方式变更 (附件3 二.6): who keeps them keeps these from now on."""

    source = "intake"

    application_id: UUID
    account_from: str = described(
        "First month collected from the new account, YYYY-MM; empty: the account is the same"
    )
    person: str = described("As in application_accepted", sealed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingCompleted(Event):
    """数据比对: every mandatory source has answered, or an answer changed the picture."""

    source = "intake"

    application_id: UUID
    dossier_version: int
    blocked: bool = described(
        "At least one B check is not PASS, or a failed W check is not explained yet"
    )
    outcomes: tuple[CheckOutcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceCheckRecorded(Event):
    """当面核查 was done."""

    source = "intake"

    application_id: UUID
    checked_by: str
    checked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationWithdrawn(Event):
    """The applicant withdrew; whoever works on the case stops."""

    source = "intake"

    application_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersMerged(Event):
    """重号更正: two identity numbers are one person's, known by the kept key from now on."""

    source, aggregate = "intake", "kept_key"

    kept_key: str = described("Keyed hash the person keeps", length(64, 64))
    other_key: str = described("Keyed hash of the other number", length(64, 64))
