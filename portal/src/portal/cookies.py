"""Flask's session in one sealed cookie: the browser carries it and cannot read it."""

from typing import Any

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature

from portal.sealing import BrokenSeal, Sealer

PURPOSE = "session"
HOURS = 12  # the gateway ends sessions earlier; this is the end of the cookie


class SealedSerializer:
    """Stands where Flask expects a signing serializer."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def dumps(self, content: Any) -> str:
        """The cookie's text."""
        return self._sealer.seal(PURPOSE, content)

    def loads(self, text: str, max_age: int | None = None) -> Any:
        """Raises BadSignature, which Flask takes for no session at all."""
        try:
            return self._sealer.open(PURPOSE, text, max_age or HOURS * 3600)
        except BrokenSeal:
            raise BadSignature("not a session of ours") from None


class SealedSessions(SecureCookieSessionInterface):
    """Secure wherever the request came over TLS."""

    def __init__(self, sealer: Sealer) -> None:
        self._serializer = SealedSerializer(sealer)

    def get_signing_serializer(self, app: Flask) -> Any:
        return self._serializer

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure
