"""Certificate authorities for tests, with every mistake an authority can make."""

from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BEFORE = NOW - timedelta(days=10)
USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
SIGNS, ISSUES = ("digital_signature",), ("key_cert_sign", "crl_sign")


class Issuer:
    """A certificate that may issue others, by itself or by the one above it."""

    def __init__(self, name: str, above: "Issuer | None" = None, **more: Any) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.subject = named(name)
        terms: dict[str, Any] = {"ca": True, "uses": ISSUES, **more}
        self.certificate = (above or self).issue(name, self.key.public_key(), **terms)

    def issue(
        self,
        name: str,
        public: Any,
        *,
        ca: bool | None = False,
        days: int = 365,
        since: datetime = BEFORE,
        uses: tuple[str, ...] | None = SIGNS,
        length: int | None = None,
        more: tuple[tuple[x509.ExtensionType, bool], ...] = (),
    ) -> x509.Certificate:
        """A certificate; `ca` or `uses` None leave the extension out."""
        builder = x509.CertificateBuilder().subject_name(named(name)).issuer_name(self.subject)
        builder = builder.public_key(public).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(since).not_valid_after(since + timedelta(days=days))
        if ca is not None:
            limits = x509.BasicConstraints(ca=ca, path_length=length)
            builder = builder.add_extension(limits, critical=True)
        if uses is not None:
            usage = x509.KeyUsage(**{use: use in uses for use in USES})
            builder = builder.add_extension(usage, critical=True)
        for extension, critical in more:
            builder = builder.add_extension(extension, critical=critical)
        return builder.sign(self.key, hashes.SHA256())

    def revoke(
        self, *certificates: x509.Certificate, days: int = 7, since: datetime | None = None
    ) -> bytes:
        """A revocation list as PEM, which holds for so many days from NOW."""
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.subject)
        builder = builder.last_update(since or NOW - timedelta(days=2))
        builder = builder.next_update(NOW + timedelta(days=days))
        for one in certificates:
            revoked = x509.RevokedCertificateBuilder().serial_number(one.serial_number)
            builder = builder.add_revoked_certificate(revoked.revocation_date(BEFORE).build())
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM)


def named(name: str) -> x509.Name:
    """`部门/李一` is somebody in a unit, `李一` somebody."""
    *units, common = name.split("/")
    parts = [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit) for unit in units]
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def pem(*certificates: x509.Certificate) -> str:
    """As a key is registered with."""
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in certificates)
