"""Opening Lingbu's letters and closing ours: JWS (ES256) around JSON, JWE around personal data."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

LINGBU = "lingbu"
PARTS = ("protected", "payload", "signature")


class NotFromLingbu(Exception):
    """Nobody we know has signed this for us: it is not answered."""


class NotUsable(Exception):
    """Lingbu has said it, we cannot use it: it is answered with `problem` and this code."""


class Letters:
    def __init__(self, me: str, own: list[Any], lingbus: list[Any]) -> None:
        self.me = me
        self._own = [ECKey.import_key(jwk) for jwk in own]
        self._lingbus = [ECKey.import_key(jwk) for jwk in lingbus]

    def open(self, body: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
        """Envelope and data; raises NotFromLingbu. Sealed members are still closed."""
        try:
            letter = json.loads(body)
            flat = {part: letter[part] for part in PARTS}
            payload = json.loads(jws.deserialize_json(flat, self._lingbus_key, ["ES256"]).payload)
            envelope, data = payload["envelope"], payload["data"]
            sides = (envelope["sender"], envelope["receiver"])
            envelope["message"], envelope["version"]  # must be there
            if not isinstance(envelope["request"], str) or not isinstance(data, dict):
                raise ValueError("no letter")
        except (JoseError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise NotFromLingbu(type(error).__name__) from None
        if sides != (LINGBU, self.me):
            raise NotFromLingbu(f"from {sides[0]} to {sides[1]}")
        return envelope, data

    def unseal(self, token: str) -> Any:
        """What a sealed member says; raises NotUsable."""
        try:
            return json.loads(
                jwe.decrypt_compact(token, self._my_key, ["ECDH-ES", "A256GCM"]).plaintext
            )
        except (JoseError, ValueError, KeyError, TypeError):
            raise NotUsable("malformed") from None

    def seal(self, value: Any) -> str:
        """Personal data, readable for Lingbu alone."""
        key = _first(self._lingbus, "enc")
        header = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": key.kid}
        return jwe.encrypt_compact(header, json.dumps(value).encode(), key)

    def close(self, message: str, request: str, data: dict[str, Any]) -> bytes:
        """A letter of ours. A new number each time; `request` is the question's, or our own."""
        envelope = {
            "letter": str(uuid4()),
            "message": message,
            "version": 1,
            "sender": self.me,
            "receiver": LINGBU,
            "request": request,
            "sent_at": datetime.now(UTC).isoformat(),
        }
        key = _first(self._own, "sig")
        payload = json.dumps({"envelope": envelope, "data": data}, ensure_ascii=False).encode()
        header = {"protected": {"alg": "ES256", "kid": key.kid}}
        return json.dumps(jws.serialize_json(header, payload, key)).encode()

    def _lingbus_key(self, signature: Any) -> ECKey:
        return _named(self._lingbus, signature.headers()["kid"], "sig")

    def _my_key(self, box: Any) -> ECKey:
        return _named(self._own, box.headers()["kid"], "enc")


def fresh_keys(name: str, edition: str) -> list[dict[str, Any]]:
    """A pair of private keys: one to sign, one with which others seal for us."""
    return [
        ECKey.generate_key("P-256", {"kid": f"{name}-{use}-{edition}", "use": use}).as_dict(
            private=True
        )
        for use in ("sig", "enc")
    ]


def public(keys: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What may be handed out of them."""
    return [dict(ECKey.import_key(key).as_dict(private=False)) for key in keys]


def _named(keys: list[ECKey], kid: str, use: str) -> ECKey:
    """The key is found by its name among those we know, never taken from the letter."""
    for key in keys:
        if key.kid == kid and key.get("use") == use:
            return key
    raise ValueError("no such key")


def _first(keys: list[ECKey], use: str) -> ECKey:
    return next(key for key in keys if key.get("use") == use)
