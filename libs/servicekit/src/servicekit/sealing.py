"""Personal data at rest and in letters: AES-256-GCM bound to its place, found by keyed hash.

A token reads `s1.<key id>.<nonce and ciphertext, base64>`, so keys can rotate: new values are
sealed under the newest key, old ones open under theirs.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Text, TypeDecorator

PREFIX = "s1"


@dataclass(frozen=True)
class KeyRing:
    """Sealing keys by id (32 bytes each), the id in use, and the key of the search hash."""

    keys: Mapping[str, bytes]
    current: str
    search: bytes

    @classmethod
    def from_text(cls, text: str) -> "KeyRing":
        """Reads `id:base64,id:base64;search:base64`; the first id is the one in use."""
        sealing, _, search = text.partition(";search:")
        pairs = dict(item.split(":", 1) for item in sealing.split(","))
        keys = {name: base64.b64decode(key) for name, key in pairs.items()}
        return cls(keys=keys, current=next(iter(keys)), search=base64.b64decode(search))

    @classmethod
    def generate_text(cls) -> str:
        """A fresh key ring in the form `from_text` reads."""
        fresh = [base64.b64encode(os.urandom(32)).decode() for _ in range(2)]
        return f"k1:{fresh[0]};search:{fresh[1]}"


class Sealer:
    """Closes and opens texts; `context` (event.field or table.column) is authenticated too."""

    def __init__(self, ring: KeyRing) -> None:
        self.ring = ring

    def seal(self, text: str, context: str) -> str:
        nonce = os.urandom(12)
        cipher = AESGCM(self.ring.keys[self.ring.current])
        closed = nonce + cipher.encrypt(nonce, text.encode(), context.encode())
        return f"{PREFIX}.{self.ring.current}.{base64.b64encode(closed).decode()}"

    def open(self, token: str, context: str) -> str:
        """Raises `cryptography.exceptions.InvalidTag` where the text was moved or edited."""
        prefix, key_id, closed = token.split(".", 2)
        if prefix != PREFIX:
            raise ValueError("not a sealed value")
        raw = base64.b64decode(closed)
        cipher = AESGCM(self.ring.keys[key_id])
        return cipher.decrypt(raw[:12], raw[12:], context.encode()).decode()

    def search_hash(self, text: str) -> str:
        """The keyed hash under which a sealed value can be found again."""
        return hmac.new(self.ring.search, text.encode(), hashlib.sha256).hexdigest()


class Sealed(TypeDecorator[str]):
    """A text column whose content is sealed; `Sealed("applications.person")` names its place.

    An empty text stays empty: it says nothing about anybody.
    """

    impl = Text
    cache_ok = True
    sealer: Sealer | None = None  # set once for the process by `use_sealer`

    def __init__(self, context: str = "") -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: str | None, dialect: object) -> str | None:
        return _sealer().seal(value, self.context) if value else value

    def process_result_value(self, value: str | None, dialect: object) -> str | None:
        return _sealer().open(value, self.context) if value else value


def use_sealer(sealer: Sealer) -> None:
    """Gives the process its sealer; column types have no other way to be handed one."""
    Sealed.sealer = sealer


def _sealer() -> Sealer:
    if Sealed.sealer is None:
        raise RuntimeError("no sealing keys: set LINGBU_SEALING_KEYS")
    return Sealed.sealer
