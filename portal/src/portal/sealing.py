"""The portal's own seal (JWE, A256GCM): a browser can neither read nor edit what it keeps."""

import hashlib
import hmac
import json
import time
from typing import Any
from uuid import UUID

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

HEADER = {"alg": "dir", "enc": "A256GCM", "zip": "DEF"}
REGISTRY = jwe.JWERegistry(algorithms=["dir", "A256GCM", "DEF"])


class BrokenSeal(Exception):
    """Not ours, edited, made for something else, or too old."""


class Sealer:
    """Seals JSON for one purpose; each purpose has a key of its own, derived from the secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def seal(self, purpose: str, content: Any) -> str:
        """Compact text for a cookie or a hidden field."""
        told = json.dumps({"at": int(time.time()), "content": content}, ensure_ascii=False)
        return jwe.encrypt_compact(HEADER, told.encode(), self._key(purpose), registry=REGISTRY)

    def open(self, purpose: str, sealed: str, seconds: int) -> Any:
        """What was sealed at most so many seconds ago; raises `BrokenSeal`."""
        try:
            found = jwe.decrypt_compact(sealed.encode(), self._key(purpose), registry=REGISTRY)
            told = json.loads(found.plaintext or b"")
        except (JoseError, ValueError, TypeError, KeyError):
            raise BrokenSeal from None
        if not 0 <= time.time() - told["at"] + 5 <= seconds + 5:
            raise BrokenSeal
        return told["content"]

    def name(self, purpose: str, text: str) -> UUID:
        """The same for the same text; says nothing of it, and nobody else can work it out."""
        return UUID(bytes=hmac.new(self._derived(purpose), text.encode(), "sha256").digest()[:16])

    def _key(self, purpose: str) -> OctKey:
        return OctKey.import_key(self._derived(purpose))

    def _derived(self, purpose: str) -> bytes:
        return hmac.new(self._secret, f"portal {purpose}".encode(), hashlib.sha256).digest()
