"""An application (申请) and what the other services need to know of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from intake.domain.details import Details
from intake.domain.forms import FaceCheck, Form, Promise, plain
from intake.domain.states import OPEN
from kernel import contact

__all__ = ["Application", "dossier_digest", "person_of", "publicity_relevant", "subject_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One application; `said` is the fingerprint of the matching picture last told to review."""

    id: UUID
    state: str
    street_code: str
    agency: str
    residence_basis: str
    person_key: str
    form: Form
    promise: Promise
    submitted_at: datetime
    submitted_by: str
    version: int = 1
    number: str = ""
    accepted_at: datetime | None = None
    process_version: str = ""
    digest: str = ""
    face_check: FaceCheck | None = None
    earlier_checks: tuple[FaceCheck, ...] = ()
    said: str = ""
    changed: Details | None = None

    @property
    def details(self) -> Details:
        """Account and contacts as they are now: as promised, or as changed since."""
        return self.changed or Details.of(self.promise)

    @property
    def is_open(self) -> bool:
        """Whether a second application of this person would be refused."""
        return self.state in OPEN

    @property
    def applied_on(self) -> date:
        """递交申请日期: the day the forms were handed in, by which their facts are judged."""
        return self.submitted_at.date()


def dossier_digest(application: Application, photos: Mapping[str, str]) -> str:
    """SHA-256 in hex over the canonical dossier: forms, place, and the photographs' digests.

    This is what reviewers sign, so that nothing of it can be changed unseen.
    """
    dossier = {
        "application_id": str(application.id),
        "number": application.number,
        "version": application.version,
        "street_code": application.street_code,
        "residence_basis": application.residence_basis,
        "form": plain(application.form),
        "commitment": plain(application.promise),
        "photos": dict(photos),
    }
    return hashlib.sha256(_canonical(dossier).encode()).hexdigest()


def person_of(application: Application) -> str:
    """The person as other services keep it: JSON, sent sealed. `phone` takes text messages."""
    form, details = application.form, application.details
    own = details.contact
    return _canonical(
        {
            "name": form.name,
            "id_number": form.id_number,
            "phone": own if contact.kind(own) == "mobile" else "",
            "contact": own,
            "bank": details.bank,
            "account": details.account,
            "emergency_contact": details.emergency_contact,
        }
    )


def subject_of(application: Application) -> str:
    """Whom a registry is asked about: JSON, sent sealed."""
    form, details = application.form, application.details
    return _canonical(
        {
            "name": form.name,
            "id_number": form.id_number,
            "category": form.category,
            "hukou_type": form.hukou_type,
            "started_on": form.work.started_on.isoformat(),
            "bank": details.bank,
            "account": details.account,
        }
    )


def publicity_relevant(before: Form, after: Form) -> bool:
    """Whether something that is published, or that months and start rest on, has changed."""
    return _published(before) != _published(after)


def _published(form: Form) -> tuple[object, ...]:
    work = form.work
    person = (form.name, form.id_number, form.category, form.retire_class, form.graduated_on)
    return (*person, work.project, work.started_on)


def _canonical(values: Mapping[str, object]) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
