"""演示用软件钥匙: keys without a device, for the demo and for tests, and never for real data.

They are all made from one seed, so that every process of a demonstration knows the same root and
nothing has to be stored; without the seed (setting SOFTWARE_SEED) nobody accepts them.
"""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

NOTICE = "演示用软件钥匙"
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
ROOT = "root"


class SoftwareKeys:
    """Every software key of one demonstration."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self.root = _root(seed)

    def certificate(self, serial: str, officer: str) -> str:
        """The certificate of one key as PEM; the same at every call."""
        public = _key(self._seed, serial).public_key()
        subject = _name(officer, serial)
        builder = _builder(subject, self.root.subject, _number(self._seed, serial))
        builder = builder.public_key(public).add_extension(
            x509.BasicConstraints(ca=False, path_length=None), critical=True
        )
        builder = builder.add_extension(_usage(digital_signature=True), critical=True)
        made = builder.sign(_key(self._seed, ROOT), None)
        return made.public_bytes(Encoding.PEM).decode()

    def sign(self, serial: str, text: str) -> str:
        """What the key gives back for a text, base64."""
        return base64.b64encode(_key(self._seed, serial).sign(text.encode())).decode()


@cache
def _root(seed: str) -> x509.Certificate:
    name, key = _name("演示根证书", ROOT), _key(seed, ROOT)
    builder = _builder(name, name, _number(seed, ROOT)).public_key(key.public_key())
    usage = x509.BasicConstraints(ca=True, path_length=0)
    builder = builder.add_extension(_usage(key_cert_sign=True), critical=True)
    return builder.add_extension(usage, critical=True).sign(key, None)


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


@cache
def _key(seed: str, serial: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_derived(seed, f"key:{serial}"))


def _number(seed: str, serial: str) -> int:
    return int.from_bytes(_derived(seed, f"number:{serial}")[:16], "big") | 1


def _derived(seed: str, label: str) -> bytes:
    return hmac.new(seed.encode(), label.encode(), hashlib.sha256).digest()


def _name(common: str, serial: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, NOTICE),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, serial),
        ]
    )


def _builder(subject: x509.Name, issuer: x509.Name, number: int) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
    return builder.serial_number(number).not_valid_before(FIRST).not_valid_after(LAST)
