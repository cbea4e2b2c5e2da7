"""The street's list of today: what stands on it, what is asked for, and the calls."""

from counter_desk import API, HERE, case_work
from street_cases import ID, LINE


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
    assert page.count(f'href="{HERE}/initial-review"') == 20
    assert "初审与补正 731，逾期 12" in page and "另有 711 件" in page
    page = today.get("/street?kind=review").text
    assert page.count(f'href="{HERE}/initial-review"') == 50 and "另有 681 件" in page


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
