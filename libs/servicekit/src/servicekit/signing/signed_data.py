"""Detached SignedData (PKCS#7, RFC 5652, and GM/T 0010 for SM2), as many middlewares return it.

It is unwrapped to what every other signature is: bytes and a signature over them, to be checked
with the certificate that is registered. The certificates inside are not asked for anything.
"""

from asn1crypto import cms
from asn1crypto.core import Asn1Value, Integer, ObjectIdentifier, Sequence
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from servicekit.signing.refusals import SignatureRefused, refused

SIGNED_DATA = ("1.2.840.113549.1.7.2", "1.2.156.10197.6.1.4.2.2")
DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "2.16.840.1.101.3.4.2.1": hashes.SHA256(),
    "1.2.156.10197.1.401": hashes.SM3(),
}
_START = {ObjectIdentifier(oid).dump() for oid in SIGNED_DATA}


class _Outer(Sequence):
    """ContentInfo whatever its content is called: the library knows no names of GM/T 0010."""

    _fields = [("content_type", ObjectIdentifier), ("content", cms.SignedData, {"explicit": 0})]


def is_signed_data(signature: bytes) -> bool:
    """Whether these bytes begin like one."""
    return signature[:1] == b"\x30" and any(oid in signature[:20] for oid in _START)


def unwrap(signature: bytes, text: bytes, mine: x509.Certificate) -> tuple[bytes, bytes]:
    """What was signed, and the signature over it; raises SignatureRefused.

    Exactly one signer, who is `mine`; without signed attributes the text itself was signed.
    """
    try:
        return _unwrap(_Outer.load(signature, strict=True)["content"], text, mine)
    except SignatureRefused:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        raise refused("signature-malformed") from None


def _unwrap(found: cms.SignedData, text: bytes, mine: x509.Certificate) -> tuple[bytes, bytes]:
    [signer] = found["signer_infos"]
    carried = found["encap_content_info"]["content"]
    if carried.native not in (None, text):
        raise refused("signature-refused")
    _must_be(signer["sid"].chosen, mine)
    value: bytes = signer["signature"].native
    attributes = signer["signed_attrs"]
    if not attributes:
        return text, value
    told = {one["type"].dotted: one["values"] for one in attributes}
    [digest] = told[cms.CMSAttributeType.unmap("message_digest")]
    if digest.native != _digest(signer["digest_algorithm"]["algorithm"].dotted, text):
        raise refused("signature-refused")
    return attributes.untag().dump(), value


def _must_be(named: Asn1Value, mine: x509.Certificate) -> None:
    if not isinstance(named, cms.IssuerAndSerialNumber):
        raise refused("signature-malformed")
    issuer, number = named["issuer"].dump(), named["serial_number"]
    same = isinstance(number, Integer) and number.native == mine.serial_number
    if not same or issuer != mine.issuer.public_bytes():
        raise refused("certificate-of-another")


def _digest(oid: str, text: bytes) -> bytes:
    if oid not in DIGESTS:
        raise refused("algorithm-refused")
    hasher = hashes.Hash(DIGESTS[oid])
    hasher.update(text)
    return hasher.finalize()
