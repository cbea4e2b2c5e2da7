"""Two gateways over one database: what one of them was told, the other knows at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from gateway_desk import Desk, database

from gateway import demo_accounts
from gateway.app import create_app
from gateway.limits import UNLIMITED
from gateway.settings import GatewaySettings
from gateway.testing import FakeDoors
from kernel.clock import SystemClock
from servicekit.database import make_engine, make_sessions

CURRENT, CASES = "/api/v1/sessions/current", "/api/v1/cases"


@pytest.fixture
def pair():
    """Each with an application, a pool of connections and a clock of its own."""
    with database() as sessions:
        engine = make_engine(sessions.kw["bind"].url.render_as_string(hide_password=False))
        made = [
            Desk(
                create_app(FakeDoors(), None, SystemClock(), GatewaySettings(limits=UNLIMITED)), one
            )
            for one in (sessions, make_sessions(engine))
        ]
        yield made
        engine.dispose()


def at_once(*acts):
    """Both let go in the same moment; what they were answered."""
    ready = Barrier(len(acts))

    def go(act):
        ready.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(go, acts))


def seen(desk, headers):
    return desk.client.get(CASES, headers=headers).status_code


def test_a_session_ended_on_one_is_ended_on_the_other(pair):
    one, other = pair
    headers = one.headers()
    assert [seen(desk, headers) for desk in pair] == [200, 200]
    assert other.client.delete(CURRENT, headers=headers).status_code == 200
    assert [seen(desk, headers) for desk in pair] == [401, 401]
    assert one.doors.asked and len(other.doors.asked) == 1  # nothing was asked after the end


def test_an_officer_disabled_on_one_is_nobody_on_the_other(pair):
    one, other = pair
    headers = one.headers("chaoyang-clerk")
    path = "/officers/chaoyang-clerk/disabling"
    assert other.call("POST", path, "security", {"reason": "已离岗"}).status_code == 200
    assert [seen(desk, headers) for desk in pair] == [401, 401]
    assert [desk.sign_in("chaoyang-clerk").status_code for desk in pair] == [401, 401]


def test_failures_on_both_count_together(pair):
    one, other = pair
    for desk in (one, other, one, other, one):
        assert desk.sign_in("dongcheng-post1", "wrong").json["code"] == "wrong-credentials"
    told = [desk.sign_in("dongcheng-post1").json["code"] for desk in pair]
    assert told == ["account-locked"] * 2


def test_failures_at_the_same_moment_on_both_count_together(pair):
    tries = [lambda desk=desk: desk.sign_in("dongcheng-post2", "wrong") for desk in (*pair, *pair)]
    at_once(*tries)
    pair[0].sign_in("dongcheng-post2", "wrong")
    assert pair[1].sign_in("dongcheng-post2").json["code"] == "account-locked"


def proved(desk, account="donghuamen-clerk"):
    key = f"SW-{account}"
    form = {"account": account, "password": demo_accounts.PASSWORD, "key_serial": key}
    return form | {"proof": desk.proof(desk.challenge(account), key)}


def test_a_challenge_used_on_one_is_used_up_on_the_other(pair):
    one, other = pair
    form = proved(one)
    assert one.client.post("/api/v1/sessions", json=form).status_code == 201
    again = other.client.post("/api/v1/sessions", json=form)
    assert (again.status_code, again.json["code"]) == (401, "wrong-credentials")


def test_a_challenge_of_one_holds_on_the_other_and_of_two_presses_one_counts(pair):
    one, other = pair
    form = proved(one)
    acts = [lambda desk=desk: desk.client.post("/api/v1/sessions", json=form) for desk in pair]
    assert sorted(answer.status_code for answer in at_once(*acts)) == [201, 401]
    assert other.client.post("/api/v1/sessions", json=proved(one)).status_code == 201


def test_a_key_unbound_on_one_is_no_key_on_the_other(pair):
    one, other = pair
    headers = other.headers("chaoyang-post1")
    path, why = "/keys/SW-chaoyang-post1/unbinding", {"reason": "交回钥匙盘"}
    assert one.call("POST", path, "security", why).status_code == 200
    assert [seen(desk, headers) for desk in pair] == [401, 401]
    assert other.sign_in("chaoyang-post1").status_code == 401


def test_one_order_with_one_key_on_both_at_once_is_done_once(pair):
    one, other = pair
    headers = one.headers("security", key="once")
    form = {"reason": "休假"}
    path = "/api/v1/officers/chaoyang-post2/disabling"
    acts = [lambda d=d: d.client.post(path, json=form, headers=headers) for d in (one, other)]
    answers = at_once(*acts)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    told = other.call("GET", "/officers/chaoyang-post2", "auditor").json["history"]
    assert [step["what"] for step in told].count("officer_disabled") == 1
