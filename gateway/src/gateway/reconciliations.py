"""三方对账 as JSON, or as a page to read and to print."""

from typing import Any

from flask import Response, render_template, request

from contracts.payments import Reconciliation
from gateway.route import Special

PAGE = "text/html"


def _negotiated(found: Reconciliation) -> Any:
    accepted = request.accept_mimetypes
    wanted = accepted.best_match(["application/json", PAGE], "application/json")
    if wanted != PAGE:
        return found, 200, {"Vary": "Accept"}
    page = Response(render_template("reconciliation.html", found=found), mimetype=PAGE)
    page.headers["Vary"] = "Accept"
    return page


_PAGE = {PAGE: {"schema": {"type": "string"}}}
NEGOTIATED = Special(show=_negotiated, doc={"responses": {200: {"content": _PAGE}}})
