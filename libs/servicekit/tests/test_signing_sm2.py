"""SM2 with SM3: the standard's own example, and what OpenSSL makes; never our own signatures."""

import os
import random
import re
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from asn1crypto import cms, core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from contracts.signing import Proof
from servicekit.signing import sm2
from servicekit.signing.encoding import to_base64
from servicekit.signing.keys import CERTIFICATE, SigningKey, admit, verify
from servicekit.signing.refusals import SignatureRefused
from servicekit.signing.revocation import Revocations
from servicekit.signing.trust import Trust

TEXT = '{"decision":"pass_second_post","officer":"王二"}'
NOW = datetime.now(UTC) + timedelta(days=1)  # after what is issued below, whenever that is
SAME = "distid:1234567812345678"
ENDS = {
    "root": "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n",
    "signs": "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n",
    "hides": "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,keyEncipherment\n",
}
CONFIG = """[ca]
default_ca = own
[own]
database = index
crlnumber = number
default_md = sm3
default_crl_days = 7
"""

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None and not os.environ.get("CI"), reason="no openssl here"
)


def run(folder, *words, given=None):
    done = subprocess.run(["openssl", *words], cwd=folder, input=given, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


class Works:
    """An authority on the SM2 curve, kept by OpenSSL in a folder."""

    def __init__(self, folder):
        self.folder = folder
        for name, text in ENDS.items():
            (folder / f"{name}.ext").write_text(text)
        (folder / "ca.cnf").write_text(CONFIG)
        (folder / "index").write_text("")
        (folder / "number").write_text("01\n")
        self.request("root")
        words = ("-req", "-in", "root.csr", "-signkey", "root.key", "-days", "3650")
        self.certify("root", words, "root")
        self.root = self.load("root")
        self.issue("mine", "signs")

    def request(self, name):
        key = ("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2")
        run(self.folder, *key, "-out", f"{name}.key")
        words = ("req", "-new", "-key", f"{name}.key", "-sm3", "-sigopt", SAME)
        run(self.folder, *words, "-subj", f"/C=CN/CN={name}", "-out", f"{name}.csr")

    def issue(self, name, end):
        self.request(name)
        words = ("-req", "-in", f"{name}.csr", "-CA", "root.pem", "-CAkey", "root.key")
        self.certify(name, (*words, "-CAcreateserial", "-days", "365"), end)

    def certify(self, name, words, end):
        more = ("-sm3", "-sigopt", SAME, "-vfyopt", SAME, "-extfile", f"{end}.ext")
        run(self.folder, "x509", *words, *more, "-out", f"{name}.pem")

    def load(self, name):
        return x509.load_pem_x509_certificate((self.folder / f"{name}.pem").read_bytes())

    def key(self, name):
        return SigningKey(
            serial="SM-1", kind=CERTIFICATE, public=(self.folder / f"{name}.pem").read_text()
        )

    def sign(self, data, name="mine", user=SAME):
        return run(self.folder, "dgst", "-sm3", "-sign", f"{name}.key", "-sigopt", user, given=data)

    def revoked(self, *names):
        for name in names:
            run(self.folder, *self._ca("-revoke", f"{name}.pem"))
        made = run(self.folder, *self._ca("-gencrl"), "-sigopt", SAME)
        return made[made.index(b"-----BEGIN") :]

    def _ca(self, *words):
        return ("ca", "-config", "ca.cnf", "-cert", "root.pem", "-keyfile", "root.key", *words)


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    return Works(tmp_path_factory.mktemp("sm2"))


@pytest.fixture(scope="module")
def trust(works):
    return Trust(roots=(works.root,))


def proof(signature):
    return Proof(challenge_id=UUID(int=1), signature=to_base64(signature))


def code_of(work):
    with pytest.raises(SignatureRefused) as caught:
        work()
    return caught.value.code


def bare(signature):
    return b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(signature))


def test_the_example_of_the_standard_holds():
    """GB/T 32918.5-2017, A.2: the curve in force, user and message as printed there."""
    point = (
        0x09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020,
        0xCCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13,
    )
    r = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
    s = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA
    assert sm2.holds(b"message digest", r, s, point)
    assert not sm2.holds(b"message digest.", r, s, point)
    assert not sm2.holds(b"message digest", r, s, point, user_id=b"")
    order = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
    for other in ((r, order - s), (r + order, s), (r, s + order), (0, s), (r, 0), (r, order - r)):
        assert not sm2.holds(b"message digest", *other, point)


@pytest.mark.parametrize("form", [bytes, bare], ids=["DER", "r and s"])
def test_a_signature_by_openssl_holds_for_its_text_and_key_alone(works, trust, form):
    key, good = works.key("mine"), form(works.sign(TEXT.encode()))
    assert verify(key, TEXT, proof(good), trust, NOW).fingerprint == admit(key, trust, NOW)
    works.issue("other", "signs")
    another_user = form(works.sign(TEXT.encode(), user="distid:somebody"))
    for text, bad in (
        (TEXT + " ", good),
        (TEXT, form(works.sign(TEXT.encode(), "other"))),
        (TEXT, another_user),
    ):
        work = lambda t=text, b=bad: verify(key, t, proof(b), trust, NOW)  # noqa: E731
        assert code_of(work) == "signature-refused"


def test_a_damaged_signature_never_holds(works, trust):
    key, good = works.key("mine"), works.sign(TEXT.encode())
    seed = int(os.environ.get("LINGBU_SEED", random.randrange(10**9)))
    print("seed", seed)
    chance = random.Random(seed)
    for place in range(0, len(good), 3):
        flipped = bytearray(good)
        flipped[place] ^= 1 << chance.randrange(8)
        for bad in (bytes(flipped), good[:place]):
            assert code_of(lambda b=bad: verify(key, TEXT, proof(b), trust, NOW))
    r, s = decode_dss_signature(good)
    for numbers in ((r, s + (1 << 256)), (r + (1 << 300), s), (0, s)):
        bad = encode_dss_signature(*numbers)
        assert code_of(lambda b=bad: verify(key, TEXT, proof(b), trust, NOW))


def test_chain_usage_and_time_are_checked_as_for_other_certificates(works, trust):
    works.issue("hidden", "hides")
    assert code_of(lambda: admit(works.key("hidden"), trust, NOW)) == "certificate-usage"
    assert code_of(lambda: admit(works.key("root"), trust, NOW)) == "certificate-is-authority"
    late = NOW + timedelta(days=400)
    assert code_of(lambda: admit(works.key("mine"), trust, late)) == "certificate-expired"


def test_a_chain_by_another_authority_of_the_same_name_is_refused(works, tmp_path):
    trust = Trust(roots=(Works(tmp_path).root,))
    assert code_of(lambda: admit(works.key("mine"), trust, NOW)) == "certificate-untrusted"


def test_a_list_signed_with_sm2_revokes(works, trust, tmp_path):
    path = tmp_path / "lists.pem"
    works.issue("lost", "signs")
    listed = Trust(roots=trust.roots, revocations=Revocations(path))
    path.write_bytes(works.revoked())
    assert admit(works.key("lost"), listed, NOW)
    path.write_bytes(works.revoked("lost"))
    os.utime(path, ns=(0, 1))
    assert code_of(lambda: admit(works.key("lost"), listed, NOW)) == "certificate-revoked"
    assert admit(works.key("mine"), listed, NOW)


@pytest.mark.parametrize("with_attributes", [True, False])
def test_signed_data_of_gmt_0010_holds_for_its_text_and_signer(works, trust, with_attributes):
    key = works.key("mine")
    made = signed_data(works, TEXT.encode(), with_attributes)
    assert verify(key, TEXT, proof(made), trust, NOW)
    refused = code_of(lambda: verify(key, TEXT + " ", proof(made), trust, NOW))
    assert refused == "signature-refused"
    works.issue("other", "signs")
    work = lambda: verify(works.key("other"), TEXT, proof(made), trust, NOW)  # noqa: E731
    assert code_of(work) == "certificate-of-another"


def signed_data(works, text, with_attributes):
    """As GM/T 0010 lays it out; OpenSSL signs, for its own CMS does not know SM2."""
    hasher = hashes.Hash(hashes.SM3())
    hasher.update(text)
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["1.2.156.10197.6.1.4.2.1"]},
            {"type": "message_digest", "values": [hasher.finalize()]},
        ]
    )
    mine = works.load("mine")
    name = cms.IssuerAndSerialNumber(
        {
            "issuer": cms.Name.load(mine.issuer.public_bytes()),
            "serial_number": mine.serial_number,
        }
    )
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier("issuer_and_serial_number", name),
        "digest_algorithm": {"algorithm": "1.2.156.10197.1.401"},
        "signature_algorithm": {"algorithm": "1.2.156.10197.1.301.1"},
        "signature": works.sign(attributes.dump() if with_attributes else text),
    }
    if with_attributes:
        signer["signed_attrs"] = attributes
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": "1.2.156.10197.1.401"}],
            "encap_content_info": {"content_type": "1.2.156.10197.6.1.4.2.1"},
            "signer_infos": [signer],
        }
    )
    outer = core.ObjectIdentifier("1.2.156.10197.6.1.4.2.2").dump()
    body = outer + b"\xa0" + der_length(content.dump()) + content.dump()
    return b"\x30" + der_length(body) + body


def der_length(body):
    size = len(body)
    if size < 128:
        return bytes([size])
    wide = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(wide)]) + wide


def test_one_press_takes_less_time_than_anybody_notices(works, trust):
    key, good = works.key("mine"), proof(works.sign(TEXT.encode()))
    verify(key, TEXT, good, trust, NOW)
    begun = time.process_time()
    for _ in range(5):
        verify(key, TEXT, good, trust, NOW)
    spent = (time.process_time() - begun) / 5
    print(f"{spent * 1000:.0f} ms for one signature")
    assert spent < 0.5


def test_the_example_of_the_runbook_works_as_pasted(tmp_path):
    runbook = Path(__file__).parents[3] / "docs/runbooks/officers.md"
    [script] = re.findall(r"```sh\n(openssl .*?)```", runbook.read_text("utf-8"), re.DOTALL)
    subprocess.run(["sh", "-e"], input=script.encode(), cwd=tmp_path, check=True)
    said = {name: (tmp_path / name).read_text() for name in ("root.pem", "key.pem", "signature")}
    key = SigningKey(serial="UK-1", kind=CERTIFICATE, public=said["key.pem"])
    given = Proof(challenge_id=UUID(int=1), signature=said["signature"])
    trust = Trust.from_settings({"KEY_ROOTS": said["root.pem"]})
    now = datetime.now(UTC) + timedelta(minutes=5)
    assert verify(key, '{"purpose":"sign-in"}', given, trust, now)
