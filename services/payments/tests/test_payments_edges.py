"""Edge cases of the domain notes that need a running benefit, by their numbers."""

from dataclasses import replace

import pytest
from payments_cases import CLERK, Case, at

from contracts.payments import MonthSubsidised, StopBenefit, SubsidyReversed
from kernel.errors import Conflict


@pytest.fixture
def active(house):
    house.clock.set(at("2021-01-06"))  # a year whose bases are all known
    return Case(house, start="2021-01").active()


def months(said):
    return [each.month for each in said]


def stop(house, case, code, event_month):
    form = StopBenefit(application_id=case.id, code=code, event_month=event_month, note="核实")
    return house.ask(form, CLERK)


def test_15_a_report_of_the_last_minute_that_is_read_after_midnight_is_in_time(house, active):
    house.clock.set(at("2021-04-01 00:05"))
    last_minute = replace(CLERK, asked_at=at("2021-03-31 23:59"))
    assert str(active.report(last_minute).window_until) == "2021-03-31"
    house.turn_to(at("2021-04-03"))
    assert active.view().state == "active"
    assert active.view().windows[0].fulfilled


def test_15_a_report_of_the_first_minute_is_one_for_the_next_window(house, active):
    house.clock.set(at("2021-04-01 00:05"))
    assert str(active.report(replace(CLERK, asked_at=at("2021-04-01 00:01"))).window_until) == (
        "2021-06-30"
    )
    house.turn_to(at("2021-04-03"))
    assert (active.view().stop_code, active.view().stop_month) == ("S03", "2021-04")


def test_16_a_month_deducted_before_the_missed_report_was_seen_is_taken_back(house, active):
    for month in ("2021-01", "2021-02", "2021-03", "2021-04"):
        active.deduct(month)  # the bank takes April in advance, on 24 March
    house.turn_to(at("2021-04-03"))
    assert active.view().stop_month == "2021-04"
    assert months(active.said(SubsidyReversed)) == ["2021-04"]
    assert active.ledger()["2021-04"] == "void"


def test_17_months_after_the_month_of_death_are_clawed_back(house, active):
    for month in ("2021-01", "2021-02", "2021-03", "2021-04"):
        active.deduct(month)
    active.report()
    stop(house, active, "S06", "2021-02")  # the death is reported two paid months later
    assert active.view().stop_month == "2021-03"
    assert months(active.said(SubsidyReversed)) == ["2021-03", "2021-04"]
    assert active.ledger()["2021-02"] == "deducted"
    with pytest.raises(Conflict):
        stop(house, active, "S06", "2021-02")


def test_20_the_month_in_which_an_employer_joins_is_not_paid_by_two(house, active):
    active.deduct("2021-01")
    active.deduct("2021-02")
    house.clock.set(at("2021-02-20"))
    active.report(employed_by_unit=True)
    assert (active.view().stop_code, active.view().stop_month) == ("S04", "2021-02")
    assert months(active.said(MonthSubsidised)) == ["2021-01", "2021-02"]
    assert months(active.said(SubsidyReversed)) == ["2021-02"]
