"""三方对账 of a month as the city reads it: the districts, and the persons on whom it fails."""

from typing import Any

from flask import render_template, request
from werkzeug.exceptions import NotFound

from portal.api import Problem
from portal.page import Page
from portal.pages.city.places import names
from portal.pages.district.months import parsed
from portal.posts import CITY
from portal.session import ask


def reconciliation(month: str) -> str:
    """The newest of a month; ?agency= narrows the persons to one district."""
    wanted, agency = parsed(month), request.args.get("agency", "")
    if wanted is None:
        raise NotFound
    found = _found(str(wanted))
    persons = found["differences"] if found else ()
    return render_template(
        "city/reconciliation.html",
        month=wanted,
        found=found,
        agency=agency,
        differences=[one for one in persons if agency in ("", one["agency"])],
        names=names(),
    )


def _found(month: str) -> dict[str, Any] | None:
    """None while nothing of the month has been compared."""
    try:
        return dict(ask().get(f"/reconciliations/{month}"))
    except Problem as problem:
        if problem.status != 404:
            raise
        return None


PAGES = (
    Page(
        name="city.reconciliation",
        rule="/city/reconciliations/<month>",
        view=reconciliation,
        title="三方对账",
        who=CITY,
        walk="reconciled",
    ),
)
