"""The counter's orders: what is sent, once, signed where it must be, and what is told when not."""

from counter_desk import APPLIED, HERE, REVIEW
from street_cases import APPLICATION, CASE, ID, TEXT, check, lists, told


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
