import threading
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from gateway import demo_accounts
from gateway.officers.passwords import hash_password
from gateway.store import KeyBindingRow, OfficerRow, SessionRow
from servicekit.signing.software import SoftwareKeys


def test_signing_in_gives_a_token_and_only_its_digest_is_kept(desk):
    answer = desk.sign_in()
    assert answer.status_code == 201
    assert answer.json["roles"] == ["street_clerk"]
    assert answer.json["expires_at"] == "2019-04-01T09:15:00+08:00"
    with desk.sessions() as session:
        kept = session.scalars(select(SessionRow.token_hash)).all()
    assert answer.json["token"] not in kept
    assert all(len(one) == 64 for one in kept)


@pytest.mark.parametrize(
    ("account", "password", "key"),
    [
        ("donghuamen-clerk", "wrong", None),
        ("donghuamen-clerk", demo_accounts.PASSWORD, "SW-donghuamen-reader"),  # another's key
        ("donghuamen-clerk", demo_accounts.PASSWORD, "SW-nobody"),
        ("nobody", demo_accounts.PASSWORD, None),
    ],
)
def test_a_wrong_password_key_or_account_is_the_same_401(desk, account, password, key):
    answer = desk.sign_in(account, password, key)
    assert (answer.status_code, answer.json["code"]) == (401, "wrong-credentials")
    assert answer.mimetype == "application/problem+json"


def test_five_failures_lock_for_fifteen_minutes(desk):
    for _ in range(5):
        assert desk.sign_in("dongcheng-post1", "wrong").json["code"] == "wrong-credentials"
    assert desk.sign_in("dongcheng-post1").json["code"] == "account-locked"
    desk.clock.turn(minutes=14, seconds=59)
    assert desk.sign_in("dongcheng-post1").status_code == 401
    desk.clock.turn(seconds=1)
    assert desk.sign_in("dongcheng-post1").status_code == 201


def test_a_lock_does_not_tell_which_accounts_there_are(desk):
    def said(account):
        return [desk.sign_in(account, "wrong").json for _ in range(7)]

    there, nobody = said("dongcheng-post1"), said("nobody-here")
    told = [[(one["code"], one["detail"]) for one in answers] for answers in (there, nobody)]
    assert told[0] == told[1]
    assert told[0][-1][0] == "account-locked"
    assert desk.sign_in("somebody-else", "wrong").json["code"] == "wrong-credentials"


def test_a_success_forgives_the_failures_before_it(desk):
    for _ in range(3):
        for _ in range(4):
            desk.sign_in("dongcheng-post2", "wrong")
        assert desk.sign_in("dongcheng-post2").status_code == 201


def test_failures_at_the_same_moment_are_all_counted(desk):
    proof = {"challenge_id": str(UUID(int=1)), "signature": "AAAA"}
    form = {"account": "chaoyang-post1", "password": "no", "key_serial": "x", "proof": proof}
    tries = [
        threading.Thread(target=lambda: desk.app.test_client().post("/api/v1/sessions", json=form))
        for _ in range(5)
    ]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    assert desk.sign_in("chaoyang-post1").json["code"] == "account-locked"


def test_a_session_ends_after_fifteen_idle_minutes_but_not_while_it_is_used(desk):
    headers = desk.headers()
    for _ in range(4):
        desk.clock.turn(minutes=14)
        assert desk.client.get("/api/v1/sessions/current", headers=headers).status_code == 200
    desk.clock.turn(minutes=15)
    answer = desk.client.get("/api/v1/sessions/current", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (401, "session-ended")


def test_a_session_ends_after_twelve_hours_however_busy(desk):
    headers = desk.headers()
    last = 0
    for minutes in range(10, 12 * 60 + 11, 10):
        desk.clock.turn(minutes=10)
        if desk.client.get("/api/v1/sessions/current", headers=headers).status_code == 200:
            last = minutes
    assert last == 12 * 60 - 10


def test_signing_out_ends_the_session(desk):
    headers = desk.headers()
    assert desk.client.delete("/api/v1/sessions/current", headers=headers).status_code == 200
    assert desk.client.get("/api/v1/cases", headers=headers).status_code == 401
    assert desk.doors.asked == []


@pytest.mark.parametrize("change", ["disabled", "not_yet", "over", "key_taken"])
def test_what_is_withdrawn_from_an_officer_holds_at_once(desk, change):
    headers = desk.headers("chaoyang-clerk")
    officer = update(OfficerRow).where(OfficerRow.account == "chaoyang-clerk")
    binding = update(KeyBindingRow).where(KeyBindingRow.officer == "chaoyang-clerk")
    today = desk.clock.today()
    changes = {
        "disabled": (officer.values(disabled=True), officer.values(disabled=False)),
        "not_yet": (
            officer.values(valid_from=today + timedelta(days=1)),
            officer.values(valid_from=demo_accounts.SINCE),
        ),
        "over": (
            officer.values(valid_to=today - timedelta(days=1)),
            officer.values(valid_to=None),
        ),
        "key_taken": (binding.values(bound_to=desk.clock.now()), binding.values(bound_to=None)),
    }[change]
    with desk.sessions.begin() as session:
        session.execute(changes[0])
    assert desk.client.get("/api/v1/cases", headers=headers).status_code == 401
    assert desk.sign_in("chaoyang-clerk").status_code == 401
    with desk.sessions.begin() as session:
        session.execute(changes[1])
    assert desk.client.get("/api/v1/cases", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic eDp5", "Bearer wrong", "Bearer \xff\xfe"]
)
def test_without_a_good_token_nothing_is_asked(desk, header):
    answer = desk.client.get("/api/v1/cases", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert desk.doors.asked == []


@pytest.mark.parametrize(
    ("serial", "officer"),
    [("SW-city", "operator"), ("SW-spare", "city")],
    ids=["a key of two officers", "two keys of one officer"],
)
def test_the_database_keeps_one_key_to_one_officer(sessions, serial, officer):
    with sessions() as session:
        session.execute(text("INSERT INTO keys VALUES ('SW-spare', 'software-demo', '', 'f')"))
        bound = {"s": serial, "o": officer}
        with pytest.raises(IntegrityError, match="key_bindings_one_"):
            session.execute(
                text(
                    "INSERT INTO key_bindings (key_serial, officer, bound_from)"
                    " VALUES (:s, :o, now())"
                ),
                bound,
            )


def test_passwords_are_kept_as_scrypt():
    kept = hash_password("secret")
    assert kept.startswith("scrypt:32768:8:1$")
    assert "secret" not in kept


def test_seeding_twice_changes_nothing(desk):
    own = desk.app.extensions["lingbu"].desk
    assert demo_accounts.seed(own, SoftwareKeys("tests")) == 0


def test_the_caller_is_made_of_officer_and_session_key(desk):
    desk.client.get("/api/v1/cases", headers=desk.headers("dongcheng-clerk"))
    [(_, caller, _)] = desk.doors.asked
    assert (caller.subject, caller.tier, caller.division, caller.roles, caller.key_serial) == (
        "dongcheng-clerk",
        "district",
        "110101",
        ("district_clerk",),
        "SW-dongcheng-clerk",
    )
