"""The case of whoever is signed in, as each part of the house tells it."""

from typing import Any

from werkzeug.exceptions import NotFound

from portal.api import Problem
from portal.session import ask, person

Told = dict[str, Any]


def case_id() -> str:
    """The applicant's own case; their session is about this one and no other."""
    who = person()
    if who is None:
        raise NotFound
    return who.account


def application() -> Told:
    """The application as intake knows it; raises `Problem`."""
    return dict(ask().get(f"/applications/{case_id()}"))


def progress() -> Told | None:
    """The review; None before the application is taken."""
    return _where_there_is_one(f"/cases/{case_id()}/progress")


def entitlement() -> Told | None:
    """The benefit; None before it is approved."""
    return _where_there_is_one(f"/entitlements/{case_id()}")


def _where_there_is_one(path: str) -> Told | None:
    try:
        return dict(ask().get(path))
    except Problem as problem:
        if problem.status == 404:
            return None
        raise
