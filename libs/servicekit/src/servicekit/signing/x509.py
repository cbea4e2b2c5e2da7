"""X.509 certificates with detached signatures, as the middlewares of USB keys make them.

Chain, validity and revocation are checked at every use. The chain is short and ours to configure,
so it is walked here: names, CA flag, signature. Every error is a ValueError with a Chinese phrase.
"""

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from contracts.signing import Proof

LONGEST = 4  # certificates from the key to the root


class CertificateVerifier:
    """Keys whose certificates lead to one of these roots."""

    def __init__(self, roots: Sequence[x509.Certificate], revocations: Path | None) -> None:
        self._roots, self._revocations = tuple(roots), revocations

    def admit(self, public: str, now: datetime) -> str:
        """The fingerprint of the certificate's key, if the certificate holds now."""
        chain = _certificates(public)
        self._walk(chain[0], chain[1:], now)
        return fingerprint(chain[0])

    def verify(self, public: str, text: str, proof: Proof, now: datetime) -> str:
        """The same, if this key has signed the text."""
        admitted = self.admit(public, now)
        _check(_certificates(public)[0], text.encode(), _bytes(proof.signature))
        return admitted

    def _walk(
        self, leaf: x509.Certificate, above: Sequence[x509.Certificate], now: datetime
    ) -> None:
        here = leaf
        for _ in range(LONGEST):
            if not here.not_valid_before_utc <= now <= here.not_valid_after_utc:
                raise ValueError("证书不在有效期内。")
            if here in self._roots:
                return
            issuer = _issuer(here, (*above, *self._roots))
            if self._revocations is not None:
                _refuse_revoked(here, issuer, self._revocations, now)
            here = issuer
        raise ValueError("证书链过长。")


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the public key: the same key under another certificate is the same key."""
    info = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    hasher = hashes.Hash(hashes.SHA256())
    hasher.update(info)
    return hasher.finalize().hex()


@lru_cache(maxsize=1024)
def _certificates(public: str) -> tuple[x509.Certificate, ...]:
    try:
        return tuple(x509.load_pem_x509_certificates(public.encode()))
    except ValueError:
        raise ValueError("证书不是有效的 PEM。") from None


def _issuer(here: x509.Certificate, known: Sequence[x509.Certificate]) -> x509.Certificate:
    for issuer in known:
        if issuer.subject == here.issuer and _is_authority(issuer) and _issued(here, issuer):
            return issuer
    raise ValueError("证书不是由受信任的机构签发。")


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _issued(here: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        here.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _refuse_revoked(
    here: x509.Certificate, issuer: x509.Certificate, path: Path, now: datetime
) -> None:
    for revocations in _lists(path, path.stat().st_mtime_ns):
        if revocations.issuer != issuer.subject:
            continue
        if not revocations.is_signature_valid(issuer.public_key()):  # type: ignore[arg-type]
            continue
        if revocations.next_update_utc is not None and revocations.next_update_utc < now:
            raise ValueError("证书吊销列表已过期。")
        if revocations.get_revoked_certificate_by_serial_number(here.serial_number) is not None:
            raise ValueError("证书已被吊销。")
        return
    raise ValueError("缺少签发机构的证书吊销列表。")


@lru_cache(maxsize=4)
def _lists(path: Path, changed: int) -> tuple[x509.CertificateRevocationList, ...]:
    end = b"-----END X509 CRL-----"
    parts = path.read_bytes().split(end)[:-1]
    return tuple(x509.load_pem_x509_crl(part.lstrip() + end + b"\n") for part in parts)


def _check(certificate: x509.Certificate, text: bytes, signature: bytes) -> None:
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, text, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, text, ec.ECDSA(hashes.SHA256()))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, text)
        else:
            raise ValueError("不支持这种签名算法。")
    except InvalidSignature:
        raise ValueError("签名与内容不符。") from None


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("签名不是有效的 Base64。") from None
