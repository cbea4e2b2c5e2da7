"""The application: `create_app(api, settings)`, for any WSGI server."""

from typing import Any

from flask import Flask, request
from jinja2 import StrictUndefined

from portal import contents, cookies, csrf, forms, headers, health, kept, page, refusals, words
from portal.api import Api
from portal.assets import asset
from portal.sealing import Sealer
from portal.session import csrf_token, person
from portal.settings import Portal, PortalSettings, here
from servicekit.forwarded import Forwarded
from servicekit.observed import Observed, told


def create_app(api: Api, settings: PortalSettings) -> Flask:
    """One application; it starts no thread and keeps nothing but lists of codes in memory."""
    app = Flask(__name__, static_folder="assets", static_url_path="/assets")
    sealer = Sealer(settings.key)
    app.config.update(
        MAX_CONTENT_LENGTH=settings.max_body,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="lingbu",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.session_interface = cookies.SealedSessions(sealer)
    app.extensions["lingbu"] = Portal(api=api, settings=settings, sealer=sealer)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(words.FILTERS)
    app.jinja_env.globals.update(
        words.WORDS,
        asset=asset,
        dict=dict,
        csrf_token=csrf_token,
        CSRF=csrf.FIELD,
        KEY=forms.KEY,
        FIRST=forms.FIRST,
        KEPT=kept.NAME,
    )
    app.context_processor(_around)
    app.before_request(lambda: told(request.environ, request.url_rule))
    headers.install(app)
    refusals.install(app)
    health.install(app)
    for one in contents.PAGES:
        page.register(app, one)
    observed = Observed(app.wsgi_app, "portal")
    app.wsgi_app = Forwarded(observed, settings.proxies)  # type: ignore[method-assign]
    return app


def _around() -> dict[str, Any]:
    """What `base.html` shows on every page."""
    who = person()
    posts = who.posts if who else frozenset()
    found = next((one for one in contents.PAGES if one.name == request.endpoint), None)
    return {
        "who": who,
        "here_page": found,
        "menu": contents.menu(posts, who is not None),
        "demo": here().settings.demo,
    }
