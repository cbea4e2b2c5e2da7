"""`/livez` and `/readyz` of a portal that runs by itself; behind one address they are the API's."""

from typing import Any

from flask import Flask

from portal.api import Problem
from portal.session import ask


def install(app: Flask) -> None:
    """Adds both."""
    app.add_url_rule("/livez", "livez", lambda: {"status": "ok"})
    app.add_url_rule("/readyz", "readyz", ready)


def ready() -> Any:
    """Pages can be made when the API answers."""
    try:
        ask().demo("/livez")
    except Problem as problem:
        return {"status": "unready", "gateway": problem.code or str(problem.status)}, 503
    return {"status": "ok"}
