"""Officers come and go, keys pass from hand to hand, sessions end: by whom, and what is refused."""

import threading

import pytest
from gateway_staff import KEYS, NEW, PASSWORD, hire
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError


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


def test_officers_are_found_by_post_and_by_a_part_of_their_name(office):
    hire(office)

    def found(query):
        return [
            one["account"]
            for one in office.call("GET", f"/officers?{query}", "auditor").json["items"]
        ]

    assert found("words=INGSHAN") == ["jingshan-clerk"]
    assert found("words=景山") == ["jingshan-clerk"]
    assert found("words=%25") == []
    assert found("role=audit_admin") == ["auditor"]
    assert found("role=street_clerk&words=jing") == ["jingshan-clerk"]
    assert office.call("GET", "/officers?role=mayor", "auditor").status_code == 422


def test_keys_are_listed_with_their_holders_and_those_that_are_free(office):
    hire(office)

    def found(query):
        return office.call("GET", f"/keys?{query}", "operator").json

    [held] = found("words=SW-new")["items"]
    assert (held["account"], held["name"]) == ("jingshan-clerk", "景山经办")
    assert found("free=true")["items"] == []
    office.clock.turn(minutes=1)
    office.call("POST", "/keys/SW-new/unbinding", "security", {"reason": "交回"})
    [free] = found("free=true")["items"]
    assert (free["serial"], free["account"]) == ("SW-new", None)
    first = found("limit=1")
    assert found(f"limit=1&cursor={first['next_cursor']}")["items"] != first["items"]
    assert office.call("GET", "/keys", "city").status_code == 403


def test_a_lock_is_seen_until_it_is_lifted(office):
    hire(office)
    for _ in range(5):
        office.sign_in("jingshan-clerk", "Wrong-Password-1", "SW-new")
    path = "/officers/jingshan-clerk"
    assert office.call("GET", path, "security").json["locked_until"]
    assert office.call("POST", f"{path}/enabling", "security", {}).json["locked_until"] is None
