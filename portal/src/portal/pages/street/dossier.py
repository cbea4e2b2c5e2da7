"""A case as three services tell it, asked together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.api import Problem
from portal.session import ask

Told = Mapping[str, Any]
MISSING = 404
SMALL = frozenset(  # steps of a step, and what one service notes of another's
    {
        *("check_answered", "matching_told", "checks_asked", "photo_attached", "clear_read"),
        *("face_check_noted", "case_opened", "application_approved", "deduction_reported"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Application, review and benefit; the latter two only where they exist already."""

    application: Told
    case: Told | None
    benefit: Told | None

    @property
    def state(self) -> str:
        """Where the whole case stands now."""
        if self.benefit is not None:
            return str(self.benefit["state"])
        if self.case is not None and self.application["state"] not in ("rejected", "withdrawn"):
            return str(self.case["state"])
        return str(self.application["state"])

    @property
    def allowed(self) -> frozenset[str]:
        """Commands that may be given now, by any of the three."""
        told = (self.application, self.case or {}, self.benefit or {})
        return frozenset(name for one in told for name in one.get("allowed", ()))

    @property
    def history(self) -> tuple[Told, ...]:
        """What happened, each once, newest first; single answers and readings left out."""
        return tuple(item for item in self.record if item["what"] not in SMALL)

    @property
    def record(self) -> tuple[Told, ...]:
        """Everything that stands in the record of the three, newest first."""
        told = (self.application, self.case or {}, self.benefit or {})
        every = [item for one in told for item in one.get("history", ())]
        return tuple(sorted(every, key=lambda item: _instant(item["at"]), reverse=True))


def dossier(application_id: UUID) -> Dossier:
    """Raises `Problem` where there is no such application for this officer."""
    application = ask().get(f"/applications/{application_id}")
    case = _if_there(f"/cases/{application_id}") if application["accepted_at"] else None
    approved = application["state"] == "approved"
    benefit = _if_there(f"/entitlements/{application_id}") if approved else None
    return Dossier(application=application, case=case, benefit=benefit)


def clear(application_id: UUID, reason: str) -> Told:
    """The application with personal data in clear, which is on record with the reason."""
    found: Told = ask().get(f"/applications/{application_id}", clear="true", reason=reason)
    return found


def _if_there(path: str) -> Told | None:
    try:
        found: Told = ask().get(path)
    except Problem as problem:
        if problem.status != MISSING:
            raise
        return None
    return found


def _instant(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
