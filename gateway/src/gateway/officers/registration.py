"""Registering a security key (WebAuthn Level 2, 7.1), with the administrator at the browser.

The user handle is the same for every key and the credential lives in the key, so that a device
holds one credential of this site: registered under a second serial number, it loses the first.
"""

import base64
import hashlib
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from fido2.attestation import AttestationResult, AttestationVerifier
from fido2.attestation.base import InvalidAttestation
from fido2.webauthn import AttestationObject, AuthenticatorData

from gateway.officers.registration_forms import Attested, BeginRegistration, RegistrationWanted
from servicekit.signing.challenges import Challenges, Purpose
from servicekit.signing.encoding import from_base64, to_base64
from servicekit.signing.refusals import refused
from servicekit.signing.webauthn import (
    ALGORITHMS,
    BROKEN,
    SecurityKey,
    Site,
    check_client_data,
    check_presence,
)

NAME, HANDLE = "灵补", b"lingbu-officer"


def begin_registration(form: BeginRegistration, uow: Any) -> RegistrationWanted:
    """By the system administrator; raises SignatureRefused where no site is set."""
    site, seconds = _site(uow), uow.policy.on(uow.today).key_nonce_seconds
    asked = Challenges(uow.session, uow.store.kit)
    made = asked.issue(_purpose(form.serial, uow), f"登记安全密钥 {form.serial}", uow.now, seconds)
    makers = bool(uow.world.trust.makers)
    return RegistrationWanted(
        challenge_id=made.challenge_id,
        options=_options(form.serial, bytes.fromhex(made.digest), site, seconds, makers),
        expires_at=made.expires_at,
    )


def registered(serial: str, given: Attested, uow: Any) -> tuple[str, int]:
    """What is kept of the key, and its counter; raises SignatureRefused, ChallengeRefused."""
    site = _site(uow)
    asked = Challenges(uow.session, uow.store.kit)
    text = asked.burn(given.challenge_id, _purpose(serial, uow), uow.now)
    client_data = from_base64(given.client_data, "assertion-malformed")
    check_client_data(client_data, "webauthn.create", text, site)
    raw = from_base64(given.attestation_object, "assertion-malformed")
    try:
        made = AttestationObject(raw)
        credential = made.auth_data.credential_data
    except BROKEN:
        raise refused("assertion-malformed") from None
    check_presence(made.auth_data, site)
    if credential is None:
        raise refused("assertion-malformed")
    _must_be_of_a_known_maker(made, client_data, uow.world.trust.makers)
    key = SecurityKey(
        credential_id=to_base64(credential.credential_id),
        public_key=to_base64(SecurityKey.encoded(credential.public_key)),
        rp_id=site.rp_id,
        maker=credential.aaguid.hex(),
        attestation=str(made.fmt)[:20],
    )
    return key.dump(), made.auth_data.counter


def _site(uow: Any) -> Site:
    site: Site | None = uow.world.trust.site
    if site is None:
        raise refused("key-kind-refused")
    return site


def _purpose(serial: str, uow: Any) -> Purpose:
    says = {"purpose": "register-security-key"}
    return Purpose(officer=uow.caller.subject, key_serial=serial, says=says)


def _options(
    serial: str, challenge: bytes, site: Site, seconds: int, makers: bool
) -> dict[str, object]:
    return {
        "rp": {"id": site.rp_id, "name": NAME},
        "user": {"id": _websafe(HANDLE), "name": serial, "displayName": f"{NAME} {serial}"},
        "challenge": _websafe(challenge),
        "pubKeyCredParams": [
            {"type": "public-key", "alg": algorithm.ALGORITHM} for algorithm in ALGORITHMS
        ],
        "timeout": seconds * 1000,
        "attestation": "direct" if makers else "none",
        "authenticatorSelection": {
            "authenticatorAttachment": "cross-platform",
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        },
    }


def _websafe(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class _Makers(AttestationVerifier):
    """The makers of keys that this installation takes."""

    def __init__(self, makers: tuple[x509.Certificate, ...]) -> None:
        super().__init__()
        self._makers = makers

    def ca_lookup(self, result: AttestationResult, auth_data: AuthenticatorData) -> bytes | None:
        """The maker above the last certificate of the statement."""
        if not result.trust_path:
            return None
        last = x509.load_der_x509_certificate(result.trust_path[-1])
        found = (maker for maker in self._makers if maker.subject == last.issuer)
        maker = next(found, None)
        return maker.public_bytes(Encoding.DER) if maker else None


def _must_be_of_a_known_maker(
    made: AttestationObject, client_data: bytes, makers: tuple[x509.Certificate, ...]
) -> None:
    """Asked only where makers are set: elsewhere the administrator knows what was bought."""
    if not makers:
        return
    try:
        _Makers(makers).verify_attestation(made, hashlib.sha256(client_data).digest())
    except (InvalidAttestation, UnsupportedAlgorithm, *BROKEN):
        raise refused("maker-unknown") from None
