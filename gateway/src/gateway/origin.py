"""Writes that a page of another site made a browser send are refused (CSRF).

Sessions travel in `Authorization`, which no browser adds by itself, so this is a second bar; it is
the only one for what the public may send without a session.
"""

from urllib.parse import urlsplit

from flask import Flask, request

from kernel.errors import Forbidden

READING = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITE = frozenset({"same-origin", "none"})  # none: the person's own hand, no page


def install(app: Flask) -> None:
    """Asks before each request."""
    app.before_request(_refuse_foreign)


def _refuse_foreign() -> None:
    if request.method not in READING and _foreign():
        raise Forbidden("不接受其他网站发起的提交。", code="foreign-origin")


def _foreign() -> bool:
    """A browser says it itself; an older one gives at least the origin. Programs give neither."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site not in OWN_SITE
    return origin is not None and urlsplit(origin).netloc != request.host
