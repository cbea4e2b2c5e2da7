"""The application: `create_app(doors, sessions, clock, settings)`, for any WSGI server."""

from typing import Any

from flask import Flask, request
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.exceptions import BadRequest, LengthRequired, RequestEntityTooLarge

from gateway import callbacks, docs, headers, health, origin, problems
from gateway.binding import group
from gateway.documented import Api, make_api
from gateway.officers.desk import make_desk
from gateway.routes import CONTENTS
from gateway.settings import Gateway, GatewaySettings, here
from kernel.clock import Clock
from servicekit.desk import Desk
from servicekit.doors import Doors
from servicekit.forwarded import Forwarded
from servicekit.observed import Observed, told

CONFIG = {
    "API_TITLE": "灵补 Lingbu",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.0.3",
    "OPENAPI_URL_PREFIX": "/api",
    "OPENAPI_JSON_PATH": "openapi.json",
    "MAX_FORM_PARTS": 20,
    "PROVIDE_AUTOMATIC_OPTIONS": False,  # nobody of another origin is answered (CORS)
}
FILES = ".complete_deduction_file"
BEARER = {"type": "http", "scheme": "bearer", "description": "Token of POST /api/v1/sessions"}


def create_app(
    doors: Doors,
    sessions: "sessionmaker[Session]",
    clock: Clock,
    settings: GatewaySettings | None = None,
    desk: Desk | None = None,
) -> Flask:
    """One application with its own state; it starts no thread and keeps nothing in memory.

    `desk` is the gateway's own; without one a desk is made that trusts no key.
    """
    chosen = settings or GatewaySettings()
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config.update(CONFIG, MAX_CONTENT_LENGTH=chosen.max_body)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["lingbu"] = Gateway(
        doors=doors,
        sessions=sessions,
        clock=clock,
        settings=chosen,
        desk=desk or make_desk(sessions, clock, {}),
    )
    headers.install(app)
    problems.install(app)
    app.before_request(lambda: told(request.environ, request.url_rule))
    app.before_request(_refuse_large)
    origin.install(app)
    observed = Observed(app.wsgi_app, "gateway")
    app.wsgi_app = Forwarded(observed, chosen.proxies)  # type: ignore[method-assign]
    _register(app, make_api())
    return app


def _register(app: Flask, api: Api) -> None:
    api.init_app(app)
    api.spec.components.security_scheme("bearer", BEARER)
    every = tuple(route for _, _, routes in CONTENTS for route in routes)
    for name, description, routes in CONTENTS:
        api.register_blueprint(group(name, description, routes, every))
    app.register_blueprint(docs.make())
    app.register_blueprint(health.make())
    app.register_blueprint(callbacks.make())
    if app.extensions["lingbu"].settings.demo:
        from gateway import demo

        app.register_blueprint(demo.make())


def _refuse_large() -> Any:
    """Before a byte of the body is read; a stream whose end the server cannot tell is not read.

    A body whose end is told in two ways may end elsewhere for the proxy before us: not read either.
    """
    if {"Content-Length", "Transfer-Encoding"} <= {*request.headers.keys()}:
        raise BadRequest
    if (request.content_length or 0) > _most():
        raise RequestEntityTooLarge
    chunked = "Transfer-Encoding" in request.headers and request.content_length is None
    if chunked and not request.environ.get("wsgi.input_terminated"):
        raise LengthRequired


def _most() -> int:
    """Bytes of the largest body at this address; only files of the centre are larger than forms."""
    limits = here().settings
    takes_files = (request.endpoint or "").endswith(FILES)
    return max(limits.max_body, limits.max_file) if takes_files else limits.max_body
