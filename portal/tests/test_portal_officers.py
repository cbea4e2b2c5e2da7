"""Officers and keys: two hands, what is sent, and what is never shown."""

from administrators import OFFICER, lists, signed_in


def test_each_administrator_is_offered_what_is_theirs(visitor, officer):
    lists(visitor.api.table)
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
