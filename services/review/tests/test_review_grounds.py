"""Every decision of the review says what it rested on: clause, trust, values, days."""

from contracts.review import RejectCase, ReturnCase
from policy import load

DECIDED = ("case_opened", "initial_review_passed", "first_post_passed", "publicity_closed")


def told(desk, case):
    return {step.what: step.basis for step in desk.see(case).history}


def test_the_way_to_the_approval_is_explained_step_by_step(counter):
    desk = counter()
    case = desk.reported()
    desk.first(case)
    desk.house.turn(days=12)
    desk.second(case)

    steps = told(desk, case)
    assert all(steps[what] for what in (*DECIDED, "approved"))
    [opened] = steps["case_opened"]
    assert opened.values == {"工作日数": "2"}
    assert opened.dates == {"截止日期": "2019-04-03", "起算日期": "2019-04-01"}
    reported = {ground.sentence: ground for ground in steps["initial_review_passed"]}
    shown = reported["初审完成后公示5个工作日。"]
    assert set(shown.dates) == {"公示开始", "公示截止"} and shown.trust == "stated"
    assert reported["第二次复核确认期限1个工作日。"].trust == "reading"
    months = [ground for ground in steps["approved"] if "最长月数" in ground.values]
    assert months and months[0].clause
    hands = steps["approved"][-1]
    assert hands.values["第一次复核人"] != hands.values["第二次复核人"]
    assert hands.values["第一次复核钥匙盘"] != hands.values["第二次复核钥匙盘"]


def test_a_rejection_names_reason_clause_and_what_the_rules_object(counter):
    desk = counter()
    young = desk.facts_with(birth_date=load().on(desk.house.clock.today()).day.replace(year=1990))
    case = desk.ready(young)
    desk.ask(RejectCase(application_id=case, reason_code="R-4045"), desk.clerk)

    reason, against, *_ = told(desk, case)["case_rejected"]
    assert reason.values == {"原因代码": "R-4045", "环节": "街道（乡镇）初审"}
    assert reason.clause and reason.trust
    assert against.values["年龄"] == "29" and against.dates == {"申请日期": "2019-04-01"}
    assert desk.see(case).basis == told(desk, case)["case_rejected"]


def test_a_rejection_by_the_district_takes_the_place_of_the_proposal_s_grounds(counter):
    desk = counter()
    case = desk.reported()
    proposed = desk.see(case).basis
    desk.ask(RejectCase(application_id=case, reason_code="R-4045"), desk.one)
    view = desk.see(case)
    assert view.basis[0].values == {"原因代码": "R-4045", "环节": "区复核"}
    assert view.grounds == tuple(map(str, view.basis))
    assert proposed and not set(map(str, proposed)) & set(view.grounds)
    kept = told(desk, case)["initial_review_passed"]
    assert all(ground in kept for ground in proposed)


def test_a_failed_check_stands_in_the_record(counter):
    desk = counter()
    case = desk.accept()
    desk.match(case, failing=("CHK-SB-EMP",))
    [ground] = told(desk, case)["matching_noted"]
    assert (ground.values["项目"], ground.values["结果"]) == ("CHK-SB-EMP", "不符")
    assert ground.values["级别"] == "必须通过"


def test_what_comes_back_to_the_street_is_due_in_two_working_days(counter):
    desk = counter()
    case = desk.reported()
    desk.ask(ReturnCase(application_id=case, reason="照片不清"), desk.one)

    view = desk.see(case)
    dues = {due.kind: due for due in view.dues}
    due = dues["street_correction"]
    assert due.title == "街道（乡镇）补正" and due.clause
    [ground] = told(desk, case)["case_returned"]
    assert ground.values == {"工作日数": "2"} and due.due_at.startswith(ground.dates["截止日期"])

    desk.house.turn(days=7)
    assert {due.kind: due for due in desk.see(case).dues}["street_correction"].overdue
    assert "street_correction_overdue" in told(desk, case)

    desk.correct(case)
    assert "street_correction" not in {due.kind for due in desk.see(case).dues}
