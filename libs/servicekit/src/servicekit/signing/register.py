"""The gateway's register of keys against kept signatures: whose key, with which public key, when.

A certificate leads to a trusted root. The public key of a security key stands by itself beside its
signature, so whoever can write to a service's database and seal could sign with a key of their own
making; the register lies in another database.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

SLACK = timedelta(minutes=5)  # clocks of gateway and services differ a little
_KEYS = text("SELECT serial, fingerprint FROM keys")
_BINDINGS = text("SELECT key_serial, officer, bound_from, bound_to FROM key_bindings")

Held = tuple[str, datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Register:
    """Fingerprints by serial number, and who held each key from when until when."""

    fingerprints: Mapping[str, str]
    held: Mapping[str, Sequence[Held]]

    @classmethod
    def read(cls, connection: Connection) -> "Register":
        """From the gateway's database."""
        held: dict[str, list[Held]] = defaultdict(list)
        for serial, officer, since, until in connection.execute(_BINDINGS):
            held[serial].append((officer, since, until))
        return cls(dict(connection.execute(_KEYS).tuples().all()), held)

    def fault_of(self, signature: Any) -> str:
        """What the register says against a kept signature; empty if nothing."""
        serial, at = signature.key_serial, signature.signed_at
        if self.fingerprints.get(serial) != signature.fingerprint:
            return "网关的钥匙登记中没有这把钥匙盘，或登记的公钥不是签名所用的。"
        for officer, since, until in self.held.get(serial, ()):
            held = since - SLACK <= at and (until is None or at <= until + SLACK)
            if held and officer == signature.officer:
                return ""
        return "按网关的钥匙登记，签名时这把钥匙盘不在该经办人名下。"
