"""运行状况: how each service stands, what is wrong, and what to do next."""

from typing import Any

from flask import render_template

from portal.api import Problem
from portal.page import Page
from portal.pages.operator.service_words import BUSES, GOOD, SERVICES, card, span
from portal.posts import OPERATORS
from portal.session import ask

GONE = frozenset({500, 502, 503, 504})


def health() -> str:
    """Each service answers for itself; one that does not is told as such."""
    cards = [card(name, _condition(name)) for name in SERVICES]
    return render_template(
        "operator/health.html",
        cards=cards,
        worried=[one for one in cards if one.tone != GOOD],
        span=span,
        buses=BUSES,
    )


def _condition(name: str) -> Any:
    try:
        return ask().get(f"/services/{name}/condition")
    except Problem as problem:
        if problem.status not in GONE:
            raise
        return None


PAGES = (
    Page(
        name="operator.health",
        rule="/operator/health",
        view=health,
        title="运行状况",
        who=OPERATORS,
        menu="运行状况",
    ),
)
