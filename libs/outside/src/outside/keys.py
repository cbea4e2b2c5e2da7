"""Whose signature counts, and for whom a letter is sealed: sets of public keys (RFC 7517).

P-256 throughout: signatures are ES256, sealing is ECDH-ES with A256GCM, which every language's
JOSE library knows. A side may have several keys of each kind: the first is used, all are known,
so that keys change without an hour in which letters are refused.
"""

import json
from collections.abc import Mapping
from typing import Any, Self

from joserfc.errors import JoseError
from joserfc.jwk import ECKey

__all__ = ["BadKeys", "KeyBook", "fresh_keys", "public"]

SIGNING, SEALING = "sig", "enc"
CURVE = "P-256"


class BadKeys(ValueError):
    """Keys that cannot be used; the text says whose, never what."""


class KeyBook:
    """One side's own private keys and the public keys of everybody it exchanges letters with."""

    def __init__(self, me: str, own: list[ECKey], others: Mapping[str, list[ECKey]]) -> None:
        self.me, self._own = me, own
        self._others = dict(others)
        self._owner = {key.kid: name for name, keys in others.items() for key in keys}

    @classmethod
    def from_text(cls, text: str, me: str) -> Self:
        """`{"own": [jwk, …], "others": {"police": [jwk, …]}}`; raises `BadKeys`."""
        try:
            book = json.loads(text)
            own = [_key(jwk, me) for jwk in book["own"]]
            others = {name: [_key(j, name) for j in jwks] for name, jwks in book["others"].items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadKeys(
                str(error) if isinstance(error, BadKeys) else "not a book of keys"
            ) from None
        if any(not key.is_private for key in own):
            raise BadKeys(f"{me}: a private key is missing")
        return cls(me, own, others)

    def signing(self) -> ECKey:
        """The key this side signs with now."""
        return _first(self._own, SIGNING, self.me)

    def opening(self, kid: str) -> ECKey | None:
        """The private key of that name, to open what was sealed for it."""
        return next((key for key in self._own if key.kid == kid and _use(key) == SEALING), None)

    def sealing(self, receiver: str) -> ECKey:
        """The key for which letters to somebody are sealed now; raises `BadKeys`."""
        return _first(self._others.get(receiver, []), SEALING, receiver)

    def verifying(self, kid: str) -> tuple[str, ECKey] | None:
        """Whose signature a key's is, and the key."""
        for key in self._others.get(self._owner.get(kid, ""), []):
            if key.kid == kid and _use(key) == SIGNING:
                return self._owner[kid], key
        return None


def fresh_keys(name: str, edition: str = "1") -> list[dict[str, Any]]:
    """A new pair of private keys of one side, for signing and for sealing."""
    return [
        ECKey.generate_key(CURVE, {"kid": f"{name}-{use}-{edition}", "use": use}).as_dict(
            private=True
        )
        for use in (SIGNING, SEALING)
    ]


def public(keys: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What others may know of them."""
    return [dict(ECKey.import_key(key).as_dict(private=False)) for key in keys]


def _key(jwk: Any, owner: str) -> ECKey:
    try:
        key = ECKey.import_key(jwk)
    except (JoseError, ValueError, KeyError, TypeError):
        raise BadKeys(f"{owner}: no EC key") from None
    if key.curve_name != CURVE or _use(key) not in (SIGNING, SEALING) or not key.kid:
        raise BadKeys(f"{owner}: needs P-256 keys with kid and use")
    return key


def _use(key: ECKey) -> str:
    return str(key.get("use") or "")


def _first(keys: list[ECKey], use: str, owner: str) -> ECKey:
    for key in keys:
        if _use(key) == use:
            return key
    raise BadKeys(f"{owner}: no key for {use}")
