"""The door: how often, from where, from which site, by which method."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update

from gateway.app import create_app
from gateway.limits import UNLIMITED, Limits, TooOften, count_caller, count_stranger
from gateway.main import serve
from gateway.settings import GatewaySettings
from gateway.store import TallyRow
from gateway.testing import FakeDoors
from kernel.clock import SystemClock
from servicekit.forwarded import Forwarded, networks

CURRENT, CASES, CODES = "/api/v1/sessions/current", "/api/v1/cases", "/api/v1/codes/banks"
OBJECTION = "/api/v1/publicity/00000000-0000-0000-0000-000000000007/objections"


@pytest.fixture
def limited(desk):
    """A desk whose gateway has limits; nobody has asked yet in this minute."""
    with desk.sessions.begin() as session:
        session.execute(delete(TallyRow))
    before = desk.app.extensions["lingbu"]

    def limit(**numbers):
        limits = replace(UNLIMITED, **numbers)
        settings = replace(before.settings, limits=limits)
        desk.app.extensions["lingbu"] = replace(before, settings=settings)
        return desk

    yield limit
    desk.app.extensions["lingbu"] = before


def statuses(client, path, times, **how):
    return Counter(client.get(path, **how).status_code for _ in range(times))


def is_too_often(answer):
    assert (answer.status_code, answer.json["code"]) == (429, "too-many-requests")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.mimetype == "application/problem+json"


def test_an_account_may_ask_so_often_in_a_minute_and_others_go_on(limited):
    desk = limited(account=5)
    first, second = desk.headers(), desk.headers("donghuamen-reader")
    assert statuses(desk.client, CURRENT, 5, headers=first) == {200: 5}
    is_too_often(desk.client.get(CURRENT, headers=first))
    is_too_often(desk.client.post(f"{CASES}/{UUID(int=7)}/first-post", headers=first))
    assert desk.doors.asked == []
    assert desk.client.get(CURRENT, headers=second).status_code == 200


def test_another_session_of_the_same_account_is_the_same_account(limited):
    desk = limited(account=3)
    for _ in range(3):
        assert desk.client.get(CURRENT, headers=desk.headers()).status_code == 200
    is_too_often(desk.client.get(CURRENT, headers=desk.headers()))


def test_all_accounts_of_one_address_together(limited):
    desk = limited(address=4)
    for account in ("donghuamen-clerk", "donghuamen-reader", "dongcheng-post1", "city"):
        assert desk.client.get(CURRENT, headers=desk.headers(account)).status_code == 200
    headers = desk.headers("dongcheng-post2")
    is_too_often(desk.client.get(CURRENT, headers=headers))
    elsewhere = {"REMOTE_ADDR": "10.9.9.9"}
    answer = desk.client.get(CURRENT, headers=headers, environ_base=elsewhere)
    assert answer.status_code == 200


@pytest.mark.parametrize("path", [CODES, CURRENT])
def test_strangers_of_one_address_signed_in_or_trying(limited, path):
    desk = limited(stranger=3)
    wrong = {"Authorization": "Bearer invented"}
    assert 429 not in statuses(desk.client, path, 3, headers=wrong)
    is_too_often(desk.client.get(path, headers=wrong))
    is_too_often(desk.client.get(path))
    elsewhere = {"REMOTE_ADDR": "10.9.9.9"}
    assert desk.client.get(path, environ_base=elsewhere).status_code in (200, 401)


def test_one_subscriber_has_a_network_of_ipv6(sessions):
    limits = replace(UNLIMITED, stranger=2)
    count_stranger(sessions, "2001:db8:1:2::1", limits)
    count_stranger(sessions, "2001:db8:1:2:ffff::9", limits)
    with pytest.raises(TooOften):
        count_stranger(sessions, "2001:db8:1:2::3", limits)
    count_stranger(sessions, "2001:db8:1:3::1", limits)


def test_after_a_minute_it_begins_anew_and_old_rows_are_forgotten(limited):
    desk = limited(account=1, address=9)
    headers = desk.headers()
    assert desk.client.get(CURRENT, headers=headers).status_code == 200
    is_too_often(desk.client.get(CURRENT, headers=headers))
    with desk.sessions.begin() as session:
        session.execute(update(TallyRow).values(ends=TallyRow.ends - timedelta(seconds=61)))
    assert desk.client.get(CURRENT, headers=headers).status_code == 200
    is_too_often(desk.client.get(CURRENT, headers=headers))
    with desk.sessions.begin() as session:
        session.execute(update(TallyRow).values(ends=TallyRow.ends - timedelta(seconds=61)))
    count_stranger(desk.sessions, "10.1.1.1", Limits())
    with desk.sessions() as session:
        assert session.scalar(select(func.count()).select_from(TallyRow)) == 1


def test_gateways_beside_one_another_count_together(limited):
    """Threads with sessions of their own stand for processes: what they share is the database."""
    desk = limited(account=30)
    limits, told = replace(UNLIMITED, account=30, address=1000), Counter()

    def gateway():
        for _ in range(20):
            try:
                count_caller(desk.sessions, "li", "10.0.0.1", limits)
                told["let in"] += 1
            except TooOften:
                told["turned away"] += 1

    threads = [threading.Thread(target=gateway) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == {"let in": 30, "turned away": 50}


def test_without_a_setting_there_are_limits_and_a_setting_changes_one():
    assert Limits.read({}, Limits()) == Limits()
    assert Limits() != UNLIMITED
    assert Limits.read({"RATE_ACCOUNT": "7"}, Limits()) == replace(Limits(), account=7)
    assert create_app(FakeDoors(), None, SystemClock()).extensions["lingbu"].settings.limits == (
        Limits()
    )


# -- from where

PROXIES = networks("10.0.0.0/24, 192.0.2.7")
CHAINS = [
    ("198.51.100.9", "1.2.3.4", "198.51.100.9"),  # no proxy of ours: hearsay
    ("10.0.0.5", "1.2.3.4", "1.2.3.4"),
    ("10.0.0.5", "9.9.9.9, 1.2.3.4", "1.2.3.4"),  # what came before was written by the client
    ("10.0.0.5", "9.9.9.9, 1.2.3.4, 192.0.2.7", "1.2.3.4"),
    ("10.0.0.5", "", "10.0.0.5"),
    ("10.0.0.5", "nonsense", "10.0.0.5"),
    ("10.0.0.5", "1.2.3.4, <script>", "10.0.0.5"),
    ("10.0.0.5", "1.2.3.4, 10.0.0.9, ", "10.0.0.5"),
    ("10.0.0.5", "10.0.0.6, 10.0.0.7", "10.0.0.6"),
    ("10.0.0.5", "2001:db8::1", "2001:db8::1"),
    ("::ffff:10.0.0.5", "1.2.3.4", "1.2.3.4"),
    ("10.0.1.5", "1.2.3.4", "10.0.1.5"),
]


@pytest.mark.parametrize(("peer", "said", "asks"), CHAINS)
def test_the_true_address_is_what_known_proxies_say(peer, said, asks):
    seen = {}
    app = Forwarded(lambda environ, _: seen.update(environ), PROXIES)
    told = {"HTTP_X_FORWARDED_FOR": said, "HTTP_X_REAL_IP": "6.6.6.6", "HTTP_FORWARDED": "for=6"}
    app({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_HOST": "evil", **told}, None)
    assert seen == {"REMOTE_ADDR": asks}


def test_an_address_one_gives_oneself_buys_nothing(limited):
    desk = limited(stranger=3)
    answers = [
        desk.client.get(CODES, headers={"X-Forwarded-For": f"10.1.1.{n}"}).status_code
        for n in range(5)
    ]
    assert answers == [200, 200, 200, 429, 429]


def test_the_record_has_the_address_that_the_proxy_saw(desk, plain_app):
    behind = Forwarded(plain_app.wsgi_app.app, networks("127.0.0.1"))
    plain_app.wsgi_app, before = behind, plain_app.wsgi_app
    try:
        headers = desk.headers() | {"X-Forwarded-For": "6.6.6.6, 198.51.100.9"}
        desk.client.get(CASES, headers=headers)
    finally:
        plain_app.wsgi_app = before
    [(_, caller, _)] = desk.doors.asked
    assert caller.address == "198.51.100.9"


def test_a_network_that_is_none_is_refused_at_the_start():
    with pytest.raises(ValueError, match="10.0.0"):
        networks("10.0.0")
    values = {"DATABASE_URL": "postgresql+psycopg2://x", "POLICY": "beijing", "PROXIES": "nobody"}
    values |= {f"{name}_ADDRESS": "http://x" for name in ("INTAKE", "REVIEW", "PAYMENTS")}
    values |= {"NOTIFY_ADDRESS": "http://x", "REPORTING_ADDRESS": "http://x"}
    values |= {"PARTNERS_ADDRESS": "http://x"}
    with pytest.raises(SystemExit, match="LINGBU_PROXIES"):
        serve(values | {"INTERNAL_TOKEN": "t"})


# -- from which site

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:81"},
    {"Origin": "null"},
]
OWN = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://localhost"},
]
CONTENT = {"objector_name": "赵示例", "objector_contact": "13700002222", "content": "请核实情况"}


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_page_of_another_site_cannot_write(desk, headers):
    for path in (OBJECTION, "/api/v1/applicants/codes", "/api/v1/sessions"):
        answer = desk.client.post(path, json=CONTENT, headers=headers | {"Idempotency-Key": "k"})
        assert (answer.status_code, answer.json["code"]) == (403, "foreign-origin")
    assert desk.doors.asked == []
    assert desk.client.get(CODES, headers=headers).status_code == 200


@pytest.mark.parametrize("headers", [*OWN, {}], ids=str)
def test_the_own_site_and_programs_can(desk, headers):
    answer = desk.client.post(OBJECTION, json=CONTENT, headers=headers | {"Idempotency-Key": "k"})
    assert answer.status_code == 201


def test_no_other_site_may_read_answers(desk):
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for method, status in (("OPTIONS", 405), ("GET", 200)):
        answer = desk.client.open(CODES, method=method, headers=asked)
        assert answer.status_code == status
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


# -- by which method

METHODS = ("OPTIONS", "TRACE", "PATCH", "DELETE", "CONNECT", "PROPFIND", "BREW")


@pytest.mark.parametrize("method", METHODS)
def test_a_method_that_is_not_served_is_named_and_so_are_those_that_are(desk, method):
    answer = desk.client.open(CASES, method=method, headers=desk.headers())
    assert (answer.status_code, answer.json["code"]) == (405, "method-not-allowed")
    assert {"GET", "HEAD"} == {*answer.headers["Allow"].split(", ")}


def test_a_head_is_a_get_without_its_body(desk):
    answer = desk.client.head(CASES, headers=desk.headers())
    assert (answer.status_code, answer.data) == (200, b"")
    assert desk.client.head(CASES).status_code == 401


def test_a_body_whose_end_is_told_twice_is_not_read(desk):
    answer = desk.client.post(
        OBJECTION,
        data=b"0\r\n\r\n",
        headers={"Transfer-Encoding": "chunked", "Content-Length": "5", "Idempotency-Key": "k"},
        content_type="application/json",
    )
    assert (answer.status_code, answer.json["code"]) == (400, "bad-request")


# -- headers


def test_only_over_tls_a_browser_is_told_to_stay_there(desk):
    name = "Strict-Transport-Security"
    assert name not in desk.client.get(CODES).headers
    assert "max-age=31536000" in desk.client.get(CODES, base_url="https://x").headers[name]


def test_only_a_known_proxy_can_say_that_it_was_tls():
    app = create_app(
        FakeDoors(), None, SystemClock(), GatewaySettings(proxies=networks("10.0.0.5"))
    )
    for peer, told in (("10.0.0.5", True), ("10.0.0.6", False)):
        asked = {"REMOTE_ADDR": peer}
        answer = app.test_client().get(
            "/livez", headers={"X-Forwarded-Proto": "https"}, environ_base=asked
        )
        assert ("Strict-Transport-Security" in answer.headers) is told


def test_what_is_personal_is_kept_in_no_cache_and_no_answer_names_the_server(demo):
    for path in ("/", CASES, CURRENT, CODES, "/nothing", "/demo/phone"):
        headers = demo.client.get(path).headers
        assert headers["Cache-Control"] == "no-store", path
        assert "Server" not in headers
        assert "geolocation=()" in headers["Permissions-Policy"]
