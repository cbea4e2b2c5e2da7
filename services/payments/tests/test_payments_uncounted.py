"""Lines of a file that are kept and do not count say so."""

import pytest
from payments_cases import CLERK, Case
from payments_files import MAY, Written, row

from contracts.payments import MonthSubsidised, StopBenefit
from contracts.payments.files import OUTCOMES

JUNE = "2019-06"


@pytest.fixture
def stopped(house, people):
    form = StopBenefit(application_id=people[0].id, code="S10", event_month=MAY, note="核实")
    house.ask(form, CLERK)
    return people[0]


def only(desk, known, outcome):
    [line] = desk.lines(known, outcome)
    assert outcome in OUTCOMES
    return line


def test_a_line_after_the_stop_is_void_as_in_the_ledger(desk, people, stopped):
    done = desk.bring(Written([row(case, JUNE) for case in people], JUNE))
    assert done.outcomes == {"posted": 3, "void": 1}
    line = only(desk, done, "void")
    assert line.application_id == stopped.id and "不计补贴" in line.sentence
    assert stopped.ledger()[JUNE] == "void"


def test_another_sum_makes_a_void_line_count_no_more_than_another(desk, stopped):
    done = desk.bring(Written([row(stopped, JUNE, deducted="1.00")], JUNE))
    assert done.outcomes == {"void": 1}


def test_a_line_before_the_benefit_has_begun_waits_and_counts_from_then_on(house, desk):
    case = Case(house).open().find().confirm()
    done = desk.bring(Written([row(case, MAY)], MAY))
    assert done.outcomes == {"waiting": 1} and only(desk, done, "waiting").sentence
    assert case.said(MonthSubsidised) == []
    case.enrol(MAY)
    assert case.ledger()[MAY] == "deducted"


def test_a_failure_that_comes_after_the_success_of_its_month_is_outweighed(desk, people):
    case = people[0]
    case.deduct(MAY, "00", attempt=2)
    done = desk.bring(Written([row(case, MAY, "01")], MAY))
    assert done.outcomes == {"outweighed": 1} and only(desk, done, "outweighed").sentence
    assert case.ledger() == {MAY: "deducted"}


def test_a_later_attempt_decides_and_counts(desk, people):
    people[0].deduct(MAY, "01")
    done = desk.bring(Written([row(people[0], MAY, attempt=2)], MAY))
    assert done.outcomes == {"posted": 1}


def test_a_correction_of_a_void_line_is_void_and_can_be_withdrawn(desk, people, stopped):
    desk.bring(Written([row(case, JUNE) for case in people], JUNE))
    again = [row(stopped, JUNE, "01"), *(row(case, JUNE) for case in people[1:])]
    second = desk.bring(Written(again, JUNE, sequence=2))
    assert second.outcomes == {"unchanged": 3, "void": 1}
    assert only(desk, second, "void").before == "00 269.26 0"
    third = desk.bring(Written(again[1:], JUNE, sequence=3))
    assert third.outcomes == {"unchanged": 3, "withdrawn": 1}
