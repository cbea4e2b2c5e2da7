"""The counter's orders: what is sent, once, signed where it must be, and what is told when not."""

import json
from datetime import date
from io import BytesIO

import pytest
from street_cases import APPLICATION, BENEFIT, CASE, ID, LINE, SECRET, TEXT, check, lists, told

from kernel.identity import compose
from portal.sealing import Sealer

API = "/api/v1"
APPLIED = f"{API}/applications/{ID}"
REVIEW, GRANT = f"{API}/cases/{ID}", f"{API}/entitlements/{ID}"
HERE = f"/street/cases/{ID}"
NUMBER = compose("110101", date(1970, 1, 1), 7)
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


@pytest.fixture(autouse=True)
def fresh_lists():
    """Lists are kept for minutes; each test has its own."""
    from portal import codes

    codes._kept.clear()


@pytest.fixture
def clerk(visitor, officer):
    lists(visitor.api.table)
    visitor.api.table["GET", APPLIED] = told(APPLICATION)
    visitor.api.table["GET", REVIEW] = told(CASE)
    visitor.api.table["POST", f"{API}/persons/search"] = told(KNOWN)
    visitor.api.table["POST", f"{API}/eligibility"] = {"obstacles": []}
    visitor.api.table["GET", DRAFT] = (404, {"code": "draft-not-found"})
    visitor.api.table["PUT", DRAFT] = visitor.api.table["DELETE", DRAFT] = KEPT
    visitor.sign_in(officer)
    return visitor


DRAFT = f"{API}/drafts/{Sealer(SECRET).name('draft', f'donghuamen-clerk {NUMBER}')}"
KEPT = {"content": {}, "saved_at": "2019-04-01T10:00:00+08:00", "kept_until": "2019-05-01"}
KNOWN = {
    "id_number": NUMBER,
    "sex": "male",
    "birth_date": "1970-01-01",
    "open_state": "",
    "open_street": "",
    "open_since": None,
    "open_id": None,
    "running": False,
    "months_used": 0,
    "stopped_for_false_promise": False,
    "form": {},
    "commitment": {},
}


@pytest.fixture
def today(clerk):
    for path in ("messages", "applications"):
        clerk.api.table["GET", f"{API}/{path}"] = {"items": [], "next_cursor": None}
    clerk.api.table["GET", f"{API}/case-work"] = case_work()
    clerk.api.table["GET", f"{API}/benefit-work"] = {
        **dict.fromkeys(("starts", "reports", "suspicions"), []),
        "counts": [count("start"), count("report"), count("suspicion")],
    }
    return clerk


def count(kind, waiting=0, overdue=0):
    return {"kind": kind, "waiting": waiting, "overdue": overdue}


def case_work(*lines, waiting=0, overdue=0):
    counts = [count("review", waiting, overdue), count("objection")]
    return {"reviews": list(lines), "objections": [], "counts": counts}


def test_an_empty_day_says_what_would_be_there(today):
    assert "现在没有待办" in today.get("/street").text


def test_the_list_leads_to_the_act_in_one_link(today):
    today.api.table["GET", f"{API}/case-work"] = case_work(LINE, waiting=1)
    page = today.get("/street").text
    assert (
        f'href="{HERE}/initial-review"' in page and "2019年4月3日" in page and "还有 2 天" in page
    )


def test_the_list_shows_the_nearest_and_counts_them_all(today):
    today.api.table["GET", f"{API}/case-work"] = case_work(*[LINE] * 60, waiting=731, overdue=12)
    page = today.get("/street").text
    assert page.count(f'href="{HERE}/initial-review"') == 50
    assert "初审与补正 731，逾期 12" in page and "另有 681 件" in page


def test_one_kind_is_asked_for_alone_and_the_others_are_still_counted(today):
    today.get("/street?kind=review")
    asked = {call.path: call.query for call in today.api.asked}
    assert asked[f"{API}/case-work"] == {"kind": "review", "limit": 50}
    benefits = asked[f"{API}/benefit-work"]
    assert (benefits["kind"], benefits["limit"]) == ("", 1)


def test_reports_are_on_the_list_a_month_before_their_last_day(today):
    today.get("/street")
    [asked] = [call.query for call in today.api.asked if call.path == f"{API}/benefit-work"]
    assert asked["report_until"] == "2019-05-01"  # today is 2019-04-01


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


def test_the_initial_review_is_given_with_the_key_and_the_version_that_was_read(clerk, challenge):
    path = f"{REVIEW}/initial-review"
    wanted = (428, {"code": "signature-wanted", "challenge": challenge})
    clerk.api.table["POST", path] = [wanted, {"state": "publicity"}]
    clerk.api.table["POST", "/demo/keys/SW-donghuamen-clerk/signature"] = {"signature": "c2ln"}
    clerk.get(f"{HERE}/initial-review")
    page = clerk.post(f"{HERE}/initial-review", second_reader="donghuamen-reader")
    assert challenge["sentence"] in page.text
    done = clerk.post("/sign", way="demo")
    assert (done.status_code, done.headers["Location"]) == (303, HERE)
    first, second = clerk.api.given(path)
    assert first.form == {"second_reader": "donghuamen-reader", "dossier_version": 1}
    assert second.form["proof"]["signature"] == "c2ln"
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
    assert "donghuamen-reader" in clerk.get(f"{HERE}/initial-review").text  # next time too


def test_an_act_whose_time_is_not_now_says_so_before_it_is_tried(clerk):
    assert "现在不能办理" in clerk.get(f"{HERE}/postponement").text
    assert "现在不能办理" not in clerk.get(f"{HERE}/withdrawal").text


def test_a_case_that_moved_on_is_told_on_the_form(clerk):
    refusal = (409, {"code": "case-moved-on", "detail": "该申请目前状态为“公示中”。"})
    clerk.api.table["POST", f"{REVIEW}/return"] = refusal
    clerk.get(f"{HERE}/return")
    answer = clerk.post(f"{HERE}/return", reason="地址写全")
    assert answer.status_code == 422 and "公示中" in answer.text and "地址写全" in answer.text


@pytest.fixture
def granted(clerk):
    clerk.api.table["GET", APPLIED] = told(APPLICATION, state="approved")
    clerk.api.table["GET", GRANT] = told(BENEFIT)
    return clerk


def test_a_finding_stands_with_its_meaning_and_the_choices(granted):
    page = granted.get(f"{HERE}/start").text
    assert "本人已自行缴费" in page and "2019年5月24日" in page
    assert "本人选择退费" in page and "本人选择顺延" in page and "确认自" not in page
    clean = told(BENEFIT, finding="clean", allowed=["confirm_start", "check_contributions"])
    granted.api.table["GET", GRANT] = clean
    page = granted.get(f"{HERE}/start").text
    assert "确认自2019年5月开始" in page and "退费" not in page.replace("退费到账", "")


def test_a_report_at_the_counter_says_when_the_next_is_due(granted):
    answer = {"next_due": "2019-10-31"}
    granted.api.table["POST", f"{GRANT}/reports"] = answer
    granted.get(f"{HERE}/report")
    form = {"content": "家政", "place": "东城区", "hours": "每日6小时", "income": "3200"}
    granted.post(f"{HERE}/report", **form)
    [given] = granted.api.given(f"{GRANT}/reports")
    assert given.form["income"] == 3200 and given.form["channel"] == "counter"
    assert "2019年10月31日" in granted.follow().text


def test_a_call_is_made_to_a_number_in_clear_and_its_outcome_kept(today):
    found = {
        "message": {"application_id": ID, "text": "请于2019年7月31日前报告。"},
        "address": "010-65120000",
        "reason": "no-mobile",
        "calls": [],
    }
    today.api.table["GET", f"{API}/messages/{ID}"] = found
    today.api.table["POST", f"{API}/messages/{ID}/calls"] = {"state": "called"}
    page = today.get(f"/street/calls/{ID}").text
    assert "010-65120000" in page and "留的不是手机号码" in page and "no-mobile" not in page
    assert today.api.asked[-1].headers["X-Reason"]
    today.post(f"/street/calls/{ID}", outcome="reached")
    [given] = today.api.given(f"{API}/messages/{ID}/calls")
    assert given.form == {"outcome": "reached"}


def test_who_objected_is_read_with_a_reason_and_the_result_is_sent(clerk):
    objection = {
        "objection_id": ID,
        "state": "open",
        "content": "他在某公司上班",
        "objector_name": "李四",
        "objector_contact": "13811112222",
        "filed_at": "2019-04-03T09:00:00+08:00",
    }
    clerk.api.table["GET", REVIEW] = told(CASE, objections=[objection])
    path = f"{REVIEW}/objections/{ID}/resolution"
    clerk.api.table["POST", path] = {"state": "publicity"}
    assert "李四" in clerk.get(f"{HERE}/objections").text
    clerk.post(f"{HERE}/objections", upheld="no", findings="已离职，有证明。")
    [given] = clerk.api.given(path)
    assert given.form == {"upheld": False, "findings": "已离职，有证明。"}


def test_checks_are_asked_again_by_hand_while_some_are_out_and_not_afterwards(clerk):
    clerk.api.table["GET", APPLIED] = told(APPLICATION, checks=[check(result="PENDING")])
    assert "data-live" in clerk.get(f"{HERE}/checks").text and "刷新" in clerk.page.text
    clerk.api.table["GET", APPLIED] = told(APPLICATION, checks=[check()])
    assert "data-live" not in clerk.get(f"{HERE}/checks").text


def test_sheets_for_paper_are_in_clear_with_the_reason_on_record(clerk):
    clear = told(APPLICATION)
    clear["form"] = clear["form"] | {"name": "王小明", "birth_date": "1970-01-01"}
    clerk.api.table["GET", APPLIED] = clear
    for sheet, words in (
        ("form", ("灵活就业社会保险补贴申请表", "☑ 1001元至2000元", "核查人签字")),
        ("commitment", ("承诺书", TEXT["items"][0], "抄写内容")),
        ("receipt", ("受理回执", "2019年4月3日")),
    ):
        page = clerk.get(f"{HERE}/print/{sheet}").text
        assert all(word in page for word in (*words, "王小明")), sheet
        assert any(call.headers.get("X-Reason") for call in clerk.api.asked)


def test_a_second_reader_looks_and_gives_no_orders(visitor, officer):
    lists(visitor.api.table)
    visitor.api.table["GET", APPLIED] = told(APPLICATION)
    visitor.api.table["GET", REVIEW] = told(CASE)
    visitor.sign_in(officer | {"roles": ["street_reader"]})
    page = visitor.get(HERE).text
    assert "登记当面核查" not in page and "核对材料" not in page
    assert visitor.get(f"{HERE}/face-check").status_code == 403


def test_the_receipt_of_a_report_shows_what_was_reported_and_the_next_last_day(clerk):
    window = {"first_month": "2019-08", "last_month": "2019-10", "due": "2019-10-31"}
    benefit = told(BENEFIT, state="active", windows=[window | {"fulfilled": False}])
    clerk.api.table["GET", APPLIED] = told(APPLICATION, state="approved")
    clerk.api.table["GET", GRANT] = benefit
    filed = {"filed_at": "2019-07-08T10:00:00+08:00", "channel": "counter", "income": 3200}
    filed |= {"content": "家政保洁", "place": "东城区", "hours": "每日6小时"}
    clerk.api.table["GET", f"{GRANT}/reports"] = {"items": [filed | {"employed_by_unit": False}]}
    page = clerk.get(f"{HERE}/print/report").text
    assert "2019年10月31日" in page and "家政保洁" in page and "每3个月内至少报告一次" in page
    clerk.api.table["GET", f"{GRANT}/reports"] = {"items": []}
    assert "还没有报告过" in clerk.get(f"{HERE}/print/report").text


def test_arrears_are_signed_and_the_first_month_owed_is_filled_in(clerk, challenge):
    ledger = [{"month": month, "state": "deferred"} for month in ("2020-03", "2020-04")]
    benefit = told(BENEFIT, state="active", ledger=ledger, arrears=[{"month": "2020-03"}])
    clerk.api.table["GET", APPLIED] = told(APPLICATION, state="approved")
    clerk.api.table["GET", GRANT] = benefit | {"allowed": ["pay_arrears"]}
    clerk.api.table["POST", f"{GRANT}/arrears"] = (428, {"challenge": challenge})
    assert 'value="2020-04"' in clerk.get(f"{HERE}/arrears").text
    page = clerk.post(f"{HERE}/arrears", month="2020-04", base="4713", paid_on="2020-09-01").text
    assert challenge["sentence"] in page
    [given] = clerk.api.given(f"{GRANT}/arrears")
    assert given.form == {"month": "2020-04", "base": "4713", "paid_on": "2020-09-01"}
