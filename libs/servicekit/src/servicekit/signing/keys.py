"""A key as the verifiers know it, and the one door to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from contracts.signing import Proof
from servicekit.signing.refusals import refused
from servicekit.signing.trust import Trust
from servicekit.signing.webauthn import WebAuthnVerifier
from servicekit.signing.x509 import CertificateVerifier

CERTIFICATE, WEBAUTHN, SOFTWARE = "certificate", "webauthn", "software-demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A key by its serial number.

    `public`: its certificate, then those above it, as PEM; of a security key what
    `SecurityKey.dump` wrote. `count`: the last sign counter that was seen.
    """

    serial: str
    kind: str
    public: str
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A signature that holds: by which public key, at which sign counter (0: it has none)."""

    fingerprint: str
    count: int


class Verifier(Protocol):
    """One kind of key; both methods raise SignatureRefused."""

    def admit(self, public: str, now: datetime) -> str:
        """The fingerprint of a key that may be used now."""

    def verify(self, public: str, text: str, proof: Proof, now: datetime) -> tuple[str, int]:
        """Fingerprint and sign counter of the key that signed the text."""


def verifier(kind: str, trust: Trust) -> Verifier:
    """The verifier of a kind of key; raises SignatureRefused for one that is not accepted here."""
    if kind == CERTIFICATE:
        return CertificateVerifier(trust.roots, trust.revocations)
    if kind == WEBAUTHN and trust.site is not None:
        return WebAuthnVerifier(trust.site)
    if kind == SOFTWARE and trust.software is not None:
        return CertificateVerifier((trust.software,), None)
    raise refused("key-kind-refused")


def admit(key: SigningKey, trust: Trust, now: datetime) -> str:
    """The fingerprint of a key that may be used now; raises SignatureRefused."""
    return verifier(key.kind, trust).admit(key.public, now)


def verify(key: SigningKey, text: str, proof: Proof, trust: Trust, now: datetime) -> Checked:
    """The key signed this text; raises SignatureRefused, KeyCloned.

    A counter that stands or goes back says that a second device holds the same key. Keys that
    do not count say 0 always.
    """
    fingerprint, count = verifier(key.kind, trust).verify(key.public, text, proof, now)
    if (count or key.count) and count <= key.count:
        raise refused("key-cloned")
    return Checked(fingerprint=fingerprint, count=count)
