"""The city's desk over a table of answers: what is asked, what stands on the page, what is sent."""

from collections import Counter
from decimal import Decimal

import pytest

from kernel.month import Month
from portal import codes
from portal.pages.city import abnormal, comparing
from portal.pages.city.comparing import arranged, figured, share, whole, written

API = "/api/v1"
CASE = "5d0e6c1e-0000-4000-8000-000000000009"
SAMPLE = "5d0e6c1e-0000-4000-8000-00000000000a"
DIVISIONS = [
    {"code": "110000", "name": "北京市", "more": {"tier": "city"}},
    {"code": "110101", "name": "东城区", "more": {"tier": "district"}},
    {"code": "110101001", "name": "东华门街道", "more": {"tier": "street", "agency": "110101"}},
    {"code": "110105", "name": "朝阳区", "more": {"tier": "district"}},
]
ROW = {
    "agency": "110101",
    "agency_name": "东城区",
    "days": "8.0",
    "median": "8",
    "longest": 8,
    "subsidy": "1727.34",
    **dict.fromkeys(("accepted", "decided", "persons", "months"), 4),
    **dict.fromkeys(("approved", "rejected", "returned", "overridden", "hasty"), 1),
    **dict.fromkeys(("active", "failed", "stopped", "recovered"), 1),
}
QUEUES = [
    {"agency": "110101", "step": "initial", "waiting": 4, "overdue": 1},
    {"agency": "110101", "step": "second", "waiting": 1, "overdue": 1},
    {"agency": "110105", "step": "first", "waiting": 3, "overdue": 0},
]
FIGURES = {
    **dict.fromkeys(("persons", "months", "added", "reduced", "unpaid"), 1),
    **dict.fromkeys(("pension", "unemployment", "medical", "difference"), "1.00"),
    **dict.fromkeys(("carried", "total"), "863.67"),
}
PLAN = {
    **dict.fromkeys(("reason", "returned", "planned_before", "decided_by", "decided_at"), ""),
    "agency": "110101",
    "agency_name": "东城区",
    "month": "2019-06",
    "version": 2,
    "state": "submitted",
    "figures": FIGURES,
    "excluded": [],
    "actual_before": "0.00",
    "basis": [],
    "digest": "ab" * 32,
    "made_by": "dongcheng-clerk",
    "made_at": "2019-05-07T09:00:00+08:00",
    "submitted_by": "dongcheng-clerk",
    "submitted_at": "2019-05-07T09:00:00+08:00",
}
INSPECTION = {
    **dict.fromkeys(("findings", "inspector", "inspected_at", "confirmer", "confirmed_at"), ""),
    "sample_id": SAMPLE,
    "application_id": CASE,
    "number": "110101-20190401-00001",
    "street_code": "110101001",
    "agency": "110101",
    "owner": "",
    "state": "open",
    "correct_by": None,
    "overdue": False,
}


def statistics(*items, total="3"):
    return {
        "measure": "accepted",
        "by": "district",
        "from_month": "",
        "to_month": "",
        "definition": "所选月份内受理的申请件数。",
        "unit": "件",
        "total": total,
        "items": [{"key": key, "label": label, "value": value} for key, label, value in items],
    }


APRIL = statistics(("2019-04", "2019-04", "3"))


@pytest.fixture
def city(visitor, officer):
    codes._kept.clear()
    lists = ("categories", "projects", "income-bands", "stop-codes", "banks")
    for name in (*lists, "education", "hukou", "checks"):
        visitor.api.table["GET", f"{API}/codes/{name}"] = {"on": "2019-05-07", "items": []}
    visitor.api.table["GET", f"{API}/codes/divisions"] = {"items": DIVISIONS}
    visitor.api.table["GET", f"{API}/queue-counts"] = {"items": QUEUES}
    visitor.api.table["GET", f"{API}/reconciliations"] = {"items": []}
    found = {"account": "city", "tier": "city", "division": "110000", "roles": ["city_officer"]}
    visitor.sign_in(officer | found)
    yield visitor
    codes._kept.clear()


@pytest.fixture
def clerk(city, officer):
    own = {"account": "dongcheng-clerk", "tier": "district", "division": "110101"}
    city.sign_in(officer | own | {"roles": ["district_clerk"]})
    return city


def answers(visitor, **found):
    for path, answer in found.items():
        visitor.api.table["GET", f"{API}/{path.replace('_', '-')}"] = answer


def test_figures_stand_in_chart_and_table_and_lead_to_their_cases(city):
    found = statistics(("110101", "东城区", "2"), ("110105", "朝阳区", "1"))
    answers(city, statistics=[found, APRIL])
    page = city.get("/city/figures?measure=accepted&by=district&from=2019-04&to=2019-05").text
    assert page.count("<svg") == 2  # the districts, and the months
    assert "66.7%" in page and "<strong>3</strong>" in page
    link = "/city/figures/cases?figure=accepted&amp;from=2019-04&amp;to=2019-05&amp;district=110105"
    assert link in page


def test_a_month_in_which_nothing_happened_stands_in_its_place(city):
    answers(city, statistics=statistics(("2019-02", "2019-02", "3")))
    page = city.get("/city/figures?by=month&from=2019-01&to=2019-03").text
    months = [page.index(f'<th scope="row">2019-0{number}') for number in (1, 2, 3)]
    assert months == sorted(months)
    assert page.count("<title>2019-0") == 3


def test_what_is_narrowed_to_stays_in_every_address(city):
    answers(city, statistics=[statistics(("female", "女", "2")), APRIL])
    page = city.get("/city/figures?by=sex&district=110101&street=110101001").text
    assert "district=110101&amp;street=110101001" in page
    assert 'value="110101001" selected' in page


def test_a_street_of_another_district_is_not_asked_for(city):
    answers(city, statistics=statistics())
    page = city.get("/city/figures?district=110105&street=110101001").text
    assert "110101001" not in page
    assert "没有可以统计的数字" in page


def test_months_out_of_order_are_told_on_the_page_and_the_form_stays(city):
    told = {"title": "填写有误", "detail": "统计月份应先后有序，且不超过36个月。"}
    answers(city, statistics=(422, told))
    page = city.get("/city/figures?from=2019-05&to=2019-04&measure=subsidy")
    assert page.status_code == 422
    assert told["detail"] in page.text
    assert 'value="2019-05"' in page.text


def test_a_district_is_offered_its_streets_and_no_district(clerk):
    answers(clerk, statistics=[statistics(("110101001", "东华门街道", "2")), APRIL])
    page = clerk.get("/city/figures").text
    assert 'name="street"' in page and 'name="district"' not in page
    assert "按街道（乡镇）（数据）" in page


def test_a_destroyed_dossier_only_counts(city):
    one = {
        "application_id": CASE,
        "number": "",
        "agency": "110101",
        "category": "P4045",
        "street_code": "110101001",
        "state": "completed",
        "state_name": "期满",
        "accepted_on": "2019-04-01",
        "note": "",
    }
    page = {"figure": "accepted", "total": 1, "items": [one], "next_cursor": None}
    city.api.table["GET", f"{API}/counted-cases"] = page
    shown = city.get("/city/figures/cases?figure=accepted").text
    assert "档案已销毁" in shown and CASE not in shown
    assert city.get("/city/figures/cases?figure=nonsense").status_code == 404


def test_districts_are_compared_with_shares_of_what_waits_and_what_was_decided(city):
    answers(city, comparison={"hasty_seconds": 20, "items": [ROW]})
    page = city.get("/city/comparison?sort=overdue_share").text
    assert "40.0%" in page  # 2 of 5 that wait in 东城区
    assert "25.0%" in page  # 1 rejected of 4
    assert 'aria-sort="descending"' in page
    assert "/city/abnormal?kind=overdue&amp;district=110101" in page


def test_a_share_of_nothing_is_no_share_and_stands_last():
    assert share(0, 0) is None and share(1, 4) == Decimal(25)
    rows = [{"days": None}, {"days": Decimal(3)}, {"days": Decimal(9)}]
    assert [row["days"] for row in arranged(rows, "days", up=False)] == [9, 3, None]
    assert [row["days"] for row in arranged(rows, "days", up=True)] == [3, 9, None]
    assert written(comparing.BY_NAME["days"], None) == "—"


def test_the_whole_city_adds_counts_and_no_days():
    asked = comparing.Period(Month.parse("2019-04"), Month.parse("2019-05"))
    rows = [figured(ROW | {"waiting": 5, "overdue": 2}, 2) for _ in range(2)]
    found = whole(rows, asked)
    assert (found["accepted"], found["longest"], found["days"]) == (8, 8, None)
    assert (found["overdue_share"], found["subsidy_month"]) == (Decimal(40), Decimal("1727.34"))
    assert whole([], asked) is None


def test_what_is_overdue_is_counted_by_district_and_step():
    found = abnormal.by_district(QUEUES)
    assert found == [("110101", Counter(initial=1, second=1), 2)]


@pytest.mark.parametrize("kind", abnormal.KINDS)
def test_every_kind_says_what_will_stand_there(city, kind):
    nothing = {"items": [], "next_cursor": None, "total": 0, "figure": kind}
    answers(city, cases=nothing, entitlements=nothing, sweep_findings=nothing)
    city.api.table["GET", f"{API}/counted-cases"] = nothing
    page = city.get(f"/city/abnormal?kind={kind}").text
    assert abnormal.KINDS[kind][1] in page
    assert "逾期（2）" in page and "对账不一致（0）" in page


def test_a_plan_is_accepted_in_the_version_that_was_read(city):
    city.api.table["GET", f"{API}/fund-plans/110101/2019-06"] = PLAN
    city.api.table["POST", f"{API}/fund-plans/110101/2019-06/acceptance"] = PLAN
    city.get("/city/plans/110101?month=2019-06")
    fields = {"agency": "110101", "month": "2019-06", "version": "2"}
    answer = city.post("/city/plans/110101/acceptance", **fields)
    [order] = city.api.given(f"{API}/fund-plans/110101/2019-06/acceptance")
    assert order.form == {"version": 2}
    assert answer.headers["Location"].endswith("/city/plans?month=2019-06")


def test_a_plan_is_returned_with_a_reason_or_not_at_all(city):
    path = f"{API}/fund-plans/110101/2019-06/return"
    city.api.table["GET", f"{API}/fund-plans/110101/2019-06"] = PLAN
    city.api.table["POST", path] = PLAN
    city.get("/city/plans/110101?month=2019-06")
    assert "请填写“退回原因”" in city.post("/city/plans/110101", reason="").text
    assert city.api.given(path) == []
    city.post("/city/plans/110101", reason="人数与花名册不符")
    assert [one.form for one in city.api.given(path)] == [
        {"version": 2, "reason": "人数与花名册不符"}
    ]


def test_a_plan_that_moved_on_is_told_with_the_way_back(city):
    path = f"{API}/fund-plans/110101/2019-06"
    told = {"code": "plan-moved-on", "title": "", "detail": "最新为第3版，请刷新后再办。"}
    city.api.table["GET", path] = PLAN
    city.api.table["POST", path + "/acceptance"] = (409, told)
    city.get("/city/plans/110101?month=2019-06")
    page = city.post("/city/plans/110101/acceptance", month="2019-06", version="2")
    assert page.status_code == 409 and told["detail"] in page.text


def test_compiling_asks_for_the_key(city, challenge):
    wanted = {"code": "signature-wanted", "title": "", "challenge": challenge}
    for agency in ("110101", "110105"):
        city.api.table["GET", f"{API}/fund-plans/{agency}/2019-06"] = PLAN | {"state": "accepted"}
    city.api.table["GET", f"{API}/compiled-plans/2019-06"] = (404, {"code": "not-found"})
    city.api.table["POST", f"{API}/compiled-plans/2019-06"] = (428, wanted)
    assert "编制全市用款计划（2 个区）" in city.get("/city/plans?month=2019-06").text
    page = city.post("/city/plans/compilation")
    assert challenge["sentence"] in page.text


def test_an_inspection_of_the_citys_is_not_offered_to_a_district(clerk):
    answers(clerk, inspections={"items": [INSPECTION], "next_cursor": None})
    assert "登记结果" not in clerk.get("/city/inspections").text
    assert clerk.get(f"/city/inspections/{SAMPLE}/{CASE}/finding").status_code == 404
    own = INSPECTION | {"owner": "110101"}
    answers(clerk, inspections={"items": [own], "next_cursor": None})
    assert "登记结果" in clerk.get("/city/inspections").text


def test_a_finding_is_signed_and_a_failed_one_confirmed_by_another(city, challenge):
    path = f"{API}/inspections/{SAMPLE}/{CASE}"
    answers(city, inspections={"items": [INSPECTION], "next_cursor": None})
    wanted = {"code": "signature-wanted", "title": "", "challenge": challenge}
    city.api.table["POST", path + "/finding"] = (428, wanted)
    city.get(f"/city/inspections/{SAMPLE}/{CASE}/finding")
    here = f"/city/inspections/{SAMPLE}/{CASE}"
    page = city.post(here + "/finding", outcome="failed", findings="不属实")
    assert challenge["sentence"] in page.text
    assert city.api.given(path + "/finding")[0].form == {"outcome": "failed", "findings": "不属实"}
    mine = INSPECTION | {"state": "proposed", "inspector": "city"}
    answers(city, inspections={"items": [mine], "next_cursor": None})
    assert "须由另一人复核" in city.get("/city/inspections?state=proposed").text
    city.api.table["POST", path + "/confirmation"] = (428, wanted)
    city.get(here + "/confirmation")
    city.post(here + "/confirmation", upheld="no", findings="再查")
    [order] = city.api.given(path + "/confirmation")
    assert order.form == {"findings": "再查", "upheld": False}


@pytest.mark.parametrize(
    "path", ["/city/comparison", "/city/abnormal", "/city/plans", "/city/plans/compiled"]
)
def test_the_citys_own_pages_are_closed_to_a_district(clerk, path):
    assert clerk.get(path).status_code == 403


def test_the_city_finds_its_pages_after_signing_in(city):
    page = city.get("/").text
    for title in ("统计数字", "区间比较", "逾期与异常", "抽查", "抽查核查", "全市用款计划"):
        assert f">{title}</a>" in page
