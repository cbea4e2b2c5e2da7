"""Security keys in the browser (WebAuthn Level 2, 7.2): what the key signs is checked here.

The challenge is the SHA-256 of the text that the service put together, so the key signs, by way of
the client data, exactly what is decided.
"""

import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from fido2 import cbor
from fido2.cose import ES256, CoseKey, EdDSA
from fido2.webauthn import AuthenticatorData, CollectedClientData

from contracts.signing import Proof
from servicekit.audit.canonical import canonical
from servicekit.signing.encoding import from_base64
from servicekit.signing.refusals import refused

ALGORITHMS = (ES256, EdDSA)
NUMBERS = (1, 3, -1, -2, -3)  # what makes a COSE key of these two
# What reading hostile CBOR and JSON may raise.
UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
BROKEN = (*UNREADABLE, struct.error, UnsupportedAlgorithm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """For whom security keys are registered here: a domain, and the addresses of its pages."""

    rp_id: str
    origins: frozenset[str]

    @classmethod
    def from_settings(cls, values: Mapping[str, str]) -> "Site | None":
        """`WEBAUTHN_RP_ID` and `WEBAUTHN_ORIGINS`; None where security keys are not used."""
        origins = [one.strip() for one in values.get("WEBAUTHN_ORIGINS", "").split(",")]
        rp_id = values.get("WEBAUTHN_RP_ID", "")
        return cls(rp_id=rp_id, origins=frozenset(filter(None, origins))) if rp_id else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityKey:
    """What is known of a registered security key; text in base64, the key as COSE."""

    credential_id: str
    public_key: str
    rp_id: str
    maker: str  # AAGUID, zeros where the key does not say
    attestation: str  # format of the maker's statement; "none" where there was none

    def dump(self) -> str:
        """One line of JSON."""
        return canonical(asdict(self)).decode()

    @classmethod
    def load(cls, public: str) -> "SecurityKey":
        """Raises SignatureRefused."""
        try:
            return cls(**json.loads(public))
        except UNREADABLE:
            raise refused("certificate-malformed") from None

    @staticmethod
    def encoded(key: CoseKey) -> bytes:
        """A public key as it is kept, without what may be written beside it."""
        return cbor.encode({number: key[number] for number in NUMBERS if number in key})

    def cose(self) -> CoseKey:
        """The public key; raises SignatureRefused for other algorithms than ours."""
        try:
            numbers = cast(Mapping[int, Any], cbor.decode(from_base64(self.public_key)))
            found = CoseKey.parse(numbers)
        except BROKEN:
            raise refused("certificate-malformed") from None
        if not isinstance(found, ALGORITHMS):
            raise refused("algorithm-refused")
        return found


class WebAuthnVerifier:
    """Security keys registered for one site."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def admit(self, public: str, now: datetime) -> str:
        """The fingerprint; raises SignatureRefused for a key of another site."""
        key = SecurityKey.load(public)
        if key.rp_id != self._site.rp_id:
            raise refused("assertion-site")
        return fingerprint(key.cose())

    def verify(self, public: str, text: str, proof: Proof, now: datetime) -> tuple[str, int]:
        """Fingerprint and counter of the key that signed this text, its user verified."""
        admitted = self.admit(public, now)
        client_data = from_base64(proof.client_data)
        check_client_data(client_data, "webauthn.get", text, self._site)
        said = authenticator_data(from_base64(proof.authenticator_data))
        check_presence(said, self._site)
        return admitted, signed_counter(public, proof)


def signed_counter(public: str, proof: Proof) -> int:
    """The counter under which the key made this signature, whatever was asked of it.

    Raises SignatureRefused where another key made it, or none.
    """
    stated, client_data = from_base64(proof.authenticator_data), from_base64(proof.client_data)
    signed = stated + hashlib.sha256(client_data).digest()
    try:
        SecurityKey.load(public).cose().verify(signed, from_base64(proof.signature))
    except (InvalidSignature, *BROKEN):
        raise refused("signature-refused") from None
    return authenticator_data(stated).counter


def check_client_data(raw: bytes, kind: str, text: str, site: Site) -> None:
    """What the browser says of the ceremony; raises SignatureRefused."""
    try:
        said = CollectedClientData(raw)
        embedded = said.cross_origin is not False
    except BROKEN:
        raise refused("assertion-malformed") from None
    if said.type != kind:
        raise refused("assertion-type")
    if said.challenge != hashlib.sha256(text.encode()).digest():
        raise refused("assertion-challenge")
    if said.origin not in site.origins or embedded:
        raise refused("assertion-origin")


def authenticator_data(raw: bytes) -> AuthenticatorData:
    """What the key says; raises SignatureRefused."""
    try:
        return AuthenticatorData(raw)
    except BROKEN:
        raise refused("assertion-malformed") from None


def check_presence(said: AuthenticatorData, site: Site) -> None:
    """For this site, somebody present, and known to the key by PIN or finger."""
    if said.rp_id_hash != hashlib.sha256(site.rp_id.encode()).digest():
        raise refused("assertion-site")
    if not said.is_user_present():
        raise refused("user-not-present")
    if not said.is_user_verified():
        raise refused("user-not-verified")


def fingerprint(key: CoseKey) -> str:
    """SHA-256 of the public key."""
    return hashlib.sha256(SecurityKey.encoded(key)).hexdigest()
