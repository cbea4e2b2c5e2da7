"""One living benefit for one person: rule and named index (domain §5, 不得重复享受)."""

import pytest
from payments_cases import CLERK
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.payments import BenefitActivated, MonthSubsidised, StartRefused, StopBenefit


def stop(house, case):
    form = StopBenefit(application_id=case.id, code="S10", event_month="2019-05", note="本人申请")
    house.ask(form, CLERK)


def test_a_second_benefit_of_the_same_person_is_held_and_the_street_is_told(house, case):
    case.open()
    second = case.again().open()
    [said] = second.said(StartRefused)
    assert (said.application_id, said.reason_text) == (second.id, "正在享受同类补贴")
    view = second.view()
    assert (view.state, view.allowed, view.dues) == ("refused", (), ())
    assert [h.what for h in view.history] == ["second_benefit"]
    assert case.view().state == "start_check"
    house.tell(second.approved())
    assert len(second.said(StartRefused)) == 1


def test_after_the_first_has_ended_a_second_opens(house, case):
    case.open()
    stop(house, case)
    assert case.again().open().view().state == "start_check"


def test_a_stopped_benefit_is_not_resumed_beside_another(house, case):
    case.active()
    case.deduct("2019-05", "01")
    case.deduct("2019-06", "01")
    second = case.again().open()
    for attempt in (2, 3):
        case.deduct("2019-05", "00", attempt=attempt)
    case.deduct("2019-07", "00")
    view = case.view()
    assert (view.state, view.stop_code) == ("stopped", "S02")
    assert [h.what for h in view.history].count("resumption_barred") == 1
    assert [said.month for said in case.said(MonthSubsidised)] == ["2019-05"]
    assert len(case.said(BenefitActivated)) == 1
    assert second.view().state == "start_check"


def test_the_index_keeps_what_the_rule_says(house, case):
    case.open()
    second = case.again().open()
    revive = text("UPDATE entitlements SET state = 'active' WHERE application_id = :id")
    with pytest.raises(IntegrityError, match="entitlements_one_living"):
        with house["payments"].engine.begin() as connection:
            connection.execute(revive, {"id": second.id})
