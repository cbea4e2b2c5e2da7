"""网上申请 (京人社就发〔2020〕19号 第四条), and drafts: what is kept before an application."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.intake.eligible import Submitted
from contracts.intake.shapes import ApplicationForm, Commitment
from contracts.message import Command, Query
from contracts.wire import LINE, described, length, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFound:
    """The draft of a person who has not applied yet; None where there is none."""

    draft_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDraft(Command):
    """The draft under this number and phone, a new one if there is none: before a code is sent.

    Each phone has a draft of its own, so nobody reaches what another has typed by naming a number.
    """

    service, answer = "intake", DraftFound

    id_number: str = described("公民身份号码", length(15, 40), LINE)
    phone: str = described("Mobile phone", length(5, 60), LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindDraft(Query):
    """The draft under this number and phone, if there is one."""

    service, answer = "intake", DraftFound

    id_number: str = described("公民身份号码", length(15, 40), LINE)
    phone: str = described("Mobile phone", length(5, 60), LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """What was typed so far, for whoever typed it and nobody else."""

    draft_id: UUID
    content: dict[str, str] = described("Field of a form -> what was typed")
    saved_at: str
    kept_until: date = described("It is destroyed after this day")
    submitted: bool = described("It has become an application")


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft(Command):
    """保存草稿: what was typed, sealed; an applicant's own, or an officer's under a new id."""

    service, answer = "intake", DraftView

    draft_id: UUID
    content: dict[str, str] = described("Field of a form -> what was typed; replaces what was kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDraft(Query):
    """One's own draft; another's is answered as absent."""

    service, answer = "intake", DraftView

    draft_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardDraft(Command):
    """丢弃草稿: what was typed is destroyed at once."""

    service, answer = "intake", DraftView

    draft_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitOnline(Command):
    """网上提交: by the person themselves, of the categories that may; the street accepts it."""

    service, answer = "intake", Submitted

    draft_id: UUID
    street_code: str = described("Street or town of household or residence", length(9, 9), LINE)
    residence_basis: str = described(
        "户口所在地 household or 常住地 residence", one_of("household", "residence")
    )
    form: ApplicationForm
    commitment: Commitment
