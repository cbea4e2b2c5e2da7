"""What payments decides says what it rested on; reports can be read back, with a trace."""

import pytest
from payments_cases import CLERK, DISTRICT_OFFICER, OTHER_STREET, Case, at, line

from contracts.payments import CloseAdditionList, GetReports, PostponeStart, StopBenefit
from kernel.errors import Forbidden, Invalid, NotFound


def told(case):
    return {step.what: step.basis for step in case.view().history}


def test_the_start_rests_on_a_fresh_finding_and_the_sums_of_the_month(house, case):
    case.active()
    steps = told(case)

    finding, cutoff = steps["contributions_found"]
    assert finding.values == {"缴费记录": "无"} and finding.dates["申请享受月份"] == "2019-05"
    assert cutoff.dates == {"截止日": "2019-05-24"} and cutoff.trust
    fresh, months, pension, unemployment, medical = steps["start_confirmed"]
    assert fresh.values == {"有效工作日": "5"}
    assert months.values == {"批准月数": "36", "享受月数": "36"}
    assert months.dates == {"开始月份": "2019-05", "最后月份": "2022-04"}
    assert (pension.values["缴费基数"], pension.values["个人"]) == ("3387.00", "203.22")
    assert (unemployment.values["补贴"], medical.values["补贴"]) == ("33.87", "355.62")
    assert all(sums.clause and sums.trust for sums in (pension, unemployment, medical))


def test_a_month_and_a_failure_are_explained(house, case):
    case.active()
    house.clock.set(at("2019-06-03"))
    case.deduct("2019-05")
    house.clock.set(at("2019-07-03"))
    case.deduct("2019-06", "01")
    steps = told(case)

    assert [ground.values["合计"] for ground in steps["month_subsidised"]] == [
        "677.40",
        "40.64",
        "414.89",
    ]
    [failure] = steps["deduction_failed"]
    assert failure.values["连续不成功月数"] == "1" and failure.values["停止所需月数"] == "2"
    assert failure.dates["月份"] == "2019-06" and failure.dates["请于此日前存足"] == "2019-07-19"
    assert failure.clause.endswith("附件3 二.1")


def test_a_postponement_says_from_where_to_where(house, case):
    case.open().find(line("2019-05"))
    house.ask(PostponeStart(application_id=case.id, reason="与本人商定"), CLERK)
    [moved] = told(case)["start_postponed"]
    assert moved.dates == {"原拟开始月份": "2019-05", "拟开始月份": "2019-06"}
    assert moved.values == {"批准月数": "36", "享受月数": "36"}


def test_a_report_names_its_window(house, case):
    case.active()
    case.report()
    [window] = told(case)["employment_reported"]
    assert window.values == {"期次": "1", "每期月数": "3"}
    assert window.dates["截止日期"] == "2019-07-31" and window.dates["逾期停止月份"] == "2019-08"


def test_reports_are_read_back_and_the_words_only_with_a_reason_on_record(house, case):
    case.active()
    case.report()

    [seen] = house.ask(GetReports(application_id=case.id), CLERK).items
    assert (seen.window, seen.channel, seen.income) == (1, "counter", 3000)
    assert (seen.content, seen.place, seen.hours) == ("***", "***", "***")
    with pytest.raises(Invalid):
        house.ask(GetReports(application_id=case.id, clear=True), CLERK)

    asked = GetReports(application_id=case.id, clear=True, reason="核对报告内容")
    [clear] = house.ask(asked, CLERK).items
    assert (clear.content, clear.place, clear.hours) == ("家政", "东城", "8")
    reads = [step for step in case.view().history if step.what == "clear_read"]
    assert [step.actor for step in reads] == [CLERK.subject]


def test_reports_are_for_those_who_may_see_the_case(house, case):
    case.active()
    case.report()
    with pytest.raises(NotFound):
        house.ask(GetReports(application_id=case.id), OTHER_STREET)
    assert len(house.ask(GetReports(application_id=case.id), case.person).items) == 1
    with pytest.raises(Forbidden):
        asked = GetReports(application_id=case.id, clear=True, reason="自己看看")
        house.ask(asked, case.person)


def test_the_list_and_the_activation_say_from_when_and_for_how_much(house, case):
    case.active()
    steps = told(case)
    [listed], [active] = steps["enlisted"], steps["benefit_activated"]
    assert listed.dates == {"首个扣款月份": "2019-05", "开始享受月份": "2019-05"}
    assert listed.values["缴费基数"] == "3387.00/3387.00/5927.00"
    assert (listed.values["个人"], listed.values["补贴"]) == ("269.26", "863.67")
    assert active.dates == {"开始月份": "2019-05", "最后月份": "2022-04"}
    assert active.values == {"享受月数": "36"} and active.clause.endswith("四.4")


def test_a_stop_and_its_end_name_the_months(house, case):
    case.active()
    case.deduct("2019-05", "01")
    case.deduct("2019-06", "01")
    stop, limit = told(case)["benefit_stopped"]
    assert stop.values["停止原因"] == "S02" and stop.dates["首个不享受月份"] == "2019-07"
    assert limit.values == {"停止所需月数": "2", "扣款不成功月份": "2019-05、2019-06"}
    case.deduct("2019-06", attempt=2)
    [again] = told(case)["benefit_resumed"]
    assert again.values == {"消除的停止原因": "S02", "享受月数": "36"}
    assert again.dates == {"原首个不享受月份": "2019-07", "最后月份": "2022-04"}
    assert again.clause.endswith("附件3 二.1") and again.sentence.startswith("补扣成功")


def test_a_removal_names_the_stop(house, case):
    case.active()
    stop = StopBenefit(application_id=case.id, code="S10", event_month="2019-05", note="申请")
    house.ask(stop, CLERK)
    house.ask(CloseAdditionList(month="2019-06"), DISTRICT_OFFICER)
    [removal] = told(case)["removal_listed"]
    assert removal.values == {"停止原因": "S10"} and removal.dates == {"首个不扣款月份": "2019-06"}


def test_july_and_the_end_are_explained(house):
    house.clock.set(at("2021-05-06"))
    case = Case(house, start="2021-05", months=4).active()
    house.turn_to(at("2021-07-02"))
    new, pension, *_ = told(case)["amount_changed"]
    assert new.values == {"个人每月应缴": "385.92", "原个人每月应缴": "277.61"}
    assert new.dates["自"] == "2021-07" and new.dates["请于此日前存足"]
    assert pension.values["缴费基数"] == "5360.00"
    [end] = told(case)["expiry_told"]
    assert end.dates == {"最后月份": "2021-08"} and end.values["提前日数"] == "60"
