"""Passwords: how strong, how old, who changes them, and what a guess costs."""

import threading

from gateway_staff import GIVEN, OWN_PASSWORD, PASSWORD, change, hire, session
from sqlalchemy import update

from gateway.officers.passwords import OFFICER, PRINTED
from gateway.store import OfficerRow


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
