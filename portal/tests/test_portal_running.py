"""The running of the house: health, parked letters, long work."""

import pytest
from administrators import lists

from portal.pages.operator.service_words import SERVICES, card, span

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
    "relay": True,
    "bus": "connected",
}


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
        ({"relay": False}, "slow", "没有投递进程"),
        ({"relay": False, "unsent": 1}, "trouble", "没有投递进程"),
        ({"bus": "away"}, "trouble", "连不上消息总线"),
        ({"bus": "memory"}, "good", ""),
        ({"bus": "none"}, "good", ""),
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


def test_the_auditor_looks_at_letters_and_drives_none(auditor, api):
    listed = {"items": [], "groups": [], "total": 0, "driving": 0, "next_cursor": None}
    api.table["GET", "/api/v1/services/review/parked-letters"] = listed
    assert auditor.get("/operator/letters/review").status_code == 200
    assert auditor.get("/operator/letters/review/redriving").status_code == 403


# -- long work

RUN = {
    "run_id": "5d0e6c1e-0000-4000-8000-00000000000a",
    "kind": "verify-audit",
    "state": "running",
    "done": 400,
    "total": 1000,
    "findings": 0,
    "begun_by": "auditor",
    "begun_at": "2026-11-23T09:00:00+08:00",
    "moved_at": "2026-11-23T09:00:05+08:00",
    "ended_at": None,
    "stopped_by": "",
    "trouble": "",
}
API = "/api/v1/services"
ONE = f"/operator/runs/review/{RUN['run_id']}"


def runs(api, *found, to_recount=0):
    """Those of review; the other services have none."""
    for name in SERVICES:
        api.table["GET", f"{API}/{name}/runs"] = {"items": [], "to_recount": 0}
    api.table["GET", f"{API}/review/runs"] = {"items": list(found), "to_recount": to_recount}


def view(api, *found, **run):
    told = {"run": RUN | run, "chains": 3, "days": 2, "unwitnessed": 0, "found": list(found)}
    api.table["GET", f"{API}/review/runs/{RUN['run_id']}"] = told


def test_long_work_shows_how_far_it_is_and_what_is_still_to_be_counted(system, api):
    runs(api, RUN, RUN | {"kind": "purge", "state": "done", "total": 0}, to_recount=12)
    page = system.get("/operator/running").text
    assert "审核：审计核对" in page and "400 / 1000 行" in page and "data-live" in page
    assert "审核 12 项" in page and "期满销毁" in page
    assert "扣款结果文件" not in page and "/operator/runs/new" not in page


def test_nothing_under_way_says_what_would_be_there_and_a_silent_service_is_named(auditor, api):
    runs(api)
    api.table["GET", f"{API}/notify/runs"] = (503, {"code": "service-unavailable"})
    page = auditor.get("/operator/running").text
    assert "没有正在进行的工作" in page and "消息没有应答" in page and "data-live" not in page
    assert "/operator/runs/new" in page


def test_proofs_are_begun_for_all_services_and_one_under_way_is_named(auditor, api):
    for name in SERVICES:
        api.table["POST", f"{API}/{name}/audit-verifications"] = RUN
    refused = (409, {"code": "run-under-way", "detail": "还没有结束。"})
    api.table["POST", f"{API}/review/audit-verifications"] = refused
    runs(api)
    auditor.get("/operator/runs/new")
    assert auditor.post("/operator/runs/new", of="all").status_code == 303
    page = auditor.follow().text
    assert "已开始核对 6 个服务" in page and "审核：还没有结束。" in page
    keys = [call.headers["Idempotency-Key"] for call in api.asked if call.method == "POST"]
    assert len(set(keys)) == 7
    auditor.get("/operator/runs/new")
    again = auditor.post("/operator/runs/new", of="review")
    assert again.status_code == 422 and "还没有结束" in again.text


def test_a_run_is_stopped_and_resumed_by_the_auditor_alone(auditor, api):
    view(api)
    assert f"{ONE}/stop" in auditor.get(ONE).text
    api.table["POST", f"{API}/review/runs/{RUN['run_id']}/stop"] = RUN | {"state": "stopped"}
    assert auditor.post(f"{ONE}/stop").headers["Location"] == ONE
    view(api, state="stopped")
    assert f"{ONE}/resumption" in auditor.get(ONE).text


def test_the_system_administrator_looks_at_runs_and_orders_none(system, api):
    view(api)
    page = system.get(ONE).text
    assert f"{ONE}/stop" not in page and "400 / 1000 行" in page
    assert system.get("/operator/runs/new").status_code == 403
    assert system.get(f"/operator/runs/elsewhere/{RUN['run_id']}").status_code == 404


def test_what_was_found_is_named_with_what_to_do(auditor, api):
    found = {"kind": "edited", "sentence": "被改动：链 b 第 5 行（内容与其散列不符）"}
    view(api, found, state="done", findings=1)
    page = auditor.get(ONE).text
    assert "链 b 第 5 行" in page and "保存好备份" in page and "审计记录完整" not in page
    view(api, state="done")
    assert "审计记录完整" in auditor.get(ONE).text


def test_a_district_sees_files_and_rosters_and_no_service(visitor, officer, api):
    lists(api.table)
    clerk = {"account": "desk", "tier": "district", "division": "110101"}
    visitor.sign_in(officer | clerk | {"roles": ["district_clerk"]})
    api.table["GET", "/api/v1/deduction-files"] = {"items": []}
    rosters = {"items": [], "missing": ["东城区"]}
    api.table["GET", "/api/v1/rosters/2019-03"] = rosters
    page = visitor.get("/operator/running").text
    assert "2019年3月：0 / 1 个区已留存" in page and "还没有留存：东城区" in page
    assert "审计" not in page


def test_moved_deadlines_stand_below_the_notices_and_lead_to_the_case_for_the_city(city, api):
    moved = {
        "kind": "first_post",
        "title": "第一次复核",
        "subject": RUN["run_id"],
        "number": "110101-20190401-00001",
        "was": "2019-05-05",
        "now": "2019-05-06",
        "notice": "某通知",
        "moved_at": "2019-04-01T09:00:00+08:00",
    }
    api.table["GET", "/api/v1/holiday-notices"] = {"items": []}
    for name in ("review", "payments"):
        found = {"items": [moved] if name == "review" else [], "next_cursor": None}
        api.table["GET", f"{API}/{name}/moved-deadlines"] = found
    page = city.get("/operator/calendar").text
    assert "第一次复核" in page and "2019年5月5日" in page and "2019年5月6日" in page
    assert f"/city/cases/{RUN['run_id']}" in page
    assert "没有因放假安排移动的期限" in city.get("/operator/calendar/moved/payments").text
    assert city.get("/operator/calendar/moved/intake").status_code == 404
