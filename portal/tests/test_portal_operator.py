"""The administrators' pages over a table of answers: what is shown, asked, and sent once."""

import pytest

from portal import codes
from portal.api import Problem
from portal.pages.operator import rows
from portal.pages.operator.partner_words import explained
from portal.pages.operator.service_words import card, span

DIVISIONS = [
    {"code": "110000", "name": "北京市", "more": {}},
    {"code": "110101001", "name": "东华门街道", "more": {}},
]
OFFICER = {
    "account": "jingshan-clerk",
    "name": "景山经办",
    "tier": "street",
    "division": "110101001",
    "roles": ["street_clerk"],
    "valid_from": "2019-04-01",
    "valid_to": None,
    "disabled": False,
    "key_serial": None,
    "locked_until": None,
    "bindings": [],
    "history": [],
}
STANDS = {
    "service": "intake",
    "at": "2019-04-01T09:00:00+08:00",
    "release": "1.0",
    "migrations": ["0001", "kit_0001"],
    "expected": ["0001", "kit_0001"],
    "unsent": 0,
    "unsent_seconds": 0,
    "unsent_error": "",
    "heard_at": None,
    "parked": 0,
    "delayed": 0,
    "held": 0,
    "overdue": 0,
    "overdue_seconds": 0,
    "failing": 0,
}
LINE = {
    "line": "closed",
    "waiting": 0,
    "abandoned": 0,
    "refused": 0,
    "error": "",
}


@pytest.fixture(autouse=True)
def fresh(api):
    codes._kept.clear()
    api.table["GET", "/api/v1/codes/divisions"] = {"items": DIVISIONS}
    api.table["GET", "/api/v1/codes/banks"] = {"on": "2019-04-01", "items": []}
    api.table["GET", "/api/v1/officers/jingshan-clerk"] = OFFICER
    api.table["GET", "/api/v1/sessions"] = {"items": []}
    yield
    codes._kept.clear()


@pytest.fixture
def security(visitor, officer):
    return signed_in(visitor, officer, "security", "security_admin")


@pytest.fixture
def system(visitor, officer):
    return signed_in(visitor, officer, "operator", "system_admin")


@pytest.fixture
def city(visitor, officer):
    visitor.sign_in(officer | {"account": "city", "tier": "city", "roles": ["city_officer"]})
    return visitor


def signed_in(visitor, officer, account, role):
    visitor.sign_in(officer | {"account": account, "tier": "operator", "roles": [role]})
    return visitor


# -- officers and keys: two hands


def test_each_administrator_is_offered_what_is_theirs(visitor, officer):
    security = signed_in(visitor, officer, "security", "security_admin")
    seen = security.get("/operator/officers/jingshan-clerk").text
    assert "/operator/officers/jingshan-clerk/transfer" in seen
    assert "现在没有登录" in seen
    assert security.get("/operator/new-key/certificate").status_code == 403
    system = signed_in(visitor, officer, "operator", "system_admin")
    seen = system.get("/operator/officers/jingshan-clerk").text
    assert "/transfer" not in seen
    assert "由安全管理员办理" in seen
    assert system.get("/operator/officers/jingshan-clerk/transfer").status_code == 403
    assert system.get("/operator/new-key/certificate").status_code == 200


def test_nobody_administers_themselves(security, api):
    api.table["GET", "/api/v1/officers/security"] = OFFICER | {"account": "security"}
    seen = security.get("/operator/officers/security").text
    assert "您本人的账号" in seen
    assert "/operator/officers/security/transfer" not in seen


def test_posts_of_two_tiers_are_told_beside_the_second(security, api):
    security.get("/operator/officers/jingshan-clerk/transfer")
    path = "/operator/officers/jingshan-clerk/transfer"
    wrong = {"post": "street_clerk", "second_post": "district_post1", "division": "110101001"}
    answer = security.post(path, **wrong)
    assert answer.status_code == 422
    assert "须与第一个岗位同一层级" in answer.text
    api.table["POST", "/api/v1/officers/jingshan-clerk/transfer"] = OFFICER
    answer = security.post(path, **wrong | {"second_post": "street_reader"})
    assert answer.status_code == 303
    [order] = api.given("/api/v1/officers/jingshan-clerk/transfer")
    assert order.form == {
        "division": "110101001",
        "tier": "street",
        "roles": ["street_clerk", "street_reader"],
    }


def test_a_password_is_put_without_a_key_and_never_shown_again(security, api):
    path = "/operator/officers/jingshan-clerk/password"
    refused = {
        "code": "password-weak",
        "detail": "口令太短。",
        "fields": {"password": "口令太短。"},
    }
    api.table["PUT", "/api/v1/officers/jingshan-clerk/password"] = [(422, refused), OFFICER]
    security.get(path)
    answer = security.post(path, password="Battery-1")
    assert answer.status_code == 422
    assert "口令太短" in answer.text
    assert "Battery-1" not in answer.text
    assert security.post(path, password="Battery-Staple-1").status_code == 303
    [_, order] = api.given("/api/v1/officers/jingshan-clerk/password")
    assert "Idempotency-Key" not in order.headers


def test_a_security_key_is_registered_by_what_the_browser_brings(system, api):
    options = {"challenge": "abc", "user": {"id": "x"}}
    wanted = {"challenge_id": "c-1", "options": options, "expires_at": "x"}
    api.table["POST", "/api/v1/keys/SK-1/ceremony"] = wanted
    system.get("/operator/new-key/device")
    page = system.post("/operator/new-key/device", serial="SK-1")
    assert "data-options=" in page.text
    again = system.post("/operator/new-key/device/answer")
    assert again.status_code == 422
    assert "没有取得安全密钥的应答" in again.text
    api.table["POST", "/api/v1/keys"] = {"serial": "SK-1"}
    brought = {"attestation_object": "YQ==", "client_data": "Yg=="}
    assert system.post("/operator/new-key/device/answer", **brought).status_code == 303
    [order] = api.given("/api/v1/keys")
    assert order.form == {
        "serial": "SK-1",
        "kind": "webauthn",
        "attested": brought | {"challenge_id": "c-1"},
    }


# -- waiting room, calendar


def test_everything_is_sent_again_only_when_nothing_was_chosen(system, api):
    api.table["GET", "/api/v1/partners"] = {"items": [{"partner": "police", "title": "公安"}]}
    api.table["GET", "/api/v1/waiting"] = {"items": [], "total": 7, "next_cursor": None}
    api.table["POST", "/api/v1/waiting/resending"] = {"count": 7}
    for chosen, form in (
        ({}, {"everything": True}),
        ({"partner": "police", "state": "refused"}, {"partner": "police", "state": "refused"}),
    ):
        page = system.get(
            "/operator/waiting/resending?" + "&".join(f"{k}={v}" for k, v in chosen.items())
        )
        assert "7" in page.text
        assert system.post("/operator/waiting/resending").status_code == 303
        assert api.given("/api/v1/waiting/resending")[-1].form == form


def test_what_an_open_line_keeps_back_is_told_after_sending_again(system, api):
    api.table["GET", "/api/v1/partners"] = {"items": []}
    api.table["GET", "/api/v1/waiting"] = {"items": [], "total": 0, "next_cursor": None}
    api.table["POST", "/api/v1/waiting/resending"] = {"count": 3, "kept_back": 2}
    system.get("/operator/waiting/resending")
    system.post("/operator/waiting/resending")
    told = system.get("/operator/waiting").text
    assert "立即发出 1 件" in told and "暂留 2 件" in told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({}, "正常"),
        ({"waiting": 2}, "自动重发"),
        ({"waiting": 2, "abandoned": 1}, "已不再自动重发"),
        ({"refused": 1, "abandoned": 1}, "对方不收"),
        ({"line": "open", "refused": 1}, "合闸"),
        ({"error": "no-key"}, "公钥"),
    ],
)
def test_a_line_says_what_is_wrong_and_what_to_do(line, told):
    assert told in explained(LINE | line)


def test_rows_are_read_or_the_line_is_named():
    assert rows.contributions("2019-05 本人\n\n 2019-06  单位 ") == [
        {"month": "2019-05", "payer": "self", "open_ended": False},
        {"month": "2019-06", "payer": "employer", "open_ended": False},
    ]
    assert rows.refusals("3 E01 账号与 姓名不符") == [
        {"row": 3, "code": "E01", "reason": "账号与 姓名不符"}
    ]
    told = rows.days("off", "2020-10-01 至 2020-10-03\n2020-12-31")
    assert [str(day) for day in told] == ["2020-10-01", "2020-10-02", "2020-10-03", "2020-12-31"]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (rows.contributions, "2019-05 邻居"),
        (rows.contributions, "五月 本人"),
        (rows.refusals, "E01 原因"),
        (lambda text: rows.days("off", text), "2020-10-08 至 2020-10-01"),
        (lambda text: rows.days("off", text), "2020-02-30"),
        (lambda text: rows.days("off", text), "2020-01-01 至 2020-12-31"),
    ],
)
def test_a_line_that_cannot_be_read_is_told(read, text):
    with pytest.raises(Problem) as told:
        read(text)
    assert text[:10] in next(iter(told.value.fields.values()))


def test_a_notice_counts_only_after_its_days_were_seen(city, api):
    api.table["POST", "/api/v1/holiday-notices"] = {"document": "某通知", "days": [1, 2]}
    typed = {"document": "某通知", "published_on": "2019-04-01", "off": "2019-05-01 至 2019-05-02"}
    city.get("/operator/calendar/new")
    seen = city.post("/operator/calendar/new", **typed)
    assert (seen.status_code, api.given("/api/v1/holiday-notices")) == (200, [])
    assert "2019年5月1日、2019年5月2日" in seen.text
    mark = f"某通知 {[('2019-05-01', 'off'), ('2019-05-02', 'off')]}"
    changed = typed | {"off": "2019-05-01 至 2019-05-03", "sure": mark}
    assert city.post("/operator/calendar/new", **changed).status_code == 200
    assert api.given("/api/v1/holiday-notices") == []
    assert city.post("/operator/calendar/new", **typed, sure=mark).status_code == 303
    [order] = api.given("/api/v1/holiday-notices")
    assert [one["kind"] for one in order.form["days"]] == ["off", "off"]


# -- health, parked letters


@pytest.mark.parametrize(
    ("told", "tone", "says"),
    [
        ({}, "good", ""),
        ({"unsent": 3, "unsent_seconds": 10}, "good", ""),
        ({"unsent": 3, "unsent_seconds": 90}, "slow", "最久的已等 1 分钟"),
        ({"unsent": 3, "unsent_seconds": 7200}, "trouble", "2 小时"),
        ({"parked": 2}, "trouble", "2 封信件停放"),
        ({"delayed": 1}, "slow", "自动重试"),
        ({"migrations": ["0001"]}, "trouble", "与程序不一致"),
        ({"migrations": []}, "good", ""),
        ({"overdue": 1, "overdue_seconds": 600}, "trouble", "10 分钟"),
        ({"failing": 1}, "slow", "触发时出错"),
    ],
)
def test_numbers_become_what_is_wrong(told, tone, says):
    found = card("intake", STANDS | told)
    assert found.tone == tone
    assert says in "".join(worry.what for worry in found.worries)
    assert all(worry.what_next for worry in found.worries)


def test_a_service_that_does_not_answer_is_told_and_the_others_are_shown(system, api):
    for name in ("review", "payments", "notify", "reporting", "partners", "gateway"):
        api.table["GET", f"/api/v1/services/{name}/condition"] = STANDS | {"service": name}
    api.table["GET", "/api/v1/services/intake/condition"] = (503, {"code": "service-unavailable"})
    page = system.get("/operator/health").text
    assert "受理：没有应答" in page
    assert page.count("<li") > 7


def test_span():
    assert [span(s) for s in (5, 125, 7200, 3 * 86400)] == ["5 秒", "2 分钟", "2 小时", "3 天"]


def test_a_letter_is_discarded_only_by_who_is_sure(system, api):
    letter = {
        **dict.fromkeys(("source", "event", "aggregate_id", "detail"), "x"),
        "parked_id": 7,
        "reason": "failed",
        "attempts": 6,
        "parked_at": "2019-04-01T09:00:00+08:00",
        "next_try_at": None,
        "can_be_driven": True,
        "behind": 2,
    }
    seen = {"letter": letter, "occurred_at": None, "fields": []}
    api.table["GET", "/api/v1/services/review/parked-letters/7"] = seen
    path = "/operator/letters/review/7/discarding"
    system.get(path)
    assert system.post(path, why="不需要").status_code == 422
    api.table["POST", "/api/v1/services/review/parked-letters/discarding"] = {"count": 1}
    assert system.post(path, why="不需要", sure="yes").status_code == 303
    [order] = api.given("/api/v1/services/review/parked-letters/discarding")
    assert order.form == {"why": "不需要", "parked_ids": [7]}
    assert system.get("/operator/letters/elsewhere").status_code == 404


def test_the_auditor_looks_at_letters_and_drives_none(visitor, officer, api):
    signed_in(visitor, officer, "auditor", "audit_admin")
    listed = {"items": [], "groups": [], "total": 0, "driving": 0, "next_cursor": None}
    api.table["GET", "/api/v1/services/review/parked-letters"] = listed
    assert visitor.get("/operator/letters/review").status_code == 200
    assert visitor.get("/operator/letters/review/redriving").status_code == 403
