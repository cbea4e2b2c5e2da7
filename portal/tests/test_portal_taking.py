"""Taking an application at the counter: four screens, what is kept, what is told where."""

import json
from io import BytesIO

import pytest
from counter_desk import API, APPLIED, DRAFT, HERE, KEPT, KNOWN, NUMBER
from street_cases import APPLICATION, ID, TEXT, told

FORM = {
    "name": "王小明",
    "education": "70",
    "former_status": "01",
    "home_address": "东城区示例胡同1号",
    "household_address": "东城区示例胡同1号",
    "unemployed_on": "2018-12-01",
    "category": "P4045",
    "hukou_type": "11",
    "started_on": "2019-02-01",
    "project": "01",
    "content": "家政保洁",
    "income_band": "B",
    "no_contract": "yes",
    "declared_on": "2019-04-01",
}
PROMISE = {
    "confirms_name": "yes",
    "confirms_project": "yes",
    "confirms_id_number": "yes",
    "bank": "PSBC",
    "account": "6210980000000000003",
    "account_type": "card",
    "contact": "13800000000",
    "emergency_contact": "13900000000",
    "transcribed": "yes",
    "promised_by": "王小明",
    "promised_on": "2019-04-01",
}


def test_an_application_is_taken_in_four_screens(clerk):
    clerk.api.table["POST", f"{API}/applications"] = {"application_id": ID}
    clerk.get("/street/new")
    second = clerk.post("/street/new", id_number=NUMBER.lower(), basis="household").text
    assert "男" in second and "1970年1月1日出生" in second and "49 周岁" in second
    third = clerk.post("/street/new/form", **FORM).text
    assert TEXT["transcription"] in third and "王小明" in third
    done = clerk.post("/street/new/commitment", **PROMISE)
    assert (done.status_code, done.headers["Location"]) == (303, f"{HERE}/photos")
    [given] = clerk.api.given(f"{API}/applications")
    assert given.form["street_code"] == "110101001"
    assert given.form["form"]["id_number"] == NUMBER
    assert given.form["form"]["work"]["declared_by"] == "王小明"
    assert given.form["commitment"]["transcription"] == TEXT["transcription"]
    assert NUMBER not in str([call.path for call in clerk.api.asked])


@pytest.mark.parametrize("mine", [True, False])
def test_an_open_application_is_told_as_soon_as_the_number_is_known(clerk, mine):
    open_one = {"open_state": "accepted", "open_street": "东直门街道", "open_since": "2019-03-30"}
    known = told(KNOWN, **open_one, open_id=ID if mine else None)
    clerk.api.table["POST", f"{API}/persons/search"] = known
    clerk.get("/street/new")
    page = clerk.post("/street/new", id_number=NUMBER, basis="household").text
    assert "已有在办申请" in page and "东直门街道" in page
    assert (f'href="{HERE}"' in page) is mine


def test_what_was_written_the_last_time_is_there(clerk):
    form = {"name": "王小明", "home_address": "东城区旧址1号", "work": {"content": "修理"}}
    account = {"bank": "PSBC", "account": "6210980000000000003", "contact": "13800000000"}
    known = told(KNOWN, form=form, commitment=account, months_used=14)
    clerk.api.table["POST", f"{API}/persons/search"] = known
    clerk.get("/street/new")
    page = clerk.post("/street/new", id_number=NUMBER, basis="household").text
    assert "东城区旧址1号" in page and "已享受过 14 个月" in page
    assert "6210980000000000003" in clerk.post("/street/new/form", **FORM).text


def test_a_number_that_is_none_is_told_beside_it(clerk):
    refusal = (422, {"code": "x", "fields": {"id_number": "校验码不对。"}})
    clerk.api.table["POST", f"{API}/persons/search"] = refusal
    clerk.get("/street/new")
    answer = clerk.post("/street/new", id_number="110101197001010011", basis="household")
    assert answer.status_code == 422 and 'id="e-id_number">校验码不对。' in answer.text


def test_what_speaks_against_it_is_told_before_anything_is_signed(clerk):
    basis = {"sentence": "灵活就业未满30日。", "clause": "附件2"}
    clerk.api.table["POST", f"{API}/eligibility"] = {"obstacles": [{"basis": basis}]}
    clerk.get("/street/new")
    clerk.post("/street/new", id_number=NUMBER, basis="household")
    assert "灵活就业未满30日。（附件2）" in clerk.post("/street/new/form", **FORM).text


def test_what_is_wrong_on_the_second_screen_is_told_there_and_nothing_is_lost(clerk):
    told = "灵活就业未满30日。"
    refusal = (422, {"code": "x", "fields": {"form.work.started_on": told}})
    clerk.api.table["POST", f"{API}/applications"] = [refusal, {"application_id": ID}]
    clerk.get("/street/new")
    clerk.post("/street/new", id_number=NUMBER, basis="household")
    clerk.post("/street/new/form", **FORM)
    page = clerk.post("/street/new/commitment", **PROMISE)
    assert page.status_code == 422 and f'id="e-started_on">{told}' in page.text
    third = clerk.post("/street/new/form", **FORM | {"started_on": "2019-01-01"}).text
    assert PROMISE["account"] in third  # the commitment was not to be typed again
    assert clerk.post("/street/new/commitment", **PROMISE).status_code == 303


def test_going_back_a_screen_keeps_both(clerk):
    clerk.get("/street/new")
    clerk.post("/street/new", id_number=NUMBER, basis="household")
    clerk.post("/street/new/form", **FORM)
    back = clerk.post("/street/new/form", _first="yes", **PROMISE)
    assert back.status_code == 200 and FORM["home_address"] in back.text
    assert PROMISE["account"] in clerk.post("/street/new/form", **FORM).text


def test_what_was_typed_is_kept_with_the_api_and_gone_once_it_is_an_application(clerk):
    clerk.api.table["POST", f"{API}/applications"] = {"application_id": ID}
    clerk.get("/street/new")
    clerk.post("/street/new", id_number=NUMBER, basis="household")
    clerk.post("/street/new/form", **FORM)
    [saved] = clerk.api.given(DRAFT)
    assert (saved.method, json.loads(saved.form["content"]["typed"])["form"]["name"]) == (
        "PUT",
        "王小明",
    )
    clerk.post("/street/new/commitment", **PROMISE)
    assert [call.method for call in clerk.api.given(DRAFT)] == ["PUT", "DELETE"]


def test_an_application_is_put_aside_half_typed_and_found_by_the_number(clerk):
    clerk.get("/street/new")
    clerk.post("/street/new", id_number=NUMBER, basis="household")
    aside = clerk.post("/street/new/form", name="王小明", home_address="新址1号", later="yes")
    assert (aside.status_code, aside.headers["Location"]) == (303, "/street")
    [saved] = clerk.api.given(DRAFT)
    clerk.api.table["GET", DRAFT] = KEPT | {"content": saved.form["content"]}
    clerk.get("/street/new")
    page = clerk.post("/street/new", id_number=NUMBER, basis="household").text
    assert "新址1号" in page and "保存、还没有提交的内容" in page


def test_a_draft_that_cannot_be_kept_holds_nobody_up(clerk):
    clerk.api.table["PUT", DRAFT] = (503, {"code": "busy"})
    clerk.get("/street/new")
    clerk.post("/street/new", id_number=NUMBER, basis="household")
    assert TEXT["transcription"] in clerk.post("/street/new/form", **FORM).text


def test_a_session_that_ends_between_the_screens_loses_nothing(clerk, challenge, officer):
    clerk.api.table["POST", f"{API}/applications"] = (401, {"code": "session-ended"})
    clerk.api.table["POST", f"{API}/sessions/challenges"] = challenge
    clerk.api.table["POST", f"{API}/sessions"] = officer
    clerk.api.table["POST", "/demo/keys/SW-donghuamen-clerk/signature"] = {"signature": "c2ln"}
    clerk.get("/street/new")
    clerk.post("/street/new", id_number=NUMBER, basis="household")
    clerk.post("/street/new/form", **FORM)
    assert clerk.post("/street/new/commitment", **PROMISE).status_code == 401
    clerk.post("/sign-in/officer")
    clerk.post("/sign-in/officer", account=officer["account"], key_serial="SW-1")
    clerk.post("/sign-in/officer/key", password="p", way="demo")
    again = clerk.post("/street/new/commitment")
    assert again.status_code == 200 and PROMISE["account"] in again.text
    clerk.api.table["POST", f"{API}/applications"] = {"application_id": ID}
    assert clerk.post("/street/new/commitment", **PROMISE).status_code == 303


def photos():
    kinds = ("identity_card", "application_form", "commitment")
    return {kind: (BytesIO(b"\xff\xd8 picture"), f"{kind}.jpg") for kind in kinds}


def test_three_photographs_and_acceptance_are_one_press(clerk):
    clerk.api.table["GET", APPLIED] = told(APPLICATION, state="draft", accepted_at=None)
    for kind in photos():
        clerk.api.table["PUT", f"{APPLIED}/photos/{kind}"] = {"digest": "d"}
    clerk.api.table["POST", f"{APPLIED}/acceptance"] = {"number": "110101-20190401-00001"}
    clerk.get(f"{HERE}/photos")
    answer = clerk.post(f"{HERE}/photos", files=photos(), accept="yes")
    assert (answer.status_code, answer.headers["Location"]) == (303, HERE)
    keys = [call.headers["Idempotency-Key"] for call in clerk.api.asked if call.method != "GET"]
    assert len(set(keys)) == 4


def test_a_photograph_that_is_missing_is_told_at_its_place(clerk):
    clerk.api.table["GET", APPLIED] = told(APPLICATION, state="draft", photos=[])
    fields = {"photos.commitment": "缺少承诺书照片。"}
    refusal = (409, {"code": "photos-missing", "fields": fields})
    clerk.api.table["POST", f"{APPLIED}/acceptance"] = refusal
    clerk.get(f"{HERE}/photos")
    answer = clerk.post(f"{HERE}/photos", accept="yes")
    assert answer.status_code == 422 and 'id="e-commitment">缺少承诺书照片。' in answer.text
