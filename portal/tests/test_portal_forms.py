"""One sheet, one effect; what is refused stands beside its field; pages say what to do next."""

import pytest

CASE = "5d0e6c1e-0000-4000-8000-000000000009"
PATH = f"/notice/{CASE}/objection"
ORDER = f"/api/v1/publicity/{CASE}/objections"
GOOD = {"name": "王小明", "contact": "13800000000", "content": "他在某某公司上班。"}
LINE = {
    "application_id": CASE,
    "name": "张*",
    "id_number": "1101***********010",
    "street_name": "东华门街道",
    "project": "1",
    "category": "P4045",
    "months": 36,
    "proposed_start": "2019-05",
    "publicity_from": "2019-04-02",
    "publicity_until": "2019-04-08",
    "supervision_phone": "12333",
}


@pytest.fixture
def objector(visitor):
    visitor.api.table["GET", "/api/v1/publicity"] = {"items": [LINE], "next_cursor": None}
    visitor.api.table["POST", ORDER] = {"objection_id": CASE, "application_id": CASE}
    visitor.get(PATH)
    return visitor


def test_an_objection_is_sent_once_under_the_key_of_its_sheet(objector):
    sheet = objector.page
    first = objector.post(PATH, **GOOD)
    objector.page = sheet
    again = objector.post(PATH, **GOOD)  # a double click, or the back button
    assert (first.status_code, again.status_code) == (303, 303)
    one, other = objector.api.given(ORDER)
    assert one.headers["Idempotency-Key"] == other.headers["Idempotency-Key"]
    assert one.form == {
        "objector_name": "王小明",
        "objector_contact": "13800000000",
        "content": "他在某某公司上班。",
    }


def test_what_is_missing_is_told_beside_the_field_and_at_the_top(objector):
    answer = objector.post(PATH, **GOOD | {"contact": ""})
    assert answer.status_code == 422 and objector.api.given(ORDER) == []
    assert (
        'href="#f-contact"' in answer.text
        and 'aria-describedby="h-contact e-contact"' in answer.text
    )
    assert "王小明" in answer.text


def test_what_the_api_refuses_is_told_beside_its_field(objector):
    refusal = {"code": "invalid-fields", "fields": {"content": "至少 4 个字。"}}
    objector.api.table["POST", ORDER] = (422, refusal)
    answer = objector.post(PATH, **GOOD)
    assert 'id="e-content">至少 4 个字。' in answer.text


def test_hostile_text_is_shown_as_text(objector):
    answer = objector.post(PATH, **GOOD | {"contact": "", "name": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.text and "&lt;script&gt;" in answer.text


@pytest.mark.parametrize("status", [404, 409, 429, 500, 503])
def test_a_refusal_becomes_a_page_that_says_what_to_do(visitor, status):
    refusal = {"code": "x", "title": "题", "detail": "句子。", "trace_id": "t-1"}
    visitor.api.table["GET", "/api/v1/publicity"] = (status, refusal)
    answer = visitor.get("/notice")
    assert answer.status_code == status
    assert all(word in answer.text for word in ("句子。", "接下来怎么办", "t-1"))


def test_pages_are_kept_by_nobody_and_load_nothing_from_outside(visitor):
    answer = visitor.get("/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "http" not in answer.text.replace("http-equiv", "")
    assert " style=" not in answer.text and "onclick" not in answer.text
