"""Certificates: chain, validity, revocation; signatures of each kind. Each refusal has its code."""

import os
import random
import subprocess
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from contracts.signing import Proof
from servicekit.signing.encoding import to_base64
from servicekit.signing.keys import CERTIFICATE, SOFTWARE, SigningKey, admit, verify
from servicekit.signing.refusals import CASES, SignatureRefused
from servicekit.signing.revocation import Revocations
from servicekit.signing.software import SoftwareKeys
from servicekit.signing.trust import Trust
from servicekit.testing.authorities import NOW, Issuer, named, pem

TEXT = '{"decision":"pass_first_post","officer":"李一"}'
P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
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
OWN = ec.generate_private_key(ec.SECP256R1())
ROOT = Issuer("根")
TRUST = Trust(roots=(ROOT.certificate,))


def key_of(*certificates, kind=CERTIFICATE):
    return SigningKey(serial="UK-1", kind=kind, public=pem(*certificates))


def proof(signature):
    text = signature if isinstance(signature, str) else to_base64(signature)
    return Proof(challenge_id=UUID(int=1), signature=text)


def code_of(work):
    with pytest.raises(SignatureRefused) as caught:
        work()
    assert caught.value.message == CASES[caught.value.code]
    return caught.value.code


def signed(text=TEXT):
    return OWN.sign(text.encode(), ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize("kind", SIGNING)
def test_each_kind_of_signature_holds_for_its_text_alone(kind):
    make, sign = SIGNING[kind]
    own = make()
    key = key_of(ROOT.issue("李一", own.public_key()))
    good, others = sign(own, TEXT.encode()), sign(make(), TEXT.encode())
    assert len(verify(key, TEXT, proof(good), TRUST, NOW).fingerprint) == 64
    for text, bad, code in (
        (TEXT + " ", good, "signature-refused"),
        (TEXT, others, "signature-refused"),
        (TEXT, b"x", "signature-refused"),
        (TEXT, b"x" * 15000, "signature-refused"),
        (TEXT, "not base64", "signature-malformed"),
        (TEXT, "签名", "signature-malformed"),
    ):
        assert code_of(lambda t=text, b=bad: verify(key, t, proof(b), TRUST, NOW)) == code


def test_a_damaged_signature_never_holds():
    key, good = key_of(ROOT.issue("李一", OWN.public_key())), signed()
    seed = int(os.environ.get("LINGBU_SEED", random.randrange(10**9)))
    print("seed", seed)
    chance = random.Random(seed)
    for place in range(len(good)):
        flipped = bytearray(good)
        flipped[place] ^= 1 << chance.randrange(8)
        for bad in (bytes(flipped), good[:place], good + good[:place][:1]):
            if bad != good:
                assert code_of(lambda b=bad: verify(key, TEXT, proof(b), TRUST, NOW))


def test_the_other_s_of_an_ecdsa_signature_is_the_same_signature():
    key = key_of(ROOT.issue("李一", OWN.public_key()))
    r, s = decode_dss_signature(signed())
    other = encode_dss_signature(r, P256 - s)
    assert verify(key, TEXT, proof(other), TRUST, NOW)


MIDDLE = Issuer("中级", ROOT)
EXPIRED = Issuer("过期的中级", ROOT, days=5)
RENEWED = Issuer("中级", ROOT, days=5)
NO_AUTHORITY = Issuer("普通人", ROOT, ca=False)
NO_SIGNER = Issuer("不签发的", ROOT, uses=("crl_sign",))
SHORT = Issuer("不再设下级", ROOT, length=0)
BELOW = Issuer("下级", SHORT)
STRANGER = Issuer("根")  # the same name, another key


def within(*units, barred=False):
    name = x509.Name([*named("/".join([*units, "x"]))][:-1])
    trees = [x509.DirectoryName(name)]
    return x509.NameConstraints(None, trees) if barred else x509.NameConstraints(trees, None)


EAST = Issuer("东城中级", ROOT, more=((within("东城"), True),))
NOT_WEST = Issuer("非西城中级", ROOT, more=((within("西城", barred=True), True),))
MAIL = x509.NameConstraints([x509.RFC822Name("bjrbj.gov.cn")], None)
BY_MAIL = Issuer("邮件中级", ROOT, more=((MAIL, True),))
UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")


def leaf(issuer=ROOT, name="李一", public=None, **terms):
    return issuer.issue(name, public or OWN.public_key(), **terms)


REFUSED = {
    "middle missing": ("certificate-untrusted", [leaf(MIDDLE)]),
    "another root of the same name": ("certificate-untrusted", [leaf(STRANGER)]),
    "brings its own root": ("certificate-untrusted", [leaf(STRANGER), STRANGER.certificate]),
    "not yet": ("certificate-not-yet-valid", [leaf(since=NOW + timedelta(days=1))]),
    "no longer": ("certificate-expired", [leaf(days=9)]),
    "middle expired": ("issuer-expired", [leaf(EXPIRED), EXPIRED.certificate]),
    "authority as signer": ("certificate-is-authority", [leaf(ca=True)]),
    "root as signer": ("certificate-is-authority", [ROOT.certificate]),
    "for encryption": ("certificate-usage", [leaf(uses=("key_encipherment",))]),
    "for nothing said": ("certificate-usage", [leaf(uses=None)]),
    "an officer issues": (
        "issuer-not-authority",
        [leaf(NO_AUTHORITY), NO_AUTHORITY.certificate],
    ),
    "usage without issuing": ("issuer-not-authority", [leaf(NO_SIGNER), NO_SIGNER.certificate]),
    "one authority too many": (
        "chain-too-long",
        [leaf(BELOW), BELOW.certificate, SHORT.certificate],
    ),
    "outside the names allowed": (
        "certificate-name-excluded",
        [leaf(EAST, "西城/李一"), EAST.certificate],
    ),
    "within the names barred": (
        "certificate-name-excluded",
        [leaf(NOT_WEST, "西城/李一"), NOT_WEST.certificate],
    ),
    "limits of another kind": ("certificate-restricted", [leaf(BY_MAIL), BY_MAIL.certificate]),
    "an unknown critical extension": ("certificate-restricted", [leaf(more=((UNKNOWN, True),))]),
    "a short rsa key": (
        "algorithm-refused",
        [leaf(public=rsa.generate_private_key(65537, 1024).public_key())],
    ),
    "a curve of no use here": (
        "algorithm-refused",
        [leaf(public=ec.generate_private_key(ec.SECP256K1()).public_key())],
    ),
}
ADMITTED = {
    "root above": [leaf()],
    "middle between": [leaf(MIDDLE), MIDDLE.certificate],
    "an old and a renewed one": [leaf(MIDDLE), RENEWED.certificate, MIDDLE.certificate],
    "one authority allowed": [leaf(SHORT), SHORT.certificate],
    "a name allowed": [leaf(EAST, "东城/李一"), EAST.certificate],
    "a name not barred": [leaf(NOT_WEST, "东城/李一"), NOT_WEST.certificate],
    "an unknown extension that binds nobody": [leaf(more=((UNKNOWN, False),))],
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_certificate_that_may_not_sign_is_refused_for_its_reason(what):
    code, chain = REFUSED[what]
    assert code_of(lambda: admit(key_of(*chain), TRUST, NOW)) == code
    assert code_of(lambda: verify(key_of(*chain), TEXT, proof(signed()), TRUST, NOW)) == code


@pytest.mark.parametrize("what", ADMITTED)
def test_a_certificate_that_may_sign_is_admitted(what):
    assert verify(key_of(*ADMITTED[what]), TEXT, proof(signed()), TRUST, NOW)


@pytest.mark.parametrize(
    "public", ["", "x" * 20000, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
)
def test_what_is_no_certificate_is_refused(public):
    key = SigningKey(serial="UK-1", kind=CERTIFICATE, public=public)
    assert code_of(lambda: admit(key, TRUST, NOW)) == "certificate-malformed"


def test_a_chain_of_more_than_four_is_not_walked():
    chain = [ROOT]
    for name in ("一", "二", "三"):
        chain.append(Issuer(name, chain[-1]))
    above = [one.certificate for one in reversed(chain[1:])]
    assert code_of(lambda: admit(key_of(leaf(chain[-1]), *above), TRUST, NOW)) == "chain-too-long"
    assert admit(key_of(leaf(chain[-2]), *above[1:]), TRUST, NOW)


@pytest.fixture
def lists(tmp_path):
    path = tmp_path / "lists.pem"

    def write(content):
        path.write_bytes(content)
        lists.changes += 1
        os.utime(path, ns=(0, lists.changes * 1_000_000_000))

    lists.changes = 0
    write.path = path
    return write


def test_a_revoked_certificate_is_refused_as_soon_as_the_list_says_so(lists):
    mine = leaf(MIDDLE)
    key = key_of(mine, MIDDLE.certificate)
    trust = Trust(roots=TRUST.roots, revocations=Revocations(lists.path))
    lists(ROOT.revoke() + MIDDLE.revoke())
    assert admit(key, trust, NOW)
    earlier = NOW - timedelta(days=9)
    for content, code in [
        (ROOT.revoke() + MIDDLE.revoke(mine), "certificate-revoked"),
        (ROOT.revoke() + MIDDLE.revoke(since=earlier) + MIDDLE.revoke(mine), "certificate-revoked"),
        (ROOT.revoke(MIDDLE.certificate) + MIDDLE.revoke(), "issuer-revoked"),
        (ROOT.revoke() + MIDDLE.revoke(days=-1), "revocations-stale"),
        (ROOT.revoke(), "revocations-missing"),
        (ROOT.revoke() + Issuer("中级").revoke(), "revocations-missing"),  # of the same name
        (b"", "revocations-missing"),
    ]:
        lists(content)
        assert code_of(lambda: admit(key, trust, NOW)) == code, content


def test_a_stale_list_is_told_and_used_where_that_was_chosen(lists, caplog):
    mine = leaf()
    values = {"KEY_REVOCATIONS": str(lists.path), "KEY_REVOCATIONS_STALE": "tell"}
    trust = Trust(roots=TRUST.roots, revocations=Trust.from_settings(values).revocations)
    lists(ROOT.revoke(days=-1))
    assert admit(key_of(mine), trust, NOW)
    assert "revocation list is stale" in caplog.text
    lists(ROOT.revoke(mine, days=-1))
    assert code_of(lambda: admit(key_of(mine), trust, NOW)) == "certificate-revoked"


@pytest.mark.parametrize("words", [[], ["-noattr"]], ids=["attributes", "none"])
def test_detached_signed_data_as_openssl_makes_it_holds_for_its_text_and_signer(tmp_path, words):
    own = rsa.generate_private_key(65537, 2048)
    mine, twin = (ROOT.issue("李一", own.public_key()) for _ in range(2))
    secret = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key").write_bytes(secret)
    (tmp_path / "mine").write_text(pem(mine))
    (tmp_path / "text").write_text(TEXT)
    command = ["openssl", "cms", "-sign", "-binary", "-in", "text", "-signer", "mine"]
    command += ["-inkey", "key", "-md", "sha256", "-outform", "DER", *words]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    assert verify(key_of(mine), TEXT, proof(made), TRUST, NOW)
    for key, text, code in (
        (key_of(mine), TEXT + " ", "signature-refused"),
        (key_of(twin), TEXT, "certificate-of-another"),
    ):
        assert code_of(lambda k=key, t=text: verify(k, t, proof(made), TRUST, NOW)) == code
    for end in range(20, len(made), 7):
        assert code_of(lambda e=end: verify(key_of(mine), TEXT, proof(made[:e]), TRUST, NOW))


def test_software_keys_are_refused_where_nobody_chose_them():
    keys = SoftwareKeys("seed")
    public = keys.certificate("SW-1", "李一")
    given = proof(keys.sign("SW-1", TEXT))
    own = Trust(software=keys.root)
    key = SigningKey(serial="SW-1", kind=SOFTWARE, public=public)
    assert verify(key, TEXT, given, own, NOW)
    assert "演示用软件钥匙" in str(x509.load_pem_x509_certificate(public.encode()).subject)
    for kind, trust, code in [
        (SOFTWARE, Trust(), "key-kind-refused"),
        (SOFTWARE, TRUST, "key-kind-refused"),
        (SOFTWARE, Trust(software=SoftwareKeys("other").root), "certificate-untrusted"),
        (CERTIFICATE, own, "certificate-untrusted"),
        ("webauthn", own, "key-kind-refused"),
        ("invented", own, "key-kind-refused"),
    ]:
        other = SigningKey(serial="SW-1", kind=kind, public=public)
        assert code_of(lambda k=other, t=trust: verify(k, TEXT, given, t, NOW)) == code


def test_settings_say_whom_to_trust():
    assert Trust.from_settings({}) == Trust()
    assert Trust.from_settings({"KEY_ROOTS": pem(ROOT.certificate)}).roots == TRUST.roots
    seeded = Trust.from_settings({"SOFTWARE_SEED": "seed"})
    assert seeded.software == SoftwareKeys("seed").root
