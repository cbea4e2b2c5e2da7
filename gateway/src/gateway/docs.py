"""The browsable API page; every byte of it comes from this process."""

from typing import Any

from flask import Blueprint, Response, render_template, send_from_directory
from swagger_ui_bundle import swagger_ui_path
from werkzeug.exceptions import NotFound

from gateway.settings import here

ASSETS = frozenset(
    {"swagger-ui.css", "swagger-ui-bundle.js", "favicon-16x16.png", "favicon-32x32.png"}
)
WEEK = 7 * 24 * 3600


def make() -> Blueprint:
    """/api/docs and its assets."""
    blueprint = Blueprint("docs", __name__, url_prefix="/api/docs")
    blueprint.add_url_rule("", view_func=page)
    blueprint.add_url_rule("/<name>", view_func=asset)
    return blueprint


def page() -> str:
    """The page; its script is a file of its own, so that the policy need not allow inline ones."""
    return render_template("docs.html", demo=here().settings.demo)


def asset(name: str) -> Any:
    """One file of Swagger UI; raises NotFound for any other name."""
    if name not in ASSETS:
        raise NotFound
    response: Response = send_from_directory(swagger_ui_path, name, max_age=WEEK)
    return response
