"""The centre answers late: what was found by walking the state machines."""

from payments_cases import DISTRICT_OFFICER, at

from contracts.outside import EnrolListAcknowledged, EnrolListSent, RefusedRow
from contracts.payments import CloseAdditionList


def _removed_and_cleared(house, case):
    """Two failures, listed for removal, and then the second failure is made good."""
    house.clock.set(at("2021-05-06"))
    case.start = "2021-05"
    case.active()
    case.deduct("2021-05", "01")
    case.deduct("2021-06", "01")
    house.turn_to(at("2021-07-01"))
    house.ask(CloseAdditionList(month="2021-07"), DISTRICT_OFFICER)
    removals = [sent for sent in case.said(EnrolListSent) if sent.kind == "removals"][-1]
    case.deduct("2021-06", "00", attempt=2)
    return removals


def test_a_stop_lifted_while_the_removal_is_under_way_waits_for_its_answer(house, case):
    removals = _removed_and_cleared(house, case)
    assert case.view().state == "confirmed"
    assert house.ask(CloseAdditionList(month="2021-07"), DISTRICT_OFFICER).rows == ()
    house.tell(EnrolListAcknowledged(list_id=removals.list_id))
    [row] = house.ask(CloseAdditionList(month="2021-07"), DISTRICT_OFFICER).rows
    assert row.application_id == case.id
    assert case.view().state == "enlisted"


def test_a_removal_refused_after_the_stop_was_lifted_leaves_the_benefit_running(house, case):
    removals = _removed_and_cleared(house, case)
    refused = (RefusedRow(row=1, code="E1", reason="已在保"),)
    house.tell(EnrolListAcknowledged(list_id=removals.list_id, refused=refused))
    assert case.view().state == "active"
    assert case.ledger()["2021-06"] == "deducted"


def test_an_activation_after_all_windows_closed_is_no_missed_report(house, case):
    house.clock.set(at("2021-05-06"))
    case.start, case.months = "2021-05", 6
    sent = case.open().find().confirm().enlist("2021-05")
    house.turn_to(at("2021-11-05"))
    house.tell(EnrolListAcknowledged(list_id=sent.list_id))
    house.turn(days=1)
    assert (case.view().state, case.view().stop_code) == ("completed", "S01")
