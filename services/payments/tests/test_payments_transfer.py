"""转移: a running benefit goes to another street or district at a month's boundary (§16.8, Q18)."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from payments_cases import CLERK, DISTRICT_OFFICER, OTHER_STREET, Case, at

import policy
from contracts.caller import DISTRICT, DISTRICT_CLERK, STREET, STREET_CLERK, Caller
from contracts.outside import EnrolListAcknowledged, EnrolListSent, RefusedRow
from contracts.payments import (
    BenefitStopped,
    BenefitTransferred,
    CloseAdditionList,
    Enlisted,
    GetAdditionList,
    GetEntitlement,
    ListEntitlements,
    StopBenefit,
    TransferBenefit,
)
from kernel.clock import FixedClock
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.month import Month
from payments.domain.transfer import FIELDS, SENTENCES, destination, obstacle, remover
from payments.service import PaymentsService
from servicekit.testing.house import House

PLACES = policy.load().divisions
HOME, NEXT_DOOR, ABROAD, BDA = "110101001", "110101002", "110105001", "110115403"
NEW_CLERK = Caller(
    subject="clerk-3", tier=STREET, roles=(STREET_CLERK,), division=ABROAD, key_serial="K4"
)
NEW_OFFICER = Caller(
    subject="district-2", tier=DISTRICT, roles=(DISTRICT_CLERK,), division="110105", key_serial="K5"
)


@pytest.mark.parametrize(
    ("street", "month", "found"),
    [
        (NEXT_DOOR, "2021-08", ""),
        (ABROAD, "2021-08", ""),
        (ABROAD, "2024-04", ""),  # for the last month alone
        (HOME, "2021-08", "same-street"),
        ("999999999", "2021-08", "unknown-street"),
        ("110105", "2021-08", "unknown-street"),  # a district is no street
        (ABROAD, "2021-07", "transfer-month-past"),  # has begun: the old street's
        (ABROAD, "2021-06", "transfer-month-past"),
        (ABROAD, "2024-05", "transfer-after-end"),
    ],
)
def test_what_stands_against_a_transfer_in_july(street, month, found):
    first, now, end = (Month.parse(m) for m in (month, "2021-07", "2024-04"))
    assert obstacle(HOME, destination(street, first, PLACES), first, now, end) == found
    assert not found or SENTENCES[found] and FIELDS[found]


def test_the_owner_is_the_agency_of_the_street_and_not_its_district():
    first = Month.parse("2021-08")
    assert destination(ABROAD, first, PLACES).agency == "110105"
    owner = destination(BDA, first, PLACES)
    assert owner.agency != "110115" and owner.name == "北京经济技术开发区"


@pytest.mark.parametrize(
    ("owner", "centre", "enrolment", "ended", "found"),
    [
        ("110101", "110101", "enrolled", False, ""),  # runs where it is collected
        ("110101", "110101", "enrolled", True, "110101"),
        ("110105", "110101", "enrolled", False, "110101"),  # moved: the old one lets go
        ("110105", "110101", "enrolled", True, "110101"),  # moved and over: the old one still
        ("110105", "110101", "listed", True, ""),  # its centre has not answered yet
        ("110105", "110101", "removing", True, ""),  # on its way off
        ("110105", "110101", "none", True, ""),  # let go, and never added by the new one
        ("110105", "", "none", True, ""),
    ],
)
def test_whoever_enlisted_a_person_removes_them(owner, centre, enrolment, ended, found):
    assert remover(owner, centre, enrolment, ended=ended) == found


def decide(house, case, street=ABROAD, month="2021-08", caller=DISTRICT_OFFICER):
    form = TransferBenefit(
        application_id=case.id, to_street=street, from_month=month, reason="已搬家"
    )
    return house.ask(form, caller)


def close(house, month, caller):
    return house.ask(CloseAdditionList(month=month), caller)


def acknowledge(house, sent, *refused):
    house.tell(EnrolListAcknowledged(list_id=sent.list_id, refused=refused))


def lists(case, kind):
    return [sent for sent in case.said(EnrolListSent) if sent.kind == kind]


@pytest.fixture
def house() -> Iterator[House]:
    """In a year whose bases are all published."""
    made = House(FixedClock(at("2021-05-06")), PaymentsService)
    yield made
    assert made["payments"].parked() == []
    made.close()


@pytest.fixture
def case(house):
    return Case(house, "2021-05")


@pytest.fixture
def july(house, case):
    """Enrolled in May, two months paid, July failed; today is 10 July."""
    case.active()
    case.deduct("2021-05")
    case.deduct("2021-06")
    house.turn_to(at("2021-07-10"))
    case.report()
    case.deduct("2021-07", "02")
    return case


@pytest.fixture
def moved(house, july):
    """Moved to another district on 1 August."""
    decide(house, july)
    house.turn_to(at("2021-08-01"))
    return july


def absent(house, case, caller):
    with pytest.raises(NotFound) as gone:
        case.view(caller)
    with pytest.raises(NotFound) as never:
        house.ask(GetEntitlement(application_id=uuid4()), caller)
    assert str(gone.value) == str(never.value)
    assert house.ask(ListEntitlements(), caller).items == ()


def test_nothing_moves_before_the_first_of_the_month(house, july):
    decide(house, july)
    view = july.view()
    assert (view.transfer_to, view.transfer_month) == (ABROAD, "2021-08")
    assert [due.due_at[:10] for due in view.dues if due.kind == "transfer_due"] == ["2021-08-01"]
    house.turn_to(at("2021-07-31 23:30"))
    assert july.view(CLERK).street_code == HOME
    assert july.said(BenefitTransferred) == []
    absent(house, july, NEW_CLERK)


def shut(window):
    """A window without whether this is the day to report in it."""
    return replace(window, open=False)


def test_the_new_side_sees_all_of_it_and_the_old_side_nothing(house, july):
    decide(house, july)
    before = july.view()
    house.turn_to(at("2021-08-01"))
    for caller in (NEW_CLERK, NEW_OFFICER):
        after = july.view(caller)
        assert (after.street_code, after.agency, after.state) == (ABROAD, "110105", "active")
        assert after.ledger[:3] == before.ledger[:3]
        assert [shut(window) for window in after.windows] == [shut(w) for w in before.windows]
        assert after.end_month == before.end_month
        assert (after.months, after.months_used) == (before.months, before.months_used) == (36, 2)
        assert after.consecutive_failures == 1
        assert (after.transfer_to, after.transfer_month) == ("", "")
        assert after.history[: len(before.history)] == before.history
    for caller in (CLERK, DISTRICT_OFFICER, OTHER_STREET):
        absent(house, july, caller)
    [said] = july.said(BenefitTransferred)
    assert (said.from_street, said.from_agency) == (HOME, "110101")
    assert (said.to_street, said.to_agency, said.from_month) == (ABROAD, "110105", "2021-08")
    assert july.said(BenefitStopped) == []


def test_between_two_streets_of_a_district_no_list_changes(house, july):
    sent = len(july.said(EnrolListSent))
    decide(house, july, NEXT_DOOR)
    house.turn_to(at("2021-08-05"))
    assert july.view(OTHER_STREET).street_code == NEXT_DOOR
    absent(house, july, CLERK)
    assert close(house, "2021-08", DISTRICT_OFFICER).rows == ()
    assert len(july.said(EnrolListSent)) == sent


def test_the_old_district_lets_go_before_the_new_one_takes_on(house, moved):
    [gone] = lists(moved, "removals")
    assert (gone.agency, gone.month) == ("110101", "2021-07")
    assert [(row.code, row.month) for row in gone.rows] == [("S12", "2021-08")]
    assert close(house, "2021-08", NEW_OFFICER).rows == ()  # the old centre has not answered
    acknowledge(house, gone)
    [row] = close(house, "2021-08", NEW_OFFICER).rows
    assert (row.application_id, row.start_month) == (moved.id, "2021-05")
    come = lists(moved, "additions")[-1]
    assert (come.agency, [row.month for row in come.rows]) == ("110105", ["2021-08"])
    assert len(moved.said(Enlisted)) == 1  # it runs: it is not enlisted a second time
    acknowledge(house, come)
    assert moved.view(NEW_CLERK).state == "active"
    house.turn_to(at("2021-09-02"))
    assert len(lists(moved, "removals")) == 1
    assert close(house, "2021-09", NEW_OFFICER).rows == ()


def test_the_old_district_keeps_its_lists_and_the_new_one_does_not_see_them(house, moved):
    query = GetAdditionList(agency="110101", month="2021-07", kind="removals")
    [row] = house.ask(query, DISTRICT_OFFICER).rows
    assert (row.application_id, row.code, row.name) == (moved.id, "S12", "张**")
    with pytest.raises(NotFound):
        house.ask(query, NEW_OFFICER)


def test_failures_are_counted_across_the_boundary(house, moved):
    moved.deduct("2021-08", "02")
    view = moved.view(NEW_CLERK)
    assert (view.state, view.stop_code, view.stop_month) == ("stopped", "S02", "2021-09")


def test_who_stops_after_the_move_is_on_the_new_district_s_removals(house, moved):
    acknowledge(house, lists(moved, "removals")[-1])
    close(house, "2021-08", NEW_OFFICER)
    acknowledge(house, lists(moved, "additions")[-1])
    stop = StopBenefit(application_id=moved.id, code="S10", event_month="2021-08", note="本人申请")
    house.ask(stop, NEW_CLERK)
    close(house, "2021-09", NEW_OFFICER)
    last = lists(moved, "removals")[-1]
    assert (last.agency, [row.code for row in last.rows]) == ("110105", ["S10"])


def test_a_centre_that_will_not_let_go_is_asked_again_next_month(house, moved):
    acknowledge(house, lists(moved, "removals")[-1], RefusedRow(row=1, code="E9", reason="未到账"))
    assert close(house, "2021-08", NEW_OFFICER).rows == ()
    house.turn_to(at("2021-09-01"))
    first, second = lists(moved, "removals")
    assert (second.agency, second.month) == ("110101", "2021-08")
    assert [(row.code, row.month) for row in second.rows] == [("S12", "2021-09")]
    acknowledge(house, second)
    close(house, "2021-09", NEW_OFFICER)
    assert [row.month for row in lists(moved, "additions")[-1].rows] == ["2021-09"]


def test_one_on_the_way_to_a_centre_leaves_it_after_its_answer(house, case):
    """Decided while the addition is under way: the answer comes after the move."""
    case.open().find().confirm()
    sent = case.enlist("2021-05")
    decide(house, case, month="2021-06")
    house.turn_to(at("2021-06-03"))
    assert lists(case, "removals") == []
    acknowledge(house, sent)
    assert case.view(NEW_CLERK).state == "active"
    house.turn_to(at("2021-07-01"))
    [gone] = lists(case, "removals")
    assert (gone.agency, gone.rows[0].code) == ("110101", "S12")


def stop_here(house, case, month, code="S10"):
    form = StopBenefit(application_id=case.id, code=code, event_month=month, note="本人申请")
    house.ask(form, NEW_CLERK)


def removals(case):
    return [
        (sent.agency, sent.month, row.code, row.month)
        for sent in lists(case, "removals")
        for row in sent.rows
    ]


@pytest.fixture
def late(house, case):
    """Moved on 1 June while the addition was under way; the old centre enrolled them on the 3rd."""
    case.open().find().confirm()
    sent = case.enlist("2021-05")
    decide(house, case, month="2021-06")
    house.turn_to(at("2021-06-03"))
    acknowledge(house, sent)
    return case


def test_stopped_before_the_old_centre_has_let_go_it_is_the_old_one_s_to_remove(house, late):
    stop_here(house, late, "2021-06")
    assert close(house, "2021-06", NEW_OFFICER).rows == ()
    assert close(house, "2021-07", NEW_OFFICER).rows == ()
    [due] = [due for due in late.view(NEW_CLERK).dues if due.kind == "leaving_due"]
    assert due.due_at[:10] == "2021-07-01"
    house.turn_to(at("2021-07-02"))
    assert removals(late) == [("110101", "2021-07", "S10", "2021-07")]
    query = GetAdditionList(agency="110101", month="2021-07", kind="removals")
    assert [row.application_id for row in house.ask(query, DISTRICT_OFFICER).rows] == [late.id]
    acknowledge(house, lists(late, "removals")[-1])
    house.turn_to(at("2021-08-02"))
    assert close(house, "2021-08", NEW_OFFICER).rows == ()
    assert len(removals(late)) == 1


def test_a_stop_that_reaches_back_is_told_to_the_old_centre_at_once(house, late):
    house.turn_to(at("2021-06-20"))
    stop_here(house, late, "2021-05", "S06")
    house.turn_to(at("2021-06-20 11:00"))
    assert removals(late) == [("110101", "2021-06", "S06", "2021-06")]


def test_an_old_centre_that_keeps_one_who_has_stopped_is_asked_again_next_month(house, late):
    stop_here(house, late, "2021-06")
    house.turn_to(at("2021-07-02"))
    acknowledge(house, lists(late, "removals")[-1], RefusedRow(row=1, code="E9", reason="未到账"))
    house.turn_to(at("2021-07-20"))
    assert len(removals(late)) == 1
    house.turn_to(at("2021-08-01"))
    assert [row[:3] for row in removals(late)[1:]] == [("110101", "2021-08", "S10")]
    acknowledge(house, lists(late, "removals")[-1])
    house.turn_to(at("2021-09-02"))
    assert len(removals(late)) == 2


def test_stopped_while_the_old_centre_has_not_answered_the_addition(house, case):
    case.open().find().confirm()
    sent = case.enlist("2021-05")
    decide(house, case, month="2021-06")
    house.turn_to(at("2021-06-03"))
    stop_here(house, case, "2021-05", "S06")
    house.turn_to(at("2021-06-05"))
    assert removals(case) == []
    acknowledge(house, sent)
    house.turn_to(at("2021-06-05 11:00"))
    assert [row[:3] for row in removals(case)] == [("110101", "2021-06", "S06")]


def test_one_let_go_and_not_yet_added_is_on_nobody_s_removals(house, moved):
    acknowledge(house, lists(moved, "removals")[-1])
    stop_here(house, moved, "2021-08")
    house.turn_to(at("2021-09-02"))
    assert close(house, "2021-09", NEW_OFFICER).rows == ()
    assert [row[2] for row in removals(moved)] == ["S12"]


def test_one_not_enlisted_yet_goes_on_the_new_district_s_list_alone(house, case):
    case.open().find().confirm()
    decide(house, case, month="2021-06")
    house.turn_to(at("2021-06-03"))
    assert close(house, "2021-06", DISTRICT_OFFICER).rows == ()
    [row] = close(house, "2021-06", NEW_OFFICER).rows
    assert (row.application_id, lists(case, "removals")) == (case.id, [])


def test_a_second_move_before_the_first_is_on_any_list(house, moved):
    """To a third district while the first still holds on: only the first has to let go."""
    decide(house, moved, BDA, "2021-09", NEW_OFFICER)
    house.turn_to(at("2021-09-01"))
    [gone] = lists(moved, "removals")
    acknowledge(house, gone)
    owner = moved.said(BenefitTransferred)[-1].to_agency
    third = Caller(
        subject="d3", tier=DISTRICT, roles=(DISTRICT_CLERK,), division=owner, key_serial="K6"
    )
    assert close(house, "2021-09", NEW_OFFICER).rows == ()
    assert [row.application_id for row in close(house, "2021-09", third).rows] == [moved.id]


def test_pressed_again_the_later_decision_holds(house, july):
    decide(house, july)
    decide(house, july, NEXT_DOOR, "2021-09")
    house.turn_to(at("2021-08-02"))
    assert july.view(CLERK).street_code == HOME
    house.turn_to(at("2021-09-02"))
    [said] = july.said(BenefitTransferred)
    assert (said.to_street, said.from_month) == (NEXT_DOOR, "2021-09")


def test_a_benefit_that_ends_before_does_not_move(house, july):
    decide(house, july)
    stop = StopBenefit(application_id=july.id, code="S10", event_month="2021-07", note="本人申请")
    house.ask(stop, CLERK)
    house.turn_to(at("2021-08-02"))
    view = july.view(CLERK)
    assert (view.street_code, view.transfer_to, july.said(BenefitTransferred)) == (HOME, "", [])


@pytest.mark.parametrize(
    ("street", "month", "code"),
    [
        (HOME, "2021-08", "same-street"),
        ("110999999", "2021-08", "unknown-street"),
        (ABROAD, "2021-07", "transfer-month-past"),
        (ABROAD, "2030-01", "transfer-after-end"),
    ],
)
def test_refused_in_chinese_with_a_code(house, july, street, month, code):
    with pytest.raises(Invalid) as refused:
        decide(house, july, street, month)
    assert refused.value.code == code
    assert refused.value.fields[FIELDS[code]] == SENTENCES[code]
    assert july.view().transfer_to == ""


def test_only_a_confirmed_benefit_that_has_not_ended_can_move(house, case):
    case.open().find()
    with pytest.raises(Conflict) as early:
        decide(house, case)
    assert early.value.code == "not-running" and "confirm_start" in early.value.allowed
    stopped = Case(house, "2021-05").active()
    stop = StopBenefit(application_id=stopped.id, code="S10", event_month="2021-05", note="本人")
    house.ask(stop, CLERK)
    with pytest.raises(Conflict, match="尚未结束"):
        decide(house, stopped)


def test_only_the_district_it_leaves_decides(house, july, moved):
    with pytest.raises(Forbidden):
        decide(house, moved, HOME, "2021-09", NEW_CLERK)
    with pytest.raises(NotFound):
        decide(house, moved, NEXT_DOOR, "2021-09", DISTRICT_OFFICER)
    assert decide(house, moved, HOME, "2021-09", NEW_OFFICER).state == "active"
