"""Who gets a session at all: challenges, failures, and the first administrators."""

from datetime import UTC, datetime, timedelta

from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from gateway_staff import PASSWORD
from sqlalchemy import text

from gateway import demo_accounts
from gateway.officers.command import officers
from servicekit.testing.authorities import USES


def test_a_challenge_is_for_one_use_one_account_one_key_one_minute(office):
    challenge = office.challenge("city")
    proof = office.proof(challenge, "SW-city")
    form = {"account": "city", "password": demo_accounts.PASSWORD, "key_serial": "SW-city"}

    def post(account, proof):
        mine = form | {"account": account, "key_serial": f"SW-{account}", "proof": proof}
        return office.client.post("/api/v1/sessions", json=mine).status_code

    assert post("auditor", office.proof(challenge, "SW-auditor")) == 401
    assert post("city", proof) == 201
    assert post("city", proof) == 401
    late = office.challenge("city")
    office.clock.turn(seconds=60)
    assert post("city", office.proof(late, "SW-city")) == 401
    forged = office.challenge("city")
    assert post("city", office.proof(forged, "SW-auditor")) == 401


def test_a_challenge_tells_nobody_who_exists(office):
    known, unknown = office.challenge("city"), office.challenge("nobody")
    assert known.keys() == unknown.keys()
    assert len(known["text"]) - len("city" * 2) == len(unknown["text"]) - len("nobody" * 2)


def test_an_address_that_fails_fifty_times_waits(office):
    for place in range(50):
        assert office.sign_in(f"nobody{place}", "x", "SW-city").status_code == 401
    answer = office.sign_in("city")
    assert (answer.status_code, answer.json["code"]) == (429, "too-many-attempts")
    assert answer.headers["Retry-After"]
    office.clock.turn(minutes=15)
    assert office.sign_in("city").status_code == 201


def authority():
    """A root and a certificate under it, as PEM."""
    made = []
    issuer_key = issuer = None
    for name, is_root in (("根", True), ("李安全", False)):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = x509.CertificateBuilder().subject_name(subject).public_key(key.public_key())
        builder = builder.issuer_name(issuer or subject).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(datetime(2019, 1, 1, tzinfo=UTC))
        builder = builder.not_valid_after(datetime.now(UTC) + timedelta(days=900))
        limits = x509.BasicConstraints(ca=is_root, path_length=None)
        builder = builder.add_extension(usage(is_root), critical=True)
        certificate = builder.add_extension(limits, critical=True).sign(
            issuer_key or key, hashes.SHA256()
        )
        made.append(certificate.public_bytes(Encoding.PEM).decode())
        issuer_key, issuer = issuer_key or key, issuer or subject
    return made


def usage(is_root):
    wanted = {"key_cert_sign", "crl_sign"} if is_root else {"digital_signature"}
    return x509.KeyUsage(**{use: use in wanted for use in USES})


def test_the_command_line_makes_the_first_administrators_and_no_more(office, tmp_path, monkeypatch):
    root, own = authority()
    (tmp_path / "root.pem").write_text(root)
    (tmp_path / "own.pem").write_text(own)
    url = office.sessions.kw["bind"].url.render_as_string(hide_password=False)
    monkeypatch.setenv("LINGBU_GATEWAY_DATABASE_URL", url)
    monkeypatch.setenv("LINGBU_KEY_ROOTS_FILE", str(tmp_path / "root.pem"))
    with office.sessions.begin() as session:
        session.execute(text("UPDATE officers SET disabled = true WHERE account = 'security'"))

    def run(account, certificate="own.pem"):
        words = ["add-administrator", account, "--name", "李安全", "--role", "security_admin"]
        words += ["--key-serial", "UK-1", "--certificate", str(tmp_path / certificate)]
        return CliRunner().invoke(officers, [*words, "--password", PASSWORD])

    foreign = authority()
    (tmp_path / "foreign.pem").write_text(foreign[1])
    refused = run("li.an", "foreign.pem")
    assert refused.exit_code == 1 and "受信任" in refused.output
    done = run("li.an")
    assert done.exit_code == 0, done.output
    assert "已有人在任" in run("wang.an").output
    listed = CliRunner().invoke(officers, ["list"]).output
    assert "li.an\t李安全\toperator\t110000\tsecurity_admin\tUK-1" in listed
