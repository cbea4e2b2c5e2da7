"""Whether the key of a certificate has signed some bytes: RSA, ECDSA, Ed25519, SM2."""

from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from servicekit.signing import sm2
from servicekit.signing.refusals import SignatureRefused, refused

SMALLEST_RSA = 2048
CURVES = (ec.SECP256R1, ec.SECP384R1)
DIGESTS = (hashes.SHA256, hashes.SHA384, hashes.SHA512)


def check(certificate: x509.Certificate, data: bytes, signature: bytes) -> None:
    """Raises SignatureRefused: signature-refused, signature-malformed, algorithm-refused.

    s and n - s are both taken for ECDSA, as keys give either: what is signed once is told by the
    challenge, never by the bytes of a signature.
    """
    if sm2.is_sm2(certificate):
        sm2.check(certificate, data, signature)
        return
    key = _key(certificate)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            key.verify(signature, data)
    except InvalidSignature:
        raise refused("signature-refused") from None


@lru_cache(maxsize=1024)
def must_be_strong(certificate: x509.Certificate) -> None:
    """Its key and the signature on it; raises SignatureRefused (algorithm-refused)."""
    if not sm2.is_sm2(certificate):
        _key(certificate)
    if certificate.signature_algorithm_oid == sm2.SM2_WITH_SM3:
        return
    try:
        digest = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        raise refused("algorithm-refused") from None
    if digest is not None and not isinstance(digest, DIGESTS):
        raise refused("algorithm-refused")


@lru_cache(maxsize=1024)
def issued(here: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the issuer's key signed a certificate."""
    if not sm2.is_sm2(issuer):
        try:
            here.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
            return False
        return True
    by_sm2 = here.signature_algorithm_oid == sm2.SM2_WITH_SM3 and here.issuer == issuer.subject
    return by_sm2 and _holds(issuer, here.tbs_certificate_bytes, here.signature)


def issued_list(found: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    """Whether the issuer's key signed a revocation list."""
    if not sm2.is_sm2(issuer):
        return found.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    by_sm2 = found.signature_algorithm_oid == sm2.SM2_WITH_SM3
    return by_sm2 and _holds(issuer, found.tbs_certlist_bytes, found.signature)


def _holds(certificate: x509.Certificate, data: bytes, signature: bytes) -> bool:
    try:
        sm2.check(certificate, data, signature)
    except SignatureRefused:
        return False
    return True


def _key(
    certificate: x509.Certificate,
) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey:
    try:
        key = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError):
        raise refused("algorithm-refused") from None
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= SMALLEST_RSA:
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, CURVES):
        return key
    if isinstance(key, ed25519.Ed25519PublicKey):
        return key
    raise refused("algorithm-refused")
