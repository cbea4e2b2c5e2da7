"""One case as the city looks at it: masked, whole, nothing to press."""

from typing import Any
from uuid import UUID

from flask import render_template

from portal import codes
from portal.api import Problem
from portal.page import Page
from portal.pages.city.places import names
from portal.pages.district.benefits import FINDINGS, MONTHS
from portal.pages.district.benefits import STATES as BENEFIT
from portal.pages.district.dossier import STATES
from portal.posts import CITY
from portal.session import ask

LISTS = ("projects", "categories", "education", "hukou", "banks", "stop-codes", "checks")


def case(application_id: UUID) -> str:
    """Form, checks, decisions, objections, the benefit with its ledger, and the whole history."""
    application = ask().get(f"/applications/{application_id}")
    found = ask().get(f"/cases/{application_id}")
    benefit = _benefit(application_id) if found["state"] == "approved" else None
    return render_template(
        "city/case.html",
        application=application,
        case=found,
        benefit=benefit,
        history=history(application, found, benefit),
        states=STATES,
        benefit_states=BENEFIT,
        findings=FINDINGS,
        months=MONTHS,
        words={name: dict(codes.choices(name)) for name in LISTS},
        names=names(),
    )


def history(*parts: dict[str, Any] | None) -> list[dict[str, Any]]:
    """What all services have on record of it, the oldest first."""
    items = [item for part in parts if part for item in part["history"]]
    return sorted(items, key=lambda item: str(item["at"]))


def _benefit(application_id: UUID) -> dict[str, Any] | None:
    """A moment after the approval there may be none yet."""
    try:
        return dict(ask().get(f"/entitlements/{application_id}"))
    except Problem as problem:
        if problem.status != 404:
            raise
        return None


PAGES = (
    Page(
        name="city.case",
        rule="/city/cases/<uuid:application_id>",
        view=case,
        title="案件",
        who=CITY,
        walk="entitled",
    ),
)
