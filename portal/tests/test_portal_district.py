"""The district's desks over a table of answers: what is shown, what is asked, what is sent once."""

import pytest

from portal import codes

CASE = "5d0e6c1e-0000-4000-8000-000000000009"
ROSTER = "/api/v1/rosters/110101/2019-04"
PLAN = "/api/v1/fund-plans/110101/2019-06"
LINE = {
    "application_id": CASE,
    "number": "110101-20190401-00001",
    "state": "publicity",
    "street_code": "110101001",
    "name": "张**",
    "category": "P4045",
    "next_step": "first",
    "due_at": "2019-04-11T23:59:59.999999+08:00",
    "overdue": False,
    "days_left": 3,
    "bars": [],
}
BAR = {
    "step": "pass_second_post",
    "code": "publicity-running",
    "sentence": "公示尚未结束，不能进行第二次复核确认。",
}
FIELDS = (
    *("project", "digest", "proposed_start", "months", "publicity_from", "publicity_until"),
    *("return_reason",),
)
REVIEWED = {
    **dict.fromkeys(FIELDS, ""),
    "application_id": CASE,
    "number": LINE["number"],
    "state": "publicity",
    "street_code": "110101001",
    "agency": "110101",
    "category": "P4045",
    "name": "张**",
    "dossier_version": 2,
    "publicity_closed": False,
    "objections": [],
    "posts": [],
    "dues": [],
    "grounds": [],
    "history": [],
    "process_version": "2019",
    "allowed": ["pass_first_post", "return_case", "reject_case"],
    "bars": [],
}
APPLICATION = {
    "application_id": CASE,
    "number": LINE["number"],
    "street_name": "东华门街道",
    "residence_basis": "household",
    "form": {
        **dict.fromkeys(("name", "id_number", "sex", "birth_date", "household_address"), "x"),
        **dict.fromkeys(("hukou_type", "education", "former_status", "home_address"), "x"),
        "unemployed_on": "2018-01-01",
        "file_unit": "",
        "household_division": "",
        "work": {
            **dict.fromkeys(("content", "project", "declared_by"), "x"),
            "started_on": "2018-10-01",
            "days_engaged": 90,
            "income_band": "B",
            "no_contract": True,
            "declared_on": "2019-04-01",
        },
    },
    "commitment": {
        **dict.fromkeys(("bank", "account", "contact", "emergency_contact"), "x"),
        **dict.fromkeys(("transcription", "promised_by", "text_version"), "x"),
        **dict.fromkeys(("confirms_name", "confirms_project", "confirms_id_number"), True),
        "promised_on": "2019-04-01",
    },
    "photos": [{"kind": "identity_card"}],
    "checks": [],
    "face_check": None,
    "history": [],
}


def page_of(*lines):
    return {"items": list(lines), "next_cursor": None}


@pytest.fixture
def desk(visitor, officer, monkeypatch):
    """An officer of the district in front of the table; `sit` chooses the post."""
    monkeypatch.setattr(codes, "_kept", {})
    for name in (
        *("divisions", "categories", "projects", "education", "former-statuses", "hukou", "banks"),
        *("reasons", "checks", "stop-codes"),
    ):
        items = [{"code": "110101001", "name": "东华门街道", "more": {"tier": "street"}}]
        visitor.api.table["GET", f"/api/v1/codes/{name}"] = {"items": items, "on": "2019-05-07"}
    visitor.api.table["GET", f"/api/v1/cases/{CASE}"] = REVIEWED
    visitor.api.table["GET", f"/api/v1/applications/{CASE}"] = APPLICATION

    def sit(role):
        posts = {"tier": "district", "division": "110101", "roles": [role]}
        visitor.sign_in(officer | posts | {"account": role})
        return visitor

    return sit


def test_a_queue_tells_days_what_is_late_and_what_may_not_be_pressed(desk):
    one = desk("district_post2")
    late = LINE | {"overdue": True, "days_left": -2, "number": "late"}
    one.api.table["GET", "/api/v1/cases"] = page_of(late, LINE | {"bars": [BAR]})
    text = one.get("/district/second").text
    assert "逾期 2 个工作日" in text and "还剩 3 个工作日" in text
    assert "您不能办：</strong>公示尚未结束" in text
    assert "办最急的一件：late" in text  # the first that this officer may press
    assert text.index(">late<") < text.index(f">{LINE['number']}<")


def test_only_the_post_whose_step_it_is_has_the_button(desk):
    button = 'type="submit">第一次复核通过'
    assert button in desk("district_post1").get(f"/district/cases/{CASE}").text
    assert button not in desk("district_post2").get(f"/district/cases/{CASE}").text
    clerk = desk("district_clerk")
    assert button not in clerk.get(f"/district/cases/{CASE}").text
    assert clerk.post(f"/district/cases/{CASE}/first-post").status_code == 403


def test_who_is_barred_reads_why_and_has_no_button(desk):
    one = desk("district_post1")
    bar = BAR | {"step": "pass_first_post", "sentence": "请由另一名经办人办理。"}
    one.api.table["GET", f"/api/v1/cases/{CASE}"] = REVIEWED | {"bars": [bar]}
    text = one.get(f"/district/cases/{CASE}").text
    assert "请由另一名经办人办理。" in text and 'type="submit">第一次复核通过' not in text


def test_a_case_is_passed_in_the_version_that_was_read_and_once(desk, challenge):
    one = desk("district_post1")
    order = f"/api/v1/cases/{CASE}/first-post"
    one.api.table["POST", order] = {"application_id": CASE, "state": "publicity"}
    dossier = one.get(f"/district/cases/{CASE}")
    answers = []
    for _ in range(2):
        one.page = dossier
        answers.append(one.post(f"/district/cases/{CASE}/first-post"))
    assert {answer.headers["Location"] for answer in answers} == {f"/district/first?done={CASE}"}
    first, again = one.api.given(order)
    assert first.form == {"dossier_version": 2}
    assert first.headers["Idempotency-Key"] == again.headers["Idempotency-Key"]


def test_somebody_was_quicker_is_told_on_the_page_of_the_case(desk):
    one = desk("district_post1")
    told = {"code": "post-decided", "detail": "该岗位本轮复核已经办结，请刷新后查看。"}
    one.api.table["POST", f"/api/v1/cases/{CASE}/first-post"] = (409, told)
    one.get(f"/district/cases/{CASE}")
    answer = one.post(f"/district/cases/{CASE}/first-post")
    assert answer.status_code == 422 and told["detail"] in answer.text
    assert f'href="/district/cases/{CASE}"' in answer.text


def test_clear_data_are_asked_for_only_with_a_reason_which_is_in_no_address(desk):
    one = desk("district_post1")
    path = f"/district/cases/{CASE}/clear"
    one.get(path)
    assert one.post(path, reason="").status_code == 422
    assert not [call for call in one.api.asked if "X-Reason" in call.headers]
    answer = one.post(path, reason="核对照片")
    assert answer.status_code == 200 and "明文，已留痕" in answer.text
    [clear] = [call for call in one.api.asked if "X-Reason" in call.headers]
    assert clear.path == f"/api/v1/applications/{CASE}"
    assert desk("district_clerk").get(path).status_code == 403


def test_a_commitment_is_seen_whole_before_anything_is_added(desk):
    one = desk("district_clerk")
    text = {
        "version": "1",
        "items": ["一", "二"],
        "additions": ["三"],
        "transcription": "抄写",
        "digest": "d",
    }
    one.api.table["GET", "/api/v1/commitment-texts/110101"] = text
    one.api.table["POST", "/api/v1/commitment-texts"] = text | {"version": "2"}
    one.get("/district/commitment")
    seen = one.post("/district/commitment", clauses="新的一条\n\n 又一条 ", step="preview")
    assert seen.text.index("三") < seen.text.index("<mark>新的一条</mark>")
    assert "增加这 2 条" in seen.text and one.api.given("/api/v1/commitment-texts") == []
    one.post("/district/commitment", clauses="新的一条\n又一条", step="add")
    [given] = one.api.given("/api/v1/commitment-texts")
    assert given.form == {"clauses": ["新的一条", "又一条"]}


def test_streets_are_counted_the_worst_first_and_the_cases_asked_for_alone(desk):
    one = desk("district_clerk")
    late = LINE | {"overdue": True, "days_left": -1, "next_step": "initial"}
    one.api.table["GET", "/api/v1/cases"] = {"items": [late], "next_cursor": "more"}
    counts = [("110101001", "initial", 3), ("110101002", "initial", 700), ("110101002", "first", 2)]
    counts.append(("110101003", "second", 0))
    one.api.table["GET", "/api/v1/queue-counts"] = {
        "items": [
            {"agency": "110101", "street_code": at, "step": step, "waiting": 900, "overdue": n}
            for at, step, n in counts
        ]
    }
    text = one.get("/district/streets?street=110101001").text
    assert text.index("110101002</a>") < text.index("东华门街道</a>")
    assert "<strong>702</strong>" in text and "下一页" in text
    assert "110101003" not in text
    [asked] = [call.query for call in one.api.asked if call.path == "/api/v1/cases"]
    assert (asked["queue"], asked["street_code"]) == ("overdue", "110101001")


def roster(**more):
    row = dict.fromkeys(
        (
            *("name", "sex", "age", "id_number", "hukou_type", "street", "project", "months"),
            *("applied_on", "period", "phone", "category", "remark"),
        ),
        "x",
    )
    known = {"agency": "110101", "agency_name": "东城区", "month": "2019-04", "number": "N-1"}
    figures = {"subsidy": "1.00", "unpriced": 0, "differences": [], "frozen": False}
    return known | figures | {"rows": [row | {"row": 1}], "frozen_at": ""} | more


def test_the_printed_roster_has_the_headings_of_the_annex_word_for_word(desk):
    one = desk("district_clerk")
    one.api.table["GET", ROSTER] = roster()
    one.get("/district/roster/clear?month=2019-04")
    answer = one.post("/district/roster/clear", way="print", reason="每月打印系统备份留存")
    heads = (
        "序号 姓名 性别 年龄 身份证号 户籍类型 所在街道 从事灵活就业项目 批准补贴月数 递交申请日期 "
        "享受补贴起止日期 联系电话 人员类型 备注"
    )
    found = answer.text.split('<th scope="col">')[1:]
    assert [one.split("</th>")[0] for one in found] == heads.split()
    assert ">区人力资源和社会保障部门复核确认系统备份花名册<" in answer.text
    assert "区：东城区（盖章）" in answer.text and "花名册编号：N-1" in answer.text
    assert "注：每月打印系统备份留存" in answer.text


def test_a_roster_leaves_as_a_file_only_with_a_reason(desk):
    one = desk("district_clerk")
    one.api.table["GET", ROSTER + ".pdf"] = "%PDF"
    one.get("/district/roster/clear?month=2019-04")
    assert one.post("/district/roster/clear", way="pdf").status_code == 422
    answer = one.post("/district/roster/clear", way="pdf", reason="留存")
    assert 'filename="roster-110101-2019-04.pdf"' in answer.headers["Content-Disposition"]
    assert one.api.asked[-1].headers["X-Reason"]


def test_a_plan_that_was_read_is_the_one_handed_up(desk):
    one = desk("district_clerk")
    figures = dict.fromkeys(
        (
            *("persons", "months", "added", "reduced", "unpaid", "pension", "unemployment"),
            *("medical", "difference", "carried", "total"),
        ),
        "1",
    )
    texts = ("reason", "returned", "planned_before", "actual_before", "digest", "made_by")
    stamps = ("made_at", "submitted_by", "submitted_at", "decided_by", "decided_at")
    plan = dict.fromkeys((*texts, *stamps), "") | {"figures": figures, "excluded": [], "basis": []}
    plan |= {"agency_name": "东城区", "month": "2019-06", "version": 3, "state": "draft"}
    one.api.table["GET", PLAN] = plan
    one.api.table["POST", "/api/v1/submitted-plans/2019-06"] = plan
    page = one.get("/district/plan").text  # of the month that follows the API's day
    assert "报送第 3 版" in page
    form = page.split('action="/district/plan/submission"')[1].split("</form>")[0]
    sent = {}
    for part in form.split('name="')[1:]:
        sent[part.split('"')[0]] = part.split('value="')[1].split('"')[0]
    answer = one.client.post("/district/plan/submission", data=sent)
    assert answer.headers["Location"] == "/district/plan?month=2019-06"
    [given] = one.api.given("/api/v1/submitted-plans/2019-06")
    assert given.form == {"version": 3} and given.headers["Idempotency-Key"]
