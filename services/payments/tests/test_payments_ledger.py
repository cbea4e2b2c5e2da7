"""The month ledger at the door: each month once, none after a stop, late news undone cleanly."""

from datetime import date
from decimal import Decimal

import pytest
from payments_cases import CLERK, Case, at
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.payments import (
    BenefitActivated,
    BenefitStopped,
    DeductionFailed,
    MonthSubsidised,
    StopBenefit,
    SubsidyReversed,
)
from kernel.errors import Conflict, Invalid

SUMS_2018 = ("203.22", "474.18", "6.77", "33.87", "59.27", "355.62", "269.26", "863.67", "1132.93")


@pytest.fixture
def active(case):
    return case.active()


def stop(house, case, code, month):
    form = StopBenefit(application_id=case.id, code=code, event_month=month, note="核实")
    return house.ask(form, CLERK)


def test_a_deducted_month_is_subsidised_to_the_fen(house, active):
    active.deduct("2019-05")
    [month] = active.view().ledger
    assert month.state == "deducted"
    assert (
        month.pension_personal,
        month.pension_subsidy,
        month.unemployment_personal,
        month.unemployment_subsidy,
        month.medical_personal,
        month.medical_subsidy,
        month.personal,
        month.subsidy,
        month.total,
    ) == SUMS_2018
    [said] = active.said(MonthSubsidised)
    assert (said.month, said.personal, said.subsidy, said.total) == ("2019-05", *SUMS_2018[6:])
    assert active.view().months_used == 1


def test_the_same_result_again_has_no_effect(house, active):
    for _ in range(3):
        active.deduct("2019-05")
    active.deduct("2019-05", "01", attempt=2)
    assert len(active.said(MonthSubsidised)) == 1
    assert active.said(DeductionFailed) == []
    assert active.ledger() == {"2019-05": "deducted"}


def test_a_failure_is_told_once_with_a_day_to_pay_by(house, active):
    for attempt in (1, 2):
        active.deduct("2019-05", "01", attempt)
    [said] = active.said(DeductionFailed)
    assert (said.month, said.code, said.consecutive) == ("2019-05", "01", 1)
    assert said.pay_by == date(2019, 5, 20)
    assert active.view().consecutive_failures == 1
    assert active.view().state == "active"


@pytest.mark.parametrize("code", ["01", "02", "03", "04", "05"])
def test_two_failed_months_in_a_row_stop_the_benefit(house, active, code):
    active.deduct("2019-05", code)
    active.deduct("2019-06", code)
    [said] = active.said(BenefitStopped)
    assert (said.code, said.from_month, said.months_used) == ("S02", "2019-07", 0)
    assert [f.consecutive for f in active.said(DeductionFailed)] == [1, 2]
    view = active.view()
    assert (view.state, view.stop_month, view.dues, view.allowed) == ("stopped", "2019-07", (), ())


@pytest.mark.parametrize("code", ["09", "99", "88"])
def test_what_is_no_failure_of_the_person_does_not_count(house, active, code):
    active.deduct("2019-05", "01")
    active.deduct("2019-06", code)
    active.deduct("2019-07", code)
    assert active.said(BenefitStopped) == []
    assert len(active.said(DeductionFailed)) == 1
    assert active.ledger()["2019-06"] == "planned"


def test_a_deferred_month_does_not_count(house, active):
    active.deduct("2019-05", "01", deferred=True)
    active.deduct("2019-06", "01")
    assert active.said(BenefitStopped) == []
    assert active.ledger() == {"2019-05": "deferred", "2019-06": "failed"}


def test_nothing_is_subsidised_after_a_stop(house, active):
    active.deduct("2019-05", "01")
    active.deduct("2019-06", "01")
    active.deduct("2019-07")
    assert active.said(MonthSubsidised) == []
    assert active.ledger()["2019-07"] == "void"


def test_a_late_success_lifts_the_stop_and_pays_what_was_withheld(house, active):
    active.deduct("2019-05", "01")
    active.deduct("2019-06", "01")
    active.deduct("2019-05", "00", attempt=2)
    view = active.view()
    assert (view.state, view.stop_code) == ("active", "")
    assert len(active.said(BenefitActivated)) == 2
    assert {due.kind for due in view.dues} >= {"report_stop", "month_turn"}
    assert [m.month for m in active.said(MonthSubsidised)] == ["2019-05"]


def test_a_late_failure_takes_the_month_after_it_back(house):
    house.clock.set(at("2021-05-06"))  # a year whose bases are all known
    case = Case(house, start="2021-05").active()
    case.deduct("2021-05", "01")
    case.deduct("2021-07", "00")
    assert [m.month for m in case.said(MonthSubsidised)] == ["2021-07"]
    case.deduct("2021-06", "01")
    assert case.ledger() == {"2021-05": "failed", "2021-06": "failed", "2021-07": "void"}
    assert [r.month for r in case.said(SubsidyReversed)] == ["2021-07"]
    assert case.said(BenefitStopped)[0].from_month == "2021-07"


def test_results_outside_the_benefit_are_void(house, active):
    active.deduct("2019-04")
    active.deduct("2022-05")
    assert set(active.ledger().values()) == {"void", "planned"}
    assert active.said(MonthSubsidised) == []


def test_a_month_whose_base_is_unpublished_keeps_its_result_and_gets_no_invented_sum(house, active):
    house.clock.set(at("2019-08-02"))
    active.deduct("2019-07")
    [july] = [m for m in active.view().ledger if m.month == "2019-07"]
    assert (july.state, july.personal, july.subsidy) == ("deducted", "", "")
    assert active.said(MonthSubsidised) == []
    view = active.view()
    assert "sums_missing" in {due.kind for due in view.dues}
    assert "sums_missing" in {item.what for item in view.history}


def test_results_that_come_before_the_enrolment_wait_for_it(house, case):
    case.open().find().confirm()
    case.deduct("2019-05")
    assert case.said(MonthSubsidised) == []
    case.enrol("2019-05")
    assert [m.month for m in case.said(MonthSubsidised)] == ["2019-05"]


def test_another_sum_than_the_one_told_is_noted(house, active):
    result = active.result("2019-05", "00")
    house.tell(type(result)(**{**_fields(result), "deducted": "1.00"}))
    assert "deduction_differs" in {item.what for item in active.view().history}


def _fields(event):
    return {name: getattr(event, name) for name in event.__dataclass_fields__}


@pytest.mark.parametrize(
    ("code", "month", "stops", "reversed_"),
    [
        ("S04", "2019-05", "2019-05", ["2019-05", "2019-06"]),  # two payers: the month goes back
        ("S05", "2019-05", "2019-06", ["2019-06"]),
        ("S06", "2019-05", "2019-06", ["2019-06"]),  # §16.17
        ("S09", "2019-06", "2019-05", ["2019-05", "2019-06"]),
        ("S10", "2019-06", "2019-07", []),
        ("S11", "2019-06", "2019-07", []),
    ],
)
def test_an_officer_stops_with_a_listed_code(house, active, code, month, stops, reversed_):
    house.clock.set(at("2019-06-28"))
    active.deduct("2019-05")
    active.deduct("2019-06")
    assert stop(house, active, code, month).state == "stopped"
    [said] = active.said(BenefitStopped)
    assert (said.code, said.from_month) == (code, stops)
    assert said.months_used == 2 - len(reversed_)
    assert [back.month for back in active.said(SubsidyReversed)] == reversed_


@pytest.mark.parametrize("code", ["S01", "S02", "S03", "S12", "S99"])
def test_other_codes_are_not_for_officers(house, active, code):
    with pytest.raises(Invalid) as refusal:
        stop(house, active, code, "2019-05")
    assert refusal.value.code == "unknown-stop-code"
    assert "code" in refusal.value.fields


def test_what_has_ended_cannot_be_stopped_again(house, active):
    stop(house, active, "S10", "2019-05")
    with pytest.raises(Conflict) as refusal:
        stop(house, active, "S10", "2019-05")
    assert refusal.value.code == "already-ended"


def test_an_officer_may_stop_before_the_start_too(house, case):
    case.open()
    assert stop(house, case, "S06", "2019-05").state == "stopped"
    assert case.view().dues == ()


def test_the_database_refuses_to_subsidise_a_month_twice(house, active):
    active.deduct("2019-05")
    again = text(
        "INSERT INTO subsidies (application_id, month, round, personal, subsidy, total, at) "
        "SELECT application_id, month, round + 1, personal, subsidy, total, at FROM subsidies"
    )
    with pytest.raises(IntegrityError, match="subsidies_once_a_month"):
        with house["payments"].engine.begin() as connection:
            connection.execute(again)


def test_the_money_of_the_ledger_is_the_money_that_was_said(house, active):
    active.deduct("2019-05")
    active.deduct("2019-06")
    stop(house, active, "S04", "2019-06")
    told = sum(Decimal(m.subsidy) for m in active.said(MonthSubsidised))
    back = sum(Decimal(m.subsidy) for m in active.said(SubsidyReversed))
    lines = [m for m in active.view().ledger if m.state == "deducted"]
    assert told - back == sum(Decimal(m.subsidy) for m in lines) == Decimal("863.67")


def test_a_case_nobody_knows_is_looked_at_by_people(house, case):
    case.deduct("2019-05")
    [parked] = house["payments"].parked()
    assert parked.reason == "unknown-entitlement"
    case.open()
    with house["payments"].engine.begin() as connection:
        connection.execute(text("UPDATE parked SET settled_at = now()"))
