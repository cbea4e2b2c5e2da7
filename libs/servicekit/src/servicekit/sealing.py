"""Personal data at rest and in letters: sealed under rotating keys, bound to its place.

A token reads `s1.<key id>.<nonce and ciphertext, base64>`; `s1` is AES-256-GCM, `s2` SM4-GCM. Each
key says its cipher, so both open side by side: new values are sealed under the first key, old
ones open under theirs until `lingbu reseal` has sealed them anew. A keyed hash (HMAC-SHA-256 or
HMAC-SM3) finds a sealed value again.
"""

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, Text, TypeDecorator

AES, SM4 = "s1", "s2"
NONCE, TAG = 12, 16  # bytes
LENGTHS = {AES: 32, SM4: 16}  # bytes of a key
HASHES: Mapping[str, type[hashes.HashAlgorithm]] = {"sha256": hashes.SHA256, "sm3": hashes.SM3}


@dataclass(frozen=True, slots=True)
class SealingKey:
    """One key and the cipher it is for: `s1` AES-256-GCM, `s2` SM4-GCM."""

    cipher: str
    secret: bytes

    def close(self, data: bytes, context: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        if self.cipher == AES:
            return nonce + AESGCM(self.secret).encrypt(nonce, data, context)
        sealing = Cipher(algorithms.SM4(self.secret), modes.GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(context)
        return nonce + sealing.update(data) + sealing.finalize() + sealing.tag

    def open(self, closed: bytes, context: bytes) -> bytes:
        nonce, rest = closed[:NONCE], closed[NONCE:]
        if self.cipher == AES:
            return AESGCM(self.secret).decrypt(nonce, rest, context)
        mode = modes.GCM(nonce, rest[-TAG:])
        opening = Cipher(algorithms.SM4(self.secret), mode).decryptor()
        opening.authenticate_additional_data(context)
        return opening.update(rest[:-TAG]) + opening.finalize()


@dataclass(frozen=True)
class KeyRing:
    """Sealing keys by id, the id in use, and key and kind of the search hash."""

    keys: Mapping[str, SealingKey]
    current: str
    search: bytes
    search_kind: str = "sha256"

    @classmethod
    def from_text(cls, text: str) -> "KeyRing":
        """Reads `id:base64,id:base64;search:base64`; the first id is the one in use.

        `id@sm4:` is a key for SM4-GCM (16 bytes; AES-256-GCM takes 32), `search@sm3:` for HMAC-SM3.
        """
        sealing, _, search = text.partition(";search")
        kind, _, secret = search.partition(":")
        keys = dict(_key(item) for item in sealing.split(","))
        return cls(
            keys=keys,
            current=next(iter(keys)),
            search=base64.b64decode(secret),
            search_kind={"": "sha256", "@sm3": "sm3"}[kind],
        )

    @classmethod
    def generate_text(cls) -> str:
        """A fresh key ring in the form `from_text` reads."""
        fresh = [base64.b64encode(os.urandom(32)).decode() for _ in range(2)]
        return f"k1:{fresh[0]};search:{fresh[1]}"


def _key(item: str) -> tuple[str, SealingKey]:
    name, _, secret = item.partition(":")
    key_id, _, kind = name.partition("@")
    cipher = {"": AES, "aes": AES, "sm4": SM4}[kind]
    key = SealingKey(cipher, base64.b64decode(secret))
    if len(key.secret) != LENGTHS[cipher]:
        raise ValueError(f"sealing key {key_id}: {LENGTHS[cipher]} bytes are needed")
    return key_id, key


class Sealer:
    """Closes and opens texts; `context` (event.field or table.column) is authenticated too."""

    def __init__(self, ring: KeyRing) -> None:
        self.ring = ring

    @property
    def prefix(self) -> str:
        """How what is sealed now begins."""
        return f"{self._key.cipher}.{self.ring.current}."

    @property
    def _key(self) -> SealingKey:
        return self.ring.keys[self.ring.current]

    def seal(self, text: str, context: str) -> str:
        closed = self._key.close(text.encode(), context.encode())
        return self.prefix + base64.b64encode(closed).decode()

    def open(self, token: str, context: str) -> str:
        """Raises `cryptography.exceptions.InvalidTag` where the text was moved or edited."""
        prefix, key_id, closed = token.split(".", 2)
        key = self._of(prefix, key_id)
        return key.open(base64.b64decode(closed), context.encode()).decode()

    def seal_bytes(self, data: bytes, context: str) -> bytes:
        """As `seal`, without the detour over text."""
        return self.prefix.encode() + self._key.close(data, context.encode())

    def open_bytes(self, token: bytes, context: str) -> bytes:
        prefix, key_id, closed = token.split(b".", 2)
        return self._of(prefix.decode(), key_id.decode()).open(closed, context.encode())

    def _of(self, prefix: str, key_id: str) -> SealingKey:
        if prefix not in LENGTHS:
            raise ValueError("not a sealed value")
        key = self.ring.keys[key_id]
        if key.cipher != prefix:
            raise ValueError("this key is for another cipher")
        return key

    def search_hash(self, text: str) -> str:
        """The keyed hash under which a sealed value can be found again."""
        found = hmac.HMAC(self.ring.search, HASHES[self.ring.search_kind]())
        found.update(text.encode())
        return found.finalize().hex()


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


class SealedBytes(TypeDecorator[bytes]):
    """A column of sealed bytes: a photograph of 10 MB stays 10 MB."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str = "") -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: bytes | None, dialect: object) -> bytes | None:
        return None if value is None else _sealer().seal_bytes(value, self.context)

    def process_result_value(self, value: bytes | None, dialect: object) -> bytes | None:
        return None if value is None else _sealer().open_bytes(bytes(value), self.context)


def use_sealer(sealer: Sealer) -> None:
    """Gives the process its sealer; column types have no other way to be handed one."""
    Sealed.sealer = sealer


def _sealer() -> Sealer:
    if Sealed.sealer is None:
        raise RuntimeError("no sealing keys: set LINGBU_SEALING_KEYS")
    return Sealed.sealer
