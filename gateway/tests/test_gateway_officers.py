"""Officers come and go, keys pass from hand to hand, sessions end: by whom, and what is refused."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from gateway import demo_accounts
from gateway.officers.command import officers
from gateway.officers.passwords import OFFICER, PRINTED
from gateway.store import OfficerRow
from servicekit.signing.software import SoftwareKeys
from servicekit.testing.authorities import USES

KEYS = SoftwareKeys("tests")
GIVEN, PASSWORD = "Battery-Staple-1", "Correct-Horse-7"
OWN_PASSWORD = "/api/v1/sessions/current/password"
NEW = {
    "account": "jingshan-clerk",
    "name": "景山经办",
    "tier": "street",
    "division": "110101002",
    "roles": ["street_clerk"],
    "valid_from": "2019-04-01",
}


def hire(desk, account="jingshan-clerk", serial="SW-new", **changes):
    """A new officer with a password of their own and a key; returns the answers."""
    made = desk.call("POST", "/officers", "security", NEW | {"account": account} | changes)
    desk.call("PUT", f"/officers/{account}/password", "security", {"password": GIVEN})
    certificate = KEYS.certificate(serial, account)
    form = {"serial": serial, "certificate": certificate, "kind": "software-demo"}
    key = desk.call("POST", "/keys", "operator", form)
    bound = desk.call("POST", f"/keys/{serial}/binding", "security", {"account": account})
    change(desk, GIVEN, PASSWORD, account, serial)
    return made, key, bound


def change(desk, old, new, account="jingshan-clerk", serial="SW-new"):
    """Signs in with the old password and changes it; returns the answer."""
    form = {"old_password": old, "password": new}
    return desk.client.put(OWN_PASSWORD, json=form, headers=session(desk, old, account, serial))


def session(desk, password, account="jingshan-clerk", serial="SW-new"):
    """The header of a new session."""
    token = desk.sign_in(account, password, serial).json["token"]
    return {"Authorization": f"Bearer {token}"}


def test_a_new_officer_works_once_password_and_key_are_there(office):
    answers = hire(office)
    assert [one.status_code for one in answers] == [201, 201, 200], [a.text for a in answers]
    assert office.sign_in("jingshan-clerk", PASSWORD, "SW-new").status_code == 201
    seen = office.call("GET", "/officers/jingshan-clerk", "auditor").json
    assert (seen["key_serial"], seen["bindings"][0]["bound_to"]) == ("SW-new", None)
    told = [(one["what"], one["actor"]) for one in seen["history"]]
    assert told == [
        ("officer_created", "security"),
        ("password_set", "security"),
        ("key_bound", "security"),
        ("password_changed", "jingshan-clerk"),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"tier": "village"}, "post-does-not-fit"),
        ({"roles": ["district_post1"]}, "post-does-not-fit"),
        ({"roles": []}, "post-does-not-fit"),
        ({"division": "110101"}, "post-does-not-fit"),
        ({"division": "110101999"}, "post-does-not-fit"),
        ({"tier": "district", "roles": ["district_post1"]}, "post-does-not-fit"),
        (
            {"tier": "operator", "division": "110000", "roles": ["system_admin", "audit_admin"]},
            "post-does-not-fit",
        ),
        ({"account": "a b"}, "invalid-fields"),
        ({"account": "System"}, "invalid-fields"),
        ({"account": "public"}, "invalid-fields"),
        ({"account": "6f1c1c1e-8f0a-4c38-9a53-2b7a0d6f7a11"}, "invalid-fields"),
        ({"valid_to": "2019-03-31"}, "invalid-fields"),
        ({"account": "city"}, "account-taken"),
    ],
)
def test_a_post_that_does_not_fit_is_refused(office, changes, code):
    answer = office.call("POST", "/officers", "security", NEW | changes)
    assert answer.json["code"] == code, answer.text


@pytest.mark.parametrize("who", ["operator", "auditor", "city", "donghuamen-clerk"])
def test_only_the_security_administrator_changes_officers(office, who):
    for method, path, form in [
        ("POST", "/officers", NEW),
        ("POST", "/officers/city/disabling", {"reason": "试试看"}),
        ("POST", "/officers/city/enabling", {}),
        ("PUT", "/officers/city/password", {"password": PASSWORD}),
        ("POST", "/keys/SW-city/unbinding", {"reason": "试试看"}),
        ("POST", "/keys/SW-city/binding", {"account": "city"}),
        ("GET", "/sessions?everybody=true", None),
    ]:
        assert office.call(method, path, who, form).status_code == 403, path


def test_the_security_administrator_registers_no_keys_and_serves_nobody_but_others(office):
    form = {"serial": "x", "certificate": KEYS.certificate("x", "x"), "kind": "software-demo"}
    assert office.call("POST", "/keys", "security", form).status_code == 403
    for path, form in [
        ("/officers/security/enabling", {}),
        ("/keys/SW-security/binding", {"account": "security"}),
    ]:
        assert office.call("POST", path, "security", form).json["code"] == "own-account"


def test_a_transfer_ends_sessions_and_moves_the_jurisdiction_at_once(office):
    hire(office)
    token = office.sign_in("jingshan-clerk", PASSWORD, "SW-new").json["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert office.client.get("/api/v1/cases", headers=headers).status_code == 200
    post = {"tier": "district", "division": "110102", "roles": ["district_post1"]}
    moved = office.call("POST", "/officers/jingshan-clerk/transfer", "security", post)
    assert moved.json["division"] == "110102"
    assert office.client.get("/api/v1/cases", headers=headers).status_code == 401
    office.doors.asked.clear()
    token = office.sign_in("jingshan-clerk", PASSWORD, "SW-new").json["token"]
    office.client.get("/api/v1/cases", headers={"Authorization": f"Bearer {token}"})
    [(_, caller, _)] = office.doors.asked
    assert (caller.tier, caller.division, caller.roles) == (
        "district",
        "110102",
        ("district_post1",),
    )


def test_disabling_ends_sessions_and_enabling_brings_the_officer_back(office):
    hire(office)
    token = office.sign_in("jingshan-clerk", PASSWORD, "SW-new").json["token"]
    office.call("POST", "/officers/jingshan-clerk/disabling", "security", {"reason": "调查"})
    headers = {"Authorization": f"Bearer {token}"}
    assert office.client.get("/api/v1/cases", headers=headers).status_code == 401
    assert office.sign_in("jingshan-clerk", PASSWORD, "SW-new").status_code == 401
    office.call("POST", "/officers/jingshan-clerk/enabling", "security", {})
    assert office.client.get("/api/v1/cases", headers=headers).status_code == 401
    assert office.sign_in("jingshan-clerk", PASSWORD, "SW-new").status_code == 201


def test_the_last_day_of_service_counts(office):
    hire(office)
    form = {"last_day": "2019-04-01"}
    office.call("POST", "/officers/jingshan-clerk/leaving", "security", form)
    assert office.sign_in("jingshan-clerk", PASSWORD, "SW-new").status_code == 201
    office.clock.turn(days=1)
    assert office.sign_in("jingshan-clerk", PASSWORD, "SW-new").status_code == 401


def test_a_key_goes_to_another_officer_only_after_seven_days(office):
    hire(office)
    hire(office, "jingshan-reader", "SW-other", roles=["street_reader"])
    bind = "/keys/SW-new/binding", "security"
    taken = office.call("POST", *bind, {"account": "jingshan-reader"})
    assert taken.json["code"] == "key-bound"
    office.clock.turn(minutes=1)
    for serial in ("SW-new", "SW-other"):
        form = {"reason": "交回"}
        office.call("POST", f"/keys/{serial}/unbinding", "security", form)
    office.clock.turn(days=6, hours=23)
    early = office.call("POST", *bind, {"account": "jingshan-reader"})
    assert early.json["code"] == "key-cooling-down"
    office.clock.turn(hours=1)
    view = office.call("POST", *bind, {"account": "jingshan-reader"}).json
    assert [one["account"] for one in view["bindings"]] == ["jingshan-clerk", "jingshan-reader"]
    again = office.call(
        "POST", "/keys/SW-other/binding", "security", {"account": "jingshan-reader"}
    )
    assert again.json["code"] == "officer-has-key"


def test_the_same_officer_gets_the_own_key_back_at_once(office):
    hire(office)
    office.clock.turn(minutes=1)
    assert office.call("POST", "/keys/SW-new/unbinding", "security", {"reason": "误操作"}).json
    office.clock.turn(minutes=1)
    again = office.call("POST", "/keys/SW-new/binding", "security", {"account": "jingshan-clerk"})
    assert again.status_code == 200


def test_of_many_bindings_at_once_one_holds(office):
    names = [f"racer-{n}" for n in range(6)]
    for name in names:
        office.call("POST", "/officers", "security", NEW | {"account": name})
    form = {"serial": "SW-race", "certificate": KEYS.certificate("SW-race", "r")}
    office.call("POST", "/keys", "operator", form | {"kind": "software-demo"})
    headers = office.headers("security")
    answers = []

    def bind(name):
        mine = headers | {"Idempotency-Key": name}
        client = office.app.test_client()
        path = "/api/v1/keys/SW-race/binding"
        answers.append(client.post(path, json={"account": name}, headers=mine).status_code)

    threads = [threading.Thread(target=bind, args=(name,)) for name in names]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == [200] + [409] * 5


def test_sessions_are_listed_and_ended(office):
    office.headers("city")
    mine = office.call("GET", "/sessions", "city").json["items"]
    assert {one["account"] for one in mine} == {"city"}
    assert {one["key_serial"] for one in mine} == {"SW-city"}
    everybody = office.call("GET", "/sessions?everybody=true", "security").json["items"]
    assert {"city", "security"} <= {one["account"] for one in everybody}
    victim = office.headers("dongcheng-clerk")
    path = office.client.get("/api/v1/sessions/current", headers=victim).json["session_id"]
    assert office.call("DELETE", f"/sessions/{path}", "city").status_code == 404
    assert office.call("DELETE", f"/sessions/{path}", "security").status_code == 200
    assert office.client.get("/api/v1/cases", headers=victim).status_code == 401


def test_a_password_must_be_strong_and_the_old_one_known(office):
    hire(office)
    path = "/officers/jingshan-clerk/password"
    for weak in ("short-A1", "alllowercaseletters", "Jingshan-Clerk1"):
        answer = office.call("PUT", path, "security", {"password": weak})
        assert answer.json["code"] == "weak-password", weak
    office.clock.turn(days=1)
    headers = session(office, PASSWORD)
    form = {"old_password": "wrong", "password": "Another-Horse-8"}
    answer = office.client.put(OWN_PASSWORD, json=form, headers=headers)
    assert answer.json["code"] == "wrong-password"
    form["old_password"] = PASSWORD
    assert office.client.put(OWN_PASSWORD, json=form, headers=headers).status_code == 200
    assert office.sign_in("jingshan-clerk", PASSWORD, "SW-new").status_code == 401
    assert office.sign_in("jingshan-clerk", "Another-Horse-8", "SW-new").status_code == 201


def guess(office, headers, old="wrong", new="Another-Horse-8"):
    form = {"old_password": old, "password": new}
    answer = office.client.put(OWN_PASSWORD, json=form, headers=headers)
    return answer.status_code, answer.json.get("code")


def test_an_open_session_ends_after_five_wrong_old_passwords(office):
    hire(office)
    office.clock.turn(days=1)
    headers, another = session(office, PASSWORD), session(office, PASSWORD)
    assert guess(office, headers, PASSWORD, "weak") == (422, "weak-password")  # no wrong guess
    wrong = [guess(office, headers) for _ in range(5)]
    assert wrong == [(403, "wrong-password")] * 5
    assert guess(office, headers, PASSWORD) == (401, "session-ended")
    assert guess(office, another, PASSWORD)[0] == 200
    history = office.call("GET", "/officers/jingshan-clerk", "security").json["history"]
    assert "原口令连续输错，结束会话" in [step["title"] for step in history]


def test_guesses_made_at_once_are_counted_too(office):
    hire(office)
    office.clock.turn(days=1)
    headers, codes = session(office, PASSWORD), []

    def press(n):
        form = {"old_password": f"wrong{n}", "password": "Another-Horse-8"}
        client = office.app.test_client()
        codes.append(client.put(OWN_PASSWORD, json=form, headers=headers).status_code)

    threads = [threading.Thread(target=press, args=(n,)) for n in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(codes) == [401] * 7 + [403] * 5


def test_ones_own_password_is_changed_once_a_day(office):
    hire(office)
    assert change(office, PASSWORD, "Another-Horse-8").json["code"] == "password-too-new"
    office.clock.turn(hours=24)
    assert change(office, PASSWORD, "Another-Horse-8").status_code == 200
    form = {"password": "Third-Horse-3"}
    office.call("PUT", "/officers/jingshan-clerk/password", "security", form)
    assert change(office, "Third-Horse-3", "Fourth-Horse-4").status_code == 200


def test_a_changed_password_ends_every_session_of_the_officer_and_no_other(office):
    hire(office)
    office.clock.turn(days=1)
    sessions = [session(office, PASSWORD), session(office, PASSWORD)]
    another = office.headers("city")
    form = {"old_password": PASSWORD, "password": "Another-Horse-8"}
    assert office.client.put(OWN_PASSWORD, json=form, headers=sessions[0]).status_code == 200
    seen = [
        office.client.get("/api/v1/sessions/current", headers=one).status_code
        for one in (*sessions, another)
    ]
    assert seen == [401, 401, 200]


def test_a_password_that_the_administrator_set_is_changed_before_anything_else(office):
    hire(office)
    path = "/officers/jingshan-clerk/password"
    assert office.call("PUT", path, "security", {"password": "Third-Horse-3"}).status_code == 200
    signed_in = office.sign_in("jingshan-clerk", "Third-Horse-3", "SW-new").json
    assert signed_in["password_due"]
    headers = {"Authorization": f"Bearer {signed_in['token']}"}
    answer = office.client.get("/api/v1/cases", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "password-due")
    assert "请先修改本人口令" in answer.json["detail"]
    assert change(office, "Third-Horse-3", "Fourth-Horse-4").status_code == 200
    headers = session(office, "Fourth-Horse-4")
    assert office.client.get("/api/v1/cases", headers=headers).status_code == 200


def test_a_password_is_due_when_it_is_ninety_days_old(office):
    hire(office)
    office.clock.turn(days=89, hours=23)
    headers = session(office, PASSWORD)
    assert office.client.get("/api/v1/cases", headers=headers).status_code == 200
    office.clock.turn(hours=1)
    headers = session(office, PASSWORD)
    assert office.client.get("/api/v1/cases", headers=headers).json["code"] == "password-due"
    assert change(office, PASSWORD, "Another-Horse-8").status_code == 200
    assert not office.sign_in("jingshan-clerk", "Another-Horse-8", "SW-new").json["password_due"]


def test_the_last_five_passwords_do_not_come_back(office):
    hire(office)
    used = [GIVEN, PASSWORD]
    for n in range(3):
        office.clock.turn(days=1)
        assert change(office, used[-1], f"Horse-Number-{n}").status_code == 200
        used.append(f"Horse-Number-{n}")
    office.clock.turn(days=1)
    for old in used:
        assert change(office, used[-1], old).json["code"] == "password-used", old
    assert change(office, used[-1], "Horse-Number-3").status_code == 200
    office.clock.turn(days=1)
    assert change(office, "Horse-Number-3", GIVEN).status_code == 200


def test_only_a_demonstration_leaves_a_printed_password_as_it_is(demo, desk):
    clerk = OfficerRow.account == "donghuamen-clerk"
    with demo.sessions.begin() as session:
        session.execute(update(OfficerRow).where(clerk).values(password_from=PRINTED))
    demo.clock.turn(days=400)
    assert not demo.sign_in().json["password_due"]
    assert desk.sign_in().json["password_due"]
    with demo.sessions.begin() as session:
        session.execute(update(OfficerRow).where(clerk).values(password_from=OFFICER))


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


@pytest.mark.parametrize(
    "change",
    [
        """UPDATE officers SET roles = '["system_admin", "audit_admin"]'
           WHERE account = 'operator'""",
        "UPDATE officers SET roles = '[]' WHERE account = 'operator'",
        """UPDATE officers SET roles = '["district_post1"]' WHERE account = 'city'""",
        "INSERT INTO keys VALUES ('SW-twin', 'certificate', '',"
        " (SELECT fingerprint FROM keys WHERE serial='SW-city'))",
    ],
    ids=["two administrators", "no role", "another tier's role", "one public key twice"],
)
def test_the_database_refuses_it_too(sessions, change):
    with sessions() as session, pytest.raises(IntegrityError):
        session.execute(text(change))


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
