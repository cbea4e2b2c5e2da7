"""Certificates: chain, validity, revocation; signatures of each kind; challenges used once."""

import base64
import os
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from contracts.signing import Proof
from servicekit.signing.keys import (
    CERTIFICATE,
    SOFTWARE,
    SignatureRefused,
    SigningKey,
    admit,
    verify,
)
from servicekit.signing.software import SoftwareKeys
from servicekit.signing.trust import Trust

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEXT = '{"decision":"pass_first_post","officer":"李一"}'
SIGNING = {
    "rsa": (
        lambda: rsa.generate_private_key(65537, 2048),
        lambda key, text: key.sign(text, padding.PKCS1v15(), hashes.SHA256()),
    ),
    "ecdsa": (
        lambda: ec.generate_private_key(ec.SECP256R1()),
        lambda key, text: key.sign(text, ec.ECDSA(hashes.SHA256())),
    ),
    "ed25519": (ed25519.Ed25519PrivateKey.generate, lambda key, text: key.sign(text)),
}


class Issuer:
    """A certificate that may issue others."""

    def __init__(self, name, above=None, ca=True):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.above, self.subject = above, named(name)
        self.certificate = (above or self).issue(name, self.key.public_key(), ca=ca)

    def issue(self, name, public, *, ca=False, days=365, since=NOW - timedelta(days=10)):
        builder = x509.CertificateBuilder().subject_name(named(name)).issuer_name(self.subject)
        builder = builder.public_key(public).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(since).not_valid_after(since + timedelta(days=days))
        limits = x509.BasicConstraints(ca=ca, path_length=None)
        return builder.add_extension(limits, critical=True).sign(self.key, hashes.SHA256())

    def revoke(self, *certificates, days=7):
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.subject)
        builder = builder.last_update(NOW - timedelta(days=1))
        builder = builder.next_update(NOW + timedelta(days=days))
        for one in certificates:
            revoked = x509.RevokedCertificateBuilder().serial_number(one.serial_number)
            builder = builder.add_revoked_certificate(
                revoked.revocation_date(NOW - timedelta(days=1)).build()
            )
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM)


def named(name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def pem(*certificates):
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in certificates)


def key_of(public, kind=CERTIFICATE):
    return SigningKey(serial="UK-1", kind=kind, public=public)


def proof(signature):
    text = signature if isinstance(signature, str) else base64.b64encode(signature).decode()
    return Proof(challenge_id=UUID(int=1), signature=text)


@pytest.fixture(scope="module")
def root():
    return Issuer("根")


@pytest.mark.parametrize("kind", SIGNING)
def test_each_kind_of_signature_holds_for_its_text_alone(root, kind):
    make, sign = SIGNING[kind]
    own = make()
    key = key_of(pem(root.issue("李一", own.public_key())))
    trust = Trust(roots=(root.certificate,))
    signed = sign(own, TEXT.encode())
    assert len(verify(key, TEXT, proof(signed), trust, NOW)) == 64
    others = sign(make(), TEXT.encode())
    for text, bad in ((TEXT + " ", signed), (TEXT, others), (TEXT, b"x"), (TEXT, "not base64")):
        with pytest.raises(SignatureRefused):
            verify(key, text, proof(bad), trust, NOW)


def test_a_chain_leads_to_a_trusted_root_through_those_who_may_issue(root):
    middle = Issuer("中级", root)
    clerk = Issuer("普通人", root, ca=False)
    own = ec.generate_private_key(ec.SECP256R1())
    trust = Trust(roots=(root.certificate,))
    good = middle.issue("李一", own.public_key())
    assert admit(key_of(pem(good, middle.certificate)), trust, NOW)
    stranger = Issuer("根")  # the same name, another key
    bad = {
        "middle missing": pem(good),
        "no authority": pem(clerk.issue("李一", own.public_key()), clerk.certificate),
        "another root of the same name": pem(stranger.issue("李一", own.public_key())),
        "brings its own root": pem(stranger.issue("李一", own.public_key()), stranger.certificate),
        "no certificate": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "nothing": "",
    }
    for what, public in bad.items():
        with pytest.raises(SignatureRefused):
            admit(key_of(public), trust, NOW)
            pytest.fail(what)


@pytest.mark.parametrize("days", [-400, 400])
def test_a_certificate_holds_only_in_its_time(root, days):
    own = ec.generate_private_key(ec.SECP256R1())
    public = pem(root.issue("李一", own.public_key(), days=30))
    trust = Trust(roots=(root.certificate,))
    assert admit(key_of(public), trust, NOW)
    with pytest.raises(SignatureRefused, match="有效期"):
        admit(key_of(public), trust, NOW + timedelta(days=days))


def test_a_revoked_certificate_is_refused_as_soon_as_the_list_says_so(root, tmp_path):
    own, path = ec.generate_private_key(ec.SECP256R1()), tmp_path / "lists.pem"
    certificate = root.issue("李一", own.public_key())
    key, trust = key_of(pem(certificate)), Trust(roots=(root.certificate,), revocations=path)
    path.write_bytes(root.revoke())
    assert admit(key, trust, NOW)
    for content, why in [
        (root.revoke(certificate), "吊销。"),
        (root.revoke(days=-1), "过期"),
        (Issuer("根").revoke(), "缺少"),  # a list by somebody of the same name
        (b"", "缺少"),
    ]:
        path.write_bytes(content)
        os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000_000_000))
        with pytest.raises(SignatureRefused, match=why):
            admit(key, trust, NOW)


def test_software_keys_are_refused_where_nobody_chose_them(root):
    keys = SoftwareKeys("seed")
    public = keys.certificate("SW-1", "李一")
    signed = proof(keys.sign("SW-1", TEXT))
    own = Trust(software=keys.root)
    assert verify(key_of(public, SOFTWARE), TEXT, signed, own, NOW)
    assert "演示用软件钥匙" in str(x509.load_pem_x509_certificate(public.encode()).subject)
    for kind, trust in [
        (SOFTWARE, Trust()),
        (SOFTWARE, Trust(roots=(root.certificate,))),
        (SOFTWARE, Trust(software=SoftwareKeys("other").root)),
        (CERTIFICATE, own),
        ("invented", own),
    ]:
        with pytest.raises(SignatureRefused):
            verify(key_of(public, kind), TEXT, signed, trust, NOW)


def test_settings_say_whom_to_trust(root):
    assert Trust.from_settings({}) == Trust()
    assert Trust.from_settings({"KEY_ROOTS": pem(root.certificate)}).roots == (root.certificate,)
    seeded = Trust.from_settings({"SOFTWARE_SEED": "seed"})
    assert seeded.software == SoftwareKeys("seed").root
