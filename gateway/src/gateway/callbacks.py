"""/callbacks/<provider>: where providers of messages report what became of them.

Not part of the API: the form is each provider's own. What is genuine goes to notify as it came; it
is answered also when it names nothing we know, or it would be said again for days.
"""

from typing import Any

from flask import Blueprint, request
from werkzeug.exceptions import RequestEntityTooLarge

from contracts.caller import SYSTEM_CALLER
from contracts.notify import TakeCallback
from gateway import limits
from gateway.genuine import genuine
from gateway.settings import here
from kernel.errors import Forbidden, Invalid, NotFound

LONGEST = 65536
WELL = {"code": 0, "msg": "OK"}
TEXT = {"Content-Type": "text/plain; charset=utf-8"}


def make() -> Blueprint:
    """One address for each provider."""
    blueprint = Blueprint("callbacks", __name__)
    blueprint.add_url_rule("/callbacks/<provider>", view_func=take, methods=["GET", "POST"])
    return blueprint


def take(provider: str) -> Any:
    """A provider's call: a report, or WeChat asking whether this is its address."""
    gateway = here()
    known = gateway.settings.callbacks.get(provider)
    if known is None:
        raise NotFound("没有这个地址。")
    if not genuine(provider, known, request):
        limits.count_stranger(gateway.sessions, request.remote_addr or "", gateway.settings.limits)
        raise Forbidden("回执的签名或来源不对。", code="callback-not-genuine")
    if provider == "wechat" and "echostr" in request.args:
        return request.args["echostr"], 200, TEXT
    gateway.ask(TakeCallback(provider=provider, content=_content()), SYSTEM_CALLER)
    return ("success", 200, TEXT) if provider == "wechat" else WELL


def _content() -> str:
    said = request.query_string if request.method == "GET" else request.get_data()
    if len(said) > LONGEST:
        raise RequestEntityTooLarge
    try:
        content = said.decode("utf-8")
    except UnicodeDecodeError:
        content = ""
    if not content or "\0" in content:
        raise Invalid("回执的格式不对。", code="bad-callback")
    return content
