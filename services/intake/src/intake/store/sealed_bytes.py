"""A column of sealed bytes: as `servicekit.sealing.Sealed`, without the detour over text.

Written `s1.<key id>.` and then nonce and ciphertext as they are; a photograph of 10 MB stays 10 MB.
"""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, TypeDecorator

from servicekit.sealing import Sealed, Sealer

NONCE = 12  # bytes


class SealedBytes(TypeDecorator[bytes]):
    """Bytes sealed with AES-256-GCM, bound to `table.column`."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str = "") -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: bytes | None, dialect: object) -> bytes | None:
        if value is None:
            return None
        ring = _sealer().ring
        nonce = os.urandom(NONCE)
        closed = AESGCM(ring.keys[ring.current]).encrypt(nonce, value, self.context.encode())
        return b".".join((b"s1", ring.current.encode(), nonce + closed))

    def process_result_value(self, value: bytes | None, dialect: object) -> bytes | None:
        if value is None:
            return None
        _, key_id, closed = bytes(value).split(b".", 2)
        cipher = AESGCM(_sealer().ring.keys[key_id.decode()])
        return cipher.decrypt(closed[:NONCE], closed[NONCE:], self.context.encode())


def _sealer() -> Sealer:
    if Sealed.sealer is None:
        raise RuntimeError("no sealing keys: set LINGBU_SEALING_KEYS")
    return Sealed.sealer
