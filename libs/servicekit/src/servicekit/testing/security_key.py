"""A security key made of software, for tests: what a browser with a key plugged in answers."""

import base64
import hashlib
import json
import os
import struct
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

from contracts.signing import Challenge, Proof
from servicekit.signing.encoding import to_base64
from servicekit.signing.webauthn import SecurityKey

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
MAKER = bytes(16)


class TestKey:
    """One key with one credential; each signature counts one on. Faults are keyword arguments."""

    __test__ = False

    def __init__(self, rp_id: str = "localhost", origin: str = "http://localhost:8080") -> None:
        self.rp_id, self.origin = rp_id, origin
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.credential_id, self.count = os.urandom(32), 0

    @property
    def public(self) -> str:
        """As a registration keeps it."""
        return SecurityKey(
            credential_id=to_base64(self.credential_id),
            public_key=to_base64(self.cose()),
            rp_id=self.rp_id,
            maker=MAKER.hex(),
            attestation="none",
        ).dump()

    def cose(self, algorithm: int = -7) -> bytes:
        """The public key."""
        numbers = self.private.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return cbor.encode({1: 2, 3: algorithm, -1: 1, -2: x, -3: y})

    def sign(self, challenge: Challenge, **faults: Any) -> Proof:
        """The proof for a challenge."""
        return self.proof(challenge.challenge_id, challenge.text, **faults)

    def proof(self, challenge_id: UUID, text: str, **faults: Any) -> Proof:
        """The proof for a text; faults: kind, origin, rp_id, flags, count, more, embedded."""
        digest = hashlib.sha256(text.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        said = self._client_data(faults.get("kind", "webauthn.get"), challenge, faults)
        flags = faults.get("flags", PRESENT | VERIFIED)
        stated = self._stated(flags, faults) + faults.get("more", b"")
        signed = stated + hashlib.sha256(said).digest()
        signature = self.private.sign(signed, ec.ECDSA(hashes.SHA256()))
        return Proof(
            challenge_id=challenge_id,
            signature=to_base64(signature),
            authenticator_data=to_base64(stated),
            client_data=to_base64(said),
        )

    def create(self, options: Mapping[str, Any], **faults: Any) -> dict[str, str]:
        """What registering gives for a ceremony; faults as above, and algorithm, statement."""
        kind = faults.get("kind", "webauthn.create")
        said = self._client_data(kind, options["challenge"], faults)
        flags = faults.get("flags", PRESENT | VERIFIED | ATTESTED)
        length = struct.pack(">H", len(self.credential_id))
        credential = MAKER + length + self.credential_id + self.cose(faults.get("algorithm", -7))
        stated = self._stated(flags, faults) + (credential if flags & ATTESTED else b"")
        form, statement = "none", {}
        if "statement" in faults:
            form, statement = "packed", faults["statement"](stated + hashlib.sha256(said).digest())
        made = cbor.encode({"fmt": form, "attStmt": statement, "authData": stated})
        return {"attestation_object": to_base64(made), "client_data": to_base64(said)}

    def _client_data(self, kind: str, challenge: str, faults: dict[str, Any]) -> bytes:
        said = {
            "type": kind,
            "challenge": challenge,
            "origin": faults.get("origin", self.origin),
            "crossOrigin": faults.get("embedded", False),
        }
        return json.dumps(said).encode()

    def _stated(self, flags: int, faults: dict[str, Any]) -> bytes:
        self.count += 1
        site = hashlib.sha256(faults.get("rp_id", self.rp_id).encode()).digest()
        return site + struct.pack(">BI", flags, faults.get("count", self.count))
