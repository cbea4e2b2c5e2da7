"""Whether the process lives, and whether it can work."""

from typing import Any

from flask import Blueprint
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from gateway.problems import problem
from gateway.settings import here


def make() -> Blueprint:
    """/livez and /readyz."""
    blueprint = Blueprint("health", __name__)
    blueprint.add_url_rule("/livez", view_func=livez)
    blueprint.add_url_rule("/readyz", view_func=readyz)
    return blueprint


def livez() -> Any:
    """The process answers."""
    return {"status": "ok"}


def readyz() -> Any:
    """The own database answers; the services have readiness of their own."""
    try:
        with here().sessions() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return problem(503, "not-ready", "数据库没有应答。")
    return {"status": "ok"}
