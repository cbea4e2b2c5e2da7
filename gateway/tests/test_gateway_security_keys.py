"""Security keys at the gateway: registered by ceremony, bound, signed in with, found cloned."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from sqlalchemy import select, update

import policy
from contracts import wire
from contracts.review import PassFirstPost
from gateway import demo_accounts
from gateway.officers.desk import make_desk
from gateway.settings import Gateway
from gateway.store import OfficerRow, kit
from servicekit.signing.refusals import refused
from servicekit.signing.register import Register
from servicekit.testing.authorities import BEFORE, Issuer, pem
from servicekit.testing.security_key import PRESENT, VERIFIED, TestKey

SERIAL = "SK-0001"
HOLDER = "dongcheng-clerk"


def ceremony(office, serial=SERIAL, who="operator"):
    return office.call("POST", f"/keys/{serial}/ceremony", who, {})


def register(office, key, serial=SERIAL, begun=None, **faults):
    """The ceremony and its end; the key signs what the page would give it."""
    begun = begun or ceremony(office, serial).json
    answer = key.create(begun["options"], **faults)
    attested = {"challenge_id": begun["challenge_id"], **answer}
    form = {"serial": serial, "kind": "webauthn", "attested": attested}
    return office.call("POST", "/keys", "operator", form)


def hand_over(office, serial=SERIAL, account=HOLDER):
    office.clock.turn(minutes=1)
    office.call("POST", f"/keys/SW-{account}/unbinding", "security", {"reason": "换用安全密钥"})
    return office.call("POST", f"/keys/{serial}/binding", "security", {"account": account})


def sign_in(office, key, password=demo_accounts.PASSWORD, **faults):
    challenge = office.challenge(HOLDER, SERIAL)
    proof = key.proof(UUID(challenge["challenge_id"]), challenge["text"], **faults)
    form = {"account": HOLDER, "password": password, "key_serial": SERIAL}
    return office.client.post("/api/v1/sessions", json=form | {"proof": wire.dump(proof)})


def test_a_registered_key_opens_a_session_and_is_told_from_software_keys(office):
    key = TestKey()
    made = register(office, key)
    assert (made.status_code, made.json["kind"], made.json["notice"]) == (201, "webauthn", "")
    assert hand_over(office).status_code == 200
    opened = sign_in(office, key)
    assert (opened.status_code, opened.json["key_kind"]) == (201, "webauthn")
    again = office.client.get(
        "/api/v1/sessions/current", headers={"Authorization": f"Bearer {opened.json['token']}"}
    )
    assert again.json["key_kind"] == "webauthn"
    assert office.sign_in("city").json["key_kind"] == "software-demo"
    assert office.call("GET", "/keys/SW-city", "auditor").json["notice"] == "演示用软件钥匙"


def test_the_ceremony_asks_for_one_verified_credential_of_this_site_in_each_key(office):
    options = ceremony(office).json["options"]
    assert options["rp"]["id"] == "localhost"
    chosen = options["authenticatorSelection"]
    assert (chosen["userVerification"], chosen["residentKey"]) == ("required", "required")
    other = ceremony(office, "SK-0002").json["options"]
    assert options["user"]["id"] == other["user"]["id"]
    assert options["challenge"] != other["challenge"]
    assert ceremony(office, who="security").status_code == 403


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        ({"kind": "webauthn.get"}, "assertion-type"),
        ({"origin": "https://evil.example"}, "assertion-origin"),
        ({"rp_id": "evil.example"}, "assertion-site"),
        ({"flags": PRESENT | 0x40}, "user-not-verified"),
        ({"flags": VERIFIED | 0x40}, "user-not-present"),
        ({"flags": PRESENT | VERIFIED}, "assertion-malformed"),
        ({"algorithm": -257}, "algorithm-refused"),
    ],
)
def test_a_registration_from_elsewhere_is_refused(office, faults, code):
    assert register(office, TestKey(), **faults).json["code"] == code
    assert office.call("GET", f"/keys/{SERIAL}", "auditor").status_code == 404


def test_a_ceremony_is_for_one_serial_once_and_soon(office):
    begun = ceremony(office).json
    assert register(office, TestKey(), "SK-0002", begun).json["code"] == "challenge-other"
    assert register(office, TestKey(), SERIAL, begun).status_code == 201
    assert register(office, TestKey(), SERIAL, begun).json["code"] == "challenge-used"
    late = ceremony(office, "SK-0003").json
    office.clock.turn(minutes=2)
    assert register(office, TestKey(), "SK-0003", late).json["code"] == "challenge-expired"


def test_one_key_is_not_registered_under_two_serials(office):
    key = TestKey()
    assert register(office, key).status_code == 201
    assert register(office, key, "SK-0002").json["code"] == "key-known"


@pytest.mark.parametrize("raw", ["", "AAAA", "签名", "n" * 20000, "oA==", "gA=="])
def test_an_answer_that_is_none_is_refused(office, raw):
    attested = {"challenge_id": str(uuid4()), "attestation_object": raw, "client_data": raw}
    for form in (
        {"serial": SERIAL, "kind": "webauthn", "attested": attested},
        {"serial": SERIAL, "kind": "webauthn"},
        {"serial": SERIAL},
    ):
        assert office.call("POST", "/keys", "operator", form).status_code in {403, 409, 422}


def test_a_cloned_key_is_told_ends_its_sessions_and_opens_none(office):
    key = TestKey()
    register(office, key)
    hand_over(office)
    key.count = 20
    token = sign_in(office, key).json["token"]
    key.count = 7
    assert sign_in(office, key, password="wrong").json["code"] == "wrong-credentials"
    key.count = 7
    assert sign_in(office, key).json["code"] == "key-cloned"
    headers = {"Authorization": f"Bearer {token}"}
    assert office.client.get("/api/v1/sessions/current", headers=headers).status_code == 401
    key.count = 90
    assert sign_in(office, key).json["code"] == "key-cloned"
    seen = office.call("GET", f"/keys/{SERIAL}", "auditor").json
    assert seen["cloned_at"]
    assert [one["what"] for one in seen["history"]][-1] == "key_cloned"
    office.clock.turn(minutes=1)
    office.call("POST", f"/keys/{SERIAL}/unbinding", "security", {"reason": "疑似复制"})
    bound = office.call("POST", f"/keys/{SERIAL}/binding", "security", {"account": HOLDER})
    assert bound.json["code"] == "key-cloned"


def decide(office, key, token, n, **answers):
    """A first post at review, whose stand-in answers whatever it is told to."""
    case, text = uuid4(), f"challenge {n}"
    if answers:
        office.doors.answers[PassFirstPost] = lambda _: answers["raised"]
    proof = wire.dump(key.proof(uuid4(), text))
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"decide-{n}"}
    form = {"dossier_version": 1, "proof": proof}
    path = f"/api/v1/cases/{case}/first-post"
    answer = office.client.post(path, json=form, headers=headers)
    return answer, office.doors.asked[-1][1].key_count


def test_one_counter_stands_for_sign_ins_and_the_decisions_of_every_service(office):
    key = TestKey()
    register(office, key)
    hand_over(office)
    key.count = 20
    token = sign_in(office, key).json["token"]
    assert decide(office, key, token, 1)[1] == 21
    assert decide(office, key, token, 2)[1] == 22
    key.count = 21  # a copy made before the decisions: at the sign-in it meets the counter of both
    assert sign_in(office, key).json["code"] == "key-cloned"


def test_a_key_that_a_service_found_cloned_is_cloned_everywhere(office):
    key = TestKey()
    register(office, key)
    hand_over(office)
    token = sign_in(office, key).json["token"]
    told, _ = decide(office, key, token, 1, raised=refused("key-cloned"))
    assert told.json["code"] == "key-cloned"
    headers = {"Authorization": f"Bearer {token}"}
    assert office.client.get("/api/v1/sessions/current", headers=headers).status_code == 401
    assert sign_in(office, key).json["code"] == "key-cloned"


def test_the_register_of_keys_says_whose_key_was_whose_when(office):
    """What `lingbu verify-signatures` compares every kept signature with."""
    key, begun = TestKey(), office.clock.now()
    register(office, key)
    hand_over(office)
    with office.sessions() as session:
        found = Register.read(session.connection())
    fingerprint = office.call("GET", f"/keys/{SERIAL}", "auditor").json["fingerprint"]
    now = office.clock.now()

    def fault(**changes):
        made = {"key_serial": SERIAL, "fingerprint": fingerprint, "officer": HOLDER}
        return found.fault_of(SimpleNamespace(**made | {"signed_at": now} | changes))

    assert fault() == ""
    assert fault(fingerprint="0" * 64) and fault(key_serial="SK-9") and fault(officer="city")
    assert fault(signed_at=begun - timedelta(minutes=6))
    former = fault(key_serial=f"SW-{HOLDER}", fingerprint=found.fingerprints[f"SW-{HOLDER}"])
    assert former == ""  # within the slack of clocks; later it is nobody's
    later = {"signed_at": now + timedelta(minutes=9)}
    assert fault(key_serial=f"SW-{HOLDER}", fingerprint=found.fingerprints[f"SW-{HOLDER}"], **later)


def test_a_counter_that_the_key_has_not_signed_counts_for_nothing(office):
    """An order given again is answered from memory, with whatever proof."""
    key, other = TestKey(), TestKey()
    register(office, key)
    hand_over(office)
    token = sign_in(office, key).json["token"]
    other.count = 90_000
    decide(office, other, token, 1)
    assert decide(office, key, token, 2)[0].status_code == 200
    assert sign_in(office, key).status_code == 201


def maker_of(issuer):
    """Signs a statement as a maker's key does (packed, with a certificate)."""
    own = ec.generate_private_key(ec.SECP256R1())
    parts = [
        (NameOID.COUNTRY_NAME, "CN"),
        (NameOID.ORGANIZATION_NAME, "钥匙厂"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, "Authenticator Attestation"),
        (NameOID.COMMON_NAME, "钥匙"),
    ]
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuer.subject)
    builder = builder.public_key(own.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(BEFORE).not_valid_after(BEFORE.replace(year=2036))
    limits = x509.BasicConstraints(ca=False, path_length=None)
    made = builder.add_extension(limits, critical=True).sign(issuer.key, hashes.SHA256())

    def statement(signed):
        signature = own.sign(signed, ec.ECDSA(hashes.SHA256()))
        return {"alg": -7, "sig": signature, "x5c": [made.public_bytes(Encoding.DER)]}

    return statement


def test_where_makers_are_set_only_their_keys_are_registered(office):
    maker, other = Issuer("钥匙厂"), Issuer("钥匙厂")
    before = office.app.extensions["lingbu"]
    values = dict(before.desk.world.settings) | {"WEBAUTHN_MAKERS": pem(maker.certificate)}
    office.app.extensions["lingbu"] = Gateway(
        doors=before.doors,
        sessions=before.sessions,
        clock=before.clock,
        settings=before.settings,
        desk=make_desk(before.sessions, before.clock, values),
    )
    assert ceremony(office).json["options"]["attestation"] == "direct"
    assert register(office, TestKey()).json["code"] == "maker-unknown"
    assert register(office, TestKey(), statement=maker_of(other)).json["code"] == "maker-unknown"
    good = register(office, TestKey(), statement=maker_of(maker))
    assert good.status_code == 201, good.text


def test_a_certificate_that_names_somebody_else_is_not_bound(office):
    root = Issuer("根", days=9000)
    before = office.app.extensions["lingbu"]
    values = dict(before.desk.world.settings) | {"KEY_ROOTS": pem(root.certificate)}
    office.app.extensions["lingbu"] = Gateway(
        doors=before.doors,
        sessions=before.sessions,
        clock=before.clock,
        settings=before.settings,
        desk=make_desk(before.sessions, before.clock, values),
    )
    office.clock.set(BEFORE.astimezone(office.clock.now().tzinfo).replace(year=2026, month=3))
    with office.sessions.begin() as session:
        session.execute(update(OfficerRow).values(password_set_at=office.clock.now()))
    accounts = demo_accounts.accounts_of(policy.load(), date(2019, 4, 1))
    name = next(one.name for one in accounts if one.account == HOLDER)
    for serial, subject in (("UK-1", "别人"), ("UK-2", f"051@{name}@N1101@1"), ("UK-3", HOLDER)):
        own = ec.generate_private_key(ec.SECP256R1()).public_key()
        form = {"serial": serial, "certificate": pem(root.issue(subject, own))}
        assert office.call("POST", "/keys", "operator", form).status_code == 201
    office.call("POST", f"/keys/SW-{HOLDER}/unbinding", "security", {"reason": "换用证书"})
    for serial, status in (("UK-1", 403), ("UK-2", 200)):
        bound = office.call("POST", f"/keys/{serial}/binding", "security", {"account": HOLDER})
        assert bound.status_code == status, bound.text
    with office.sessions() as session:
        kept = session.execute(select(kit.audit).where(kit.audit.c.chain == "key:UK-1")).all()
    assert [row.action for row in kept] == ["key_registered"]
