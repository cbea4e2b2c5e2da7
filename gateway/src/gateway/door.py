"""Before a view runs: who asks, with which idempotency key, and why in clear."""

import re
from dataclasses import replace
from urllib.parse import unquote_to_bytes

from flask import g, request

from contracts.caller import PUBLIC_CALLER, Caller
from gateway import limits, signin
from gateway.forms import SessionView
from gateway.officers.passwords import password_due
from gateway.problems import NotSignedIn
from gateway.route import Route
from gateway.settings import here
from kernel.errors import Invalid, Refusal

KEY_HEADER, REASON_HEADER = "Idempotency-Key", "X-Reason"
KEY = re.compile(r"[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?")


class KeyMissing(Refusal):
    """A write without its idempotency key."""

    code, status = "idempotency-key-missing", 400


def admit(route: Route) -> None:
    """Puts the caller on `g`; a public door asks nobody who they are.

    Whoever must change the password passes no door but that one and the one out.
    """
    address = request.remote_addr or ""
    caller, g.session = (PUBLIC_CALLER, None) if route.public else _known(address)
    if route.public:
        limits.count_stranger(here().sessions, address, here().settings.limits)
    if g.session and g.session.password_due and not route.while_due:
        raise password_due()
    g.caller = replace(caller, address=address, asked_at=here().clock.now())


def _known(address: str) -> tuple[Caller, SessionView]:
    """Who asks; each request counts, of those whose session does not stand too."""
    gateway = here()
    try:
        caller, view = signin.whose(bearer(), gateway)
    except NotSignedIn:
        limits.count_stranger(gateway.sessions, address, gateway.settings.limits)
        raise
    limits.count_caller(gateway.sessions, caller.subject, address, gateway.settings.limits)
    return caller, view


def bearer() -> str:
    """The token of the request; raises NotSignedIn."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn("请先登录。")
    return token.strip()


def idempotency_key() -> str:
    """The key under which a service remembers its answer."""
    key = request.headers.get(KEY_HEADER, "")
    if not key:
        raise KeyMissing(f"缺少幂等键，请在 {KEY_HEADER} 请求头中给出。")
    if not KEY.fullmatch(key):
        sentence = "幂等键应为 1 至 255 个可打印的 ASCII 字符。"
        raise KeyMissing(sentence, fields={KEY_HEADER: sentence}, code="idempotency-key-invalid")
    return key


def reason() -> str:
    """Why clear data are needed, percent-encoded UTF-8 because headers are ASCII."""
    given = request.headers.get(REASON_HEADER, "")
    try:
        return unquote_to_bytes(given.encode("latin-1")).decode("utf-8").strip()
    except (UnicodeDecodeError, UnicodeEncodeError):
        sentence = "查看事由应为百分号编码的 UTF-8 文字。"
        fields = {REASON_HEADER: sentence}
        raise Invalid(sentence, fields=fields, code="invalid-fields") from None
