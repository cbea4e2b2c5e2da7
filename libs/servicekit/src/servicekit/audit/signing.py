"""The installation's audit key: Ed25519, kept outside the database, known to the witness alone."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from servicekit.audit.canonical import canonical


class Signer:
    """Signs documents with `LINGBU_AUDIT_KEY`: 32 bytes, base64."""

    def __init__(self, text: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(text, validate=True))
        self.public = base64.b64encode(self._key.public_key().public_bytes_raw()).decode()
        self.key_id = key_id(self.public)

    def sign(self, document: Mapping[str, Any]) -> str:
        """The signature over the canonical form, base64."""
        return base64.b64encode(self._key.sign(canonical(document))).decode()


class Verifier:
    """Knows public keys, the one in use and older ones: `LINGBU_AUDIT_PUBLIC`, with commas."""

    def __init__(self, text: str) -> None:
        keys = [key.strip() for key in text.split(",") if key.strip()]
        self._keys = {
            key_id(key): Ed25519PublicKey.from_public_bytes(base64.b64decode(key)) for key in keys
        }

    def holds(self, document: Mapping[str, Any], key: str, signature: str) -> bool:
        """Whether one of our keys signed exactly this."""
        try:
            self._keys[key].verify(base64.b64decode(signature), canonical(document))
        except (KeyError, ValueError, InvalidSignature):
            return False
        return True


def key_id(public: str) -> str:
    """The short name of a public key."""
    return hashlib.sha256(public.encode()).hexdigest()[:16]
