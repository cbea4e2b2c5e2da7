"""Signing in, being signed out in the middle of a form, and who comes in where."""

from io import BytesIO

import pytest

PASSWORD = "/api/v1/sessions/current/password"
CASE = "5d0e6c1e-0000-4000-8000-000000000009"
GONE = (401, {"code": "session-ended", "detail": "登录已失效，请重新登录。"})
WRONG = (401, {"code": "wrong-credentials", "detail": "账号、口令或钥匙盘不正确，或已停用。"})


@pytest.fixture
def at_the_key(visitor, challenge):
    """An officer before the second step of signing in."""
    visitor.api.table["POST", "/api/v1/sessions/challenges"] = challenge
    visitor.api.table["POST", "/demo/keys/SW-donghuamen-clerk/signature"] = {"signature": "c2ln"}
    visitor.get("/sign-in/officer?to=/password")
    visitor.post("/sign-in/officer", account="donghuamen-clerk", key_serial="SW-donghuamen-clerk")
    return visitor


def test_an_officer_signs_in_and_goes_where_they_were_going(at_the_key, officer):
    at_the_key.api.table["POST", "/api/v1/sessions"] = officer
    answer = at_the_key.post("/sign-in/officer/key", password="secret", way="demo")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/password")
    [given] = at_the_key.api.given("/api/v1/sessions")
    assert given.form["password"] == "secret"
    assert given.form["proof"]["signature"] == "c2ln"
    assert "东华门经办" in at_the_key.follow().text


def test_a_wrong_password_is_told_with_a_fresh_challenge_and_is_nowhere_in_the_page(at_the_key):
    at_the_key.api.table["POST", "/api/v1/sessions"] = WRONG
    answer = at_the_key.post("/sign-in/officer/key", password="secret", way="demo")
    assert answer.status_code == 401 and "账号、口令或钥匙盘不正确" in answer.text
    assert "secret" not in answer.text
    assert len(at_the_key.api.given("/api/v1/sessions/challenges")) == 2


def test_a_file_with_the_signature_does_as_well(at_the_key, officer):
    at_the_key.api.table["POST", "/api/v1/sessions"] = officer
    page = at_the_key.page
    told = at_the_key.post("/sign/text")
    assert told.text == '{"key_serial":"SW-donghuamen-clerk"}'
    assert "attachment" in told.headers["Content-Disposition"]
    at_the_key.page = page
    file = {"file": (BytesIO(b"\x00\xffraw"), "signature.sig")}
    at_the_key.post("/sign-in/officer/key", files=file, password="secret", way="file")
    [given] = at_the_key.api.given("/api/v1/sessions")
    assert given.form["proof"]["signature"] == "AP9yYXc="


def test_an_applicant_signs_in_with_the_code_and_the_number_is_in_no_address(visitor, applicant):
    visitor.api.table["POST", "/api/v1/applicants/codes"] = {"minutes": 5}
    visitor.api.table["POST", "/api/v1/applicants/sessions"] = [WRONG, applicant]
    visitor.get("/sign-in/applicant")
    answer = visitor.post("/sign-in/applicant", id_number="110101199001010010")
    assert "110101" not in answer.headers["Location"] and "110101" not in visitor.follow().text
    assert "不正确" in visitor.post("/sign-in/applicant/code", code="000000").text
    assert visitor.post("/sign-in/applicant/code", code="123456").status_code == 303
    given = visitor.api.given("/api/v1/applicants/sessions")[-1].form
    assert given == {"code": "123456", "id_number": "110101199001010010", "channel": "pc"}


def test_what_was_typed_when_the_session_ended_comes_back_after_signing_in(at_the_key, officer):
    at_the_key.api.table["POST", "/api/v1/sessions"] = officer
    at_the_key.api.table["PUT", PASSWORD] = GONE
    at_the_key.sign_in(officer)
    at_the_key.get("/password")
    key = at_the_key.hidden()["_key"]
    answer = at_the_key.post("/password", old_password="old", password="brand new")
    assert answer.status_code == 401 and "您填写的内容没有丢" in answer.text
    at_the_key.post("/sign-in/officer")
    at_the_key.post("/sign-in/officer", account=officer["account"], key_serial="SW-1")
    kept = at_the_key.post("/sign-in/officer/key", password="secret", way="demo")
    assert "继续填写" in kept.text
    form = at_the_key.post("/password")
    assert form.status_code == 200 and "登录失效前您填写的" in form.text
    assert at_the_key.hidden()["_key"] == key  # the same intention as before
    assert "brand new" not in form.text  # a password is never shown


def test_what_one_officer_typed_is_not_shown_to_another(at_the_key, officer):
    at_the_key.api.table["POST", "/api/v1/sessions"] = officer | {"account": "another"}
    at_the_key.api.table["PUT", PASSWORD] = GONE
    at_the_key.sign_in(officer)
    at_the_key.get("/password")
    at_the_key.post("/password", old_password="old", password="brand new")
    at_the_key.post("/sign-in/officer")
    at_the_key.post("/sign-in/officer", account="another", key_serial="SW-1")
    answer = at_the_key.post("/sign-in/officer/key", password="secret", way="demo")
    assert answer.status_code == 303 and answer.headers["Location"] == "/"


@pytest.mark.parametrize("to", ["//evil.example", "/\\evil.example", "https://evil.example", "x"])
def test_nobody_is_led_elsewhere_by_signing_in(visitor, applicant, to):
    visitor.api.table["POST", "/api/v1/applicants/codes"] = {"minutes": 5}
    visitor.api.table["POST", "/api/v1/applicants/sessions"] = applicant
    visitor.get("/sign-in/applicant")
    visitor.post("/sign-in/applicant", id_number="110101199001010010", to=to)
    visitor.follow()
    assert visitor.post("/sign-in/applicant/code", code="123456").headers["Location"] == "/"


def test_a_form_of_another_site_is_refused(visitor):
    visitor.get("/sign-in/applicant")
    answer = visitor.post("/sign-in/applicant", id_number="1" * 18, _csrf="made up")
    assert answer.status_code == 403 and visitor.api.asked == []
    data = {"_csrf": "", "id_number": "1" * 18}
    foreign = visitor.client.post(
        "/sign-in/applicant", data=data, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 403


def test_the_cookie_is_sealed_and_closed_to_scripts(visitor, applicant):
    visitor.api.table["POST", "/api/v1/applicants/codes"] = {"minutes": 5}
    visitor.api.table["POST", "/api/v1/applicants/sessions"] = applicant
    visitor.get("/sign-in/applicant")
    visitor.post("/sign-in/applicant", id_number="110101199001010010")
    visitor.follow()
    data = visitor.hidden() | {"code": "123456"}
    visitor.client.set_cookie("lingbu", visitor.client.get_cookie("lingbu").value)
    answer = visitor.client.post("/sign-in/applicant/code", data=data, base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" in cookie
    assert "applicant-token" not in cookie
    assert answer.headers["Strict-Transport-Security"]


def test_an_edited_cookie_is_no_session(visitor, officer):
    visitor.sign_in(officer)
    cookie = visitor.client.get_cookie("lingbu")
    visitor.client.set_cookie("lingbu", cookie.value[:-2] + "xx")
    assert visitor.get("/password").headers["Location"].startswith("/sign-in")


def test_an_applicant_does_not_come_in_where_officers_work(visitor, applicant):
    visitor.sign_in(applicant)
    answer = visitor.get("/password")
    assert answer.status_code == 403 and "接下来怎么办" in answer.text
