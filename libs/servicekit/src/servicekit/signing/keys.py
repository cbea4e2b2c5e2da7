"""A key as the verifiers know it, and the one door to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from contracts.signing import Proof
from kernel.errors import Refusal
from servicekit.signing.trust import Trust
from servicekit.signing.x509 import CertificateVerifier

CERTIFICATE, SOFTWARE = "certificate", "software-demo"


class SignatureRefused(Refusal):
    """The signature does not hold, or the key may not be used."""

    code, status = "signature-refused", 403


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A key by its serial number; `public` is its certificate, then those above it, as PEM."""

    serial: str
    kind: str
    public: str


class Verifier(Protocol):
    """One kind of key."""

    def admit(self, public: str, now: datetime) -> str:
        """The fingerprint of a key that may be used now; raises ValueError."""

    def verify(self, public: str, text: str, proof: Proof, now: datetime) -> str:
        """The fingerprint of the key that signed the text; raises ValueError."""


def verifier(kind: str, trust: Trust) -> Verifier:
    """The verifier of a kind of key; raises SignatureRefused for one that is not accepted here."""
    if kind == CERTIFICATE:
        return CertificateVerifier(trust.roots, trust.revocations)
    if kind == SOFTWARE and trust.software is not None:
        return CertificateVerifier((trust.software,), None)
    raise SignatureRefused("这里不接受这种钥匙盘。", code="key-kind-refused")


def admit(key: SigningKey, trust: Trust, now: datetime) -> str:
    """The fingerprint of a key that may be used now; raises SignatureRefused."""
    try:
        return verifier(key.kind, trust).admit(key.public, now)
    except ValueError as error:
        raise SignatureRefused(f"钥匙盘证书不能使用：{error}", code="key-refused") from None


def verify(key: SigningKey, text: str, proof: Proof, trust: Trust, now: datetime) -> str:
    """The fingerprint of the key that signed this text; raises SignatureRefused."""
    try:
        return verifier(key.kind, trust).verify(key.public, text, proof, now)
    except ValueError as error:
        raise SignatureRefused(f"签名未通过验证：{error}") from None
