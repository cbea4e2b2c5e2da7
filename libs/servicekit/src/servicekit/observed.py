"""WSGI: each request is a step of its own trace, counted by the route that answered it.

The application tells its route by `told`; what no route answers is counted together, so that
nobody can make names by asking for addresses.
"""

import time
from collections.abc import Callable
from typing import Any

from servicekit.measured import REQUESTS
from servicekit.tracing import Kind, span

__all__ = ["Observed", "told"]

ROUTE = "lingbu.route"
TRACEPARENT = "HTTP_TRACEPARENT"
NOWHERE = "-"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def told(environ: dict[str, Any], rule: Any) -> None:
    """The application has found its route: `rule` is werkzeug's, None where there is none."""
    environ[ROUTE] = rule.rule if rule is not None else NOWHERE


class Observed:
    """Follows and counts what `app` answers; `service` is its name among others'."""

    def __init__(self, app: Callable[..., Any], service: str) -> None:
        self.app, self.service = app, service

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        method = environ.get("REQUEST_METHOD", "")
        method = method if method in METHODS else NOWHERE
        status = "500"

        def started(line: str, *rest: Any) -> Any:
            nonlocal status
            status = line[:3]
            return start_response(line, *rest)

        before = environ.get(TRACEPARENT, "")
        begun = time.perf_counter()
        facts = {"lingbu.service": self.service, "http.request.method": method}
        with span(method, Kind.SERVER, before, **facts) as step:
            answer = self.app(environ, started)
            route = environ.get(ROUTE, NOWHERE)
            step.update_name(f"{method} {route}")
            step.set_attributes({"http.route": route, "http.response.status_code": int(status)})
            seconds = time.perf_counter() - begun
            REQUESTS.labels(self.service, method, route, status).observe(seconds)
            return answer
