"""The counter's lists and sentences: what is due when, what an answer means, where a case is."""

from datetime import date

from street_cases import APPLICATION, BENEFIT, CASE, DUE, ID, LINE, check, told

from portal.pages.street.checks import matching
from portal.pages.street.journey import journey
from portal.pages.street.work import KINDS, MAKERS, tasks

MONDAY = date(2019, 4, 1)
REPORT = {"application_id": ID, "number": "n-2", "name": "李**", "report_due": "2019-04-20"}
START = LINE | {
    "number": "n-3",
    "state": "finding",
    "finding": "self_paid",
    "next_due": "2019-04-24T23:59:59.999999+08:00",
}


def test_what_is_overdue_stands_first_and_what_has_no_legal_day_last():
    late = LINE | {"number": "n-1", "due_at": "2019-03-29T23:59:59.999999+08:00"}
    draft = LINE | {"number": "", "submitted_at": "2019-03-01T10:00:00+08:00"}
    found = tasks({"review": [LINE, late], "report": [REPORT], "draft": [draft]})
    assert [task.kind for task in found] == ["review", "review", "report", "draft"]
    assert [task.left(MONDAY) for task in found] == ["逾期 3 天", "还有 2 天", "还有 19 天", ""]
    assert found[0].urgency(MONDAY) == "late"
    assert found[1].due == date(2019, 4, 3)  # the end of a day is that day


def test_the_last_day_is_told_as_today():
    [task] = tasks({"review": [LINE]})
    assert (task.left(date(2019, 4, 3)), task.urgency(date(2019, 4, 3))) == ("今天到期", "today")


def test_each_finding_of_the_centre_leads_to_what_has_to_be_done():
    [task] = tasks({"start": [START]})
    assert (task.what, task.page) == ("与本人商定退费或顺延", "street.start")
    [task] = tasks({"start": [START | {"state": "querying"}]})
    assert task.what == "等社保中心答复"


def test_every_kind_of_work_has_a_name():
    assert MAKERS.keys() == KINDS.keys()


def test_a_block_comes_first_with_what_to_do_about_it():
    checks = [check(), check("CHK-SB-EMP", result="FAIL"), check("CHK-GJJ", "W", "PENDING")]
    found = matching(told(APPLICATION, checks=checks))
    assert [one.tone for one in found.checks] == ["bad", "wait", "good"]
    assert "单位减员后重新比对" in found.checks[0].meaning
    assert found.checks[0].acts == ("resend_check",)  # a block is not argued away
    assert found.sentence == "共 3 项，通过 1 项，需要处理 1 项，等待答复 1 项。"


def test_a_warning_may_be_explained_once():
    warned = check("CHK-GS-CORP", "W", "FAIL")
    [open_one] = matching(told(APPLICATION, checks=[warned])).checks
    assert open_one.acts == ("override_warning", "resend_check")
    settled = warned | {"overridden_by": "donghuamen-clerk", "override_reason": "已注销"}
    [explained] = matching(told(APPLICATION, checks=[settled])).checks
    assert (explained.tone, explained.explained) == ("plain", "已注销")
    assert "override_warning" not in explained.acts


def test_silence_and_errors_are_no_pass_and_not_the_persons_fault():
    for result in ("TIMEOUT", "ERROR"):
        [one] = matching(told(APPLICATION, checks=[check(result=result)])).checks
        assert one.tone == "bad" and "与申请人无关" in one.meaning


def test_asking_again_is_one_intention_for_each_time_it_was_asked():
    def key(asked_at):
        asked = check(result="FAIL", asked_at=asked_at)
        return matching(told(APPLICATION, checks=[asked])).checks[0].key

    assert key("2019-04-01T09:00:00+08:00") == key("2019-04-01T09:00:00+08:00")
    assert key("2019-04-01T09:00:00+08:00") != key("2019-04-01T10:00:00+08:00")


def test_before_acceptance_it_is_said_when_checks_will_come():
    assert "受理后" in matching(told(APPLICATION, checks=[])).sentence


def states(*of):
    return {title: state for state, title, _, _ in journey(*of)}


def test_a_fresh_case_waits_for_the_street_and_shows_the_legal_day():
    found = journey(APPLICATION, CASE, None)
    step = next(one for one in found if one[1] == "初审")
    assert step[0] == "now" and step[2] == "法定期限：2019年4月3日（附件1 三.2）"
    assert states(APPLICATION, CASE, None)["公示"] == "later"


def test_a_return_reopens_the_review_whatever_was_passed_before():
    passed = {"post": "initial", "outcome": "passed", "officer": "a", "officer_name": "经办"}
    passed |= {"key_serial": "SW-1", "at": "2019-04-02T10:00:00+08:00"}
    back = told(CASE, state="returned_to_street", posts=[passed], return_reason="地址不全")
    found = {title: (state, note) for state, title, _, note in journey(APPLICATION, back, None)}
    assert found["初审"] == ("now", "退回：地址不全")
    reported = told(CASE, state="publicity", posts=[passed])
    assert states(APPLICATION, reported, None)["初审"] == "done"
    assert states(APPLICATION, reported, None)["区级第一次复核"] == "now"


def test_an_overdue_step_says_so():
    case = told(CASE, dues=[DUE | {"overdue": True}])
    assert any("已逾期" in when for _, _, when, _ in journey(APPLICATION, case, None))


def test_nothing_is_under_way_in_a_case_that_is_over():
    over = told(APPLICATION, state="withdrawn")
    assert "now" not in states(over, told(CASE, state="withdrawn"), None).values()


def test_a_benefit_that_begins_shows_the_centres_finding():
    found = {title: note for _, title, _, note in journey(APPLICATION, CASE, BENEFIT)}
    assert found["开始享受月份确认"] == "开始月份本人已自行缴费"
