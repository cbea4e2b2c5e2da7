"""SM2 with SM3 (GB/T 32918.2, GM/T 0009), which the certificate library does not know.

Verification only. The arithmetic on the curve is gmalg's: Python, no secrets, tens of milliseconds
a signature. SM3 is OpenSSL's: a revocation list may be megabytes long.
"""

from functools import lru_cache

from asn1crypto.keys import PublicKeyInfo
from asn1crypto.x509 import Certificate as Parsed
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from gmalg.base import Hash
from gmalg.ellipticcurve import ECDLP
from gmalg.errors import GMError
from gmalg.sm2 import SM2Core

from servicekit.signing.refusals import refused

CURVE = "1.2.156.10197.1.301"
SM2_WITH_SM3 = x509.ObjectIdentifier("1.2.156.10197.1.501")
USER_ID = b"1234567812345678"  # where nothing else was agreed (GM/T 0009-2012, 10)
SIDE = 32  # bytes of a coordinate, of r and of s
# GB/T 32918.5-2017, 4: p, a, b, G, n.
PARAMETERS = ECDLP(
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF,
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC,
    0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93,
    (
        0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
        0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
    ),
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
)


class _Sm3(Hash):
    """OpenSSL's SM3 as gmalg wants it."""

    def __init__(self) -> None:
        self.reset()

    @classmethod
    def hash_length(cls) -> int:
        return 32

    def reset(self) -> None:
        self._hasher = hashes.Hash(hashes.SM3())

    def update(self, data: bytes) -> None:
        self._hasher.update(data)

    def value(self) -> bytes:
        return self._hasher.finalize()


@lru_cache(maxsize=1024)
def key_info(certificate: x509.Certificate) -> PublicKeyInfo:
    """A certificate's public key, of any kind, as it stands there."""
    parsed = Parsed.load(certificate.public_bytes(Encoding.DER))
    return parsed["tbs_certificate"]["subject_public_key_info"]


def is_sm2(certificate: x509.Certificate) -> bool:
    """Whether the certificate's key is on the SM2 curve."""
    algorithm = key_info(certificate)["algorithm"]
    if algorithm["algorithm"].native != "ec":
        return False
    return getattr(algorithm["parameters"].chosen, "dotted", "") == CURVE


def check(certificate: x509.Certificate, data: bytes, signature: bytes) -> None:
    """DER (ECDSA-Sig-Value) or r and s side by side; raises SignatureRefused."""
    r, s = _numbers(signature)
    if not holds(data, r, s, _point(certificate)):
        raise refused("signature-refused")


def holds(data: bytes, r: int, s: int, point: tuple[int, int], user_id: bytes = USER_ID) -> bool:
    """Whether (r, s) signs the data under a public key that lies on the curve."""
    try:
        return bool(SM2Core(PARAMETERS, _Sm3()).verify(data, r, s, user_id, point))
    except (GMError, ArithmeticError, ValueError, TypeError):
        return False


@lru_cache(maxsize=1024)
def _point(certificate: x509.Certificate) -> tuple[int, int]:
    """The public key, which must lie on the curve: gmalg does not ask when it verifies."""
    raw: bytes = key_info(certificate)["public_key"].native
    x, y = int.from_bytes(raw[1 : 1 + SIDE], "big"), int.from_bytes(raw[1 + SIDE :], "big")
    prime = PARAMETERS.fp.p
    if len(raw) != 1 + 2 * SIDE or raw[0] != 4 or max(x, y) >= prime:
        raise refused("certificate-malformed")
    if not PARAMETERS.ec.isvalid((x, y)):
        raise refused("certificate-malformed")
    return x, y


def _numbers(signature: bytes) -> tuple[int, int]:
    """Middlewares give either form; 64 bytes are never DER: that would name its own length."""
    if len(signature) == 2 * SIDE and signature[:2] != bytes((0x30, 2 * SIDE - 2)):
        return int.from_bytes(signature[:SIDE], "big"), int.from_bytes(signature[SIDE:], "big")
    try:
        r, s = decode_dss_signature(signature)
    except ValueError:
        raise refused("signature-malformed") from None
    if not (0 < r < 1 << 8 * SIDE and 0 < s < 1 << 8 * SIDE):
        raise refused("signature-malformed")
    return r, s
