"""What payments says so that the person is told: choice (T8), expiry (T9), failure or stop."""

from datetime import date

import pytest
from payments_cases import CLERK, Case, at, line

from contracts.payments import (
    BenefitStopped,
    CheckContributions,
    DeductionFailed,
    ExpiryNear,
    StartChoiceNeeded,
)


def test_who_has_paid_already_is_asked_to_choose_before_the_cutoff(house, case):
    case.open().find(line("2019-05"))

    [asked] = case.said(StartChoiceNeeded)
    assert (asked.month, asked.decide_by) == ("2019-05", date(2019, 5, 24))


@pytest.mark.parametrize(
    "found", [(), (line("2019-05", "employer"),), (line("2019-05", "employer", open_ended=True),)]
)
def test_where_there_is_nothing_to_choose_nobody_is_asked(house, case, found):
    case.open().find(*found)
    assert case.said(StartChoiceNeeded) == []


def test_sixty_days_before_the_end_the_person_hears_of_it_once(house, case):
    case.active()  # 2019-05 to 2022-04
    [notice] = [due for due in case.view().dues if due.kind == "expiry_notice"]
    assert notice.due_at.startswith("2022-03-01T09:00")
    assert (notice.title, notice.clause) == ("提醒即将期满", "灵补设计 期满提醒")


def test_the_notice_rings_sixty_days_ahead_and_not_again(house):
    case = Case(house, months=5).active()  # 2019-05 to 2019-09
    house.clock.set(at("2019-07-10"))
    case.report()
    house.turn_to(at("2019-08-01").replace(hour=8))
    assert case.said(ExpiryNear) == []

    house.turn_to(at("2019-09-20"))

    assert [told.end_month for told in case.said(ExpiryNear)] == ["2019-09"]
    assert "提醒本人补贴将于2019年09月期满" in [step.title for step in case.view().history]


def test_the_failure_that_stops_says_so_and_the_one_before_does_not(house, case):
    active: Case = case.active()
    house.clock.set(at("2019-06-03"))
    active.deduct("2019-05", "01")
    house.clock.set(at("2019-07-03"))
    active.deduct("2019-06", "01")

    told = [(failed.month, failed.stops) for failed in active.said(DeductionFailed)]
    assert told == [("2019-05", False), ("2019-06", True)]
    assert len(active.said(BenefitStopped)) == 1


def test_failures_that_arrive_in_the_wrong_order_end_in_one_stop(house, case):
    active: Case = case.active()
    house.clock.set(at("2019-07-03"))
    active.deduct("2019-06", "01")
    active.deduct("2019-05", "01")

    told = [(failed.month, failed.stops) for failed in active.said(DeductionFailed)]
    assert told == [("2019-06", False), ("2019-05", True)]


def test_a_question_asked_again_for_the_month_asks_the_person_again(house, case):
    case.open().find(line("2019-05"))
    house.ask(CheckContributions(application_id=case.id), CLERK)
    case.answer(case.asked()[-1].request_id, line("2019-05"))

    assert [asked.month for asked in case.said(StartChoiceNeeded)] == ["2019-05", "2019-05"]
