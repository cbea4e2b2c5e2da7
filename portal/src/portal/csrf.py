"""A form that another site made a browser send is refused."""

import hmac
from urllib.parse import urlsplit

from flask import request, session

from portal.api import Problem

FIELD = "_csrf"
OWN_SITE = frozenset({"same-origin", "none"})


def check() -> None:
    """Raises `Problem`: the form is not of this browser's session, or came from elsewhere."""
    given, known = request.form.get(FIELD, ""), session.get("csrf", "")
    if _foreign() or not known or not hmac.compare_digest(given.encode(), known.encode()):
        detail = "这张表单不是从本页面提交的，或页面打开得太久。"
        raise Problem(403, {"code": "form-foreign", "title": "没有提交", "detail": detail})


def _foreign() -> bool:
    """A browser says it itself; an older one gives at least the origin."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site not in OWN_SITE
    return origin not in (None, "null") and urlsplit(origin).netloc != request.host
