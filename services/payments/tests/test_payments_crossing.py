"""Letters that cross: a withdrawal and an approval, in either order, whatever was done between."""

import pytest
from payments_cases import DISTRICT_OFFICER

from contracts.intake import ApplicationWithdrawn
from contracts.payments import BenefitStopped, CloseAdditionList
from kernel.errors import NotFound

STEPS = {
    "opened": lambda case: case.open(),
    "found": lambda case: case.open().find(),
    "confirmed": lambda case: case.open().find().confirm(),
    "enlisted": lambda case: case.open().find().confirm().enlist("2019-05"),
    "active": lambda case: case.active(),
}


def withdraw(house, case):
    house.tell(ApplicationWithdrawn(application_id=case.id, reason="申请人撤回申请"))


@pytest.mark.parametrize("step", STEPS)
def test_a_withdrawal_after_the_approval_ends_whatever_lives(house, case, step):
    STEPS[step](case)
    withdraw(house, case)
    [said] = case.said(BenefitStopped)
    from_month = "2019-06" if step == "active" else "2019-05"
    assert (said.code, said.from_month, said.months_used) == ("S10", from_month, 0)
    assert said.reason_text == "本人申请停止"
    view = case.view()
    assert (view.state, view.stop_code, view.stop_month) == ("stopped", "S10", from_month)
    assert view.stop_reason == "本人申请停止"
    assert (view.dues, view.allowed) == ((), ())
    withdraw(house, case)
    assert len(case.said(BenefitStopped)) == 1


def test_a_withdrawn_start_is_not_put_on_a_list(house, case):
    case.open().find().confirm()
    withdraw(house, case)
    assert house.ask(CloseAdditionList(month="2019-05"), DISTRICT_OFFICER).rows == ()


def test_a_withdrawal_before_the_approval_opens_nothing_and_says_so(house, case):
    house.tell(case.accepted())
    withdraw(house, case)
    house.tell(case.approved())
    house.tell(case.approved())
    with pytest.raises(NotFound):
        case.view()
    [said] = case.said(BenefitStopped)
    assert (said.code, said.from_month, said.months_used) == ("S10", "2019-05", 0)


def test_what_was_withdrawn_is_not_resumed_by_a_late_deduction(house, case):
    case.active()
    case.deduct("2019-05", "01")
    case.deduct("2019-06", "01")
    assert case.view().stop_code == "S02"
    withdraw(house, case)
    case.deduct("2019-05", "00", attempt=2)
    assert (case.view().state, case.view().stop_code) == ("stopped", "S10")
