"""Edge case 8: the person moves, and the running benefit with them, through all five services.

Every letter is delivered three times, so each step also has to be harmless to repeat.
"""

from datetime import datetime

import pytest
from town import clerk, desk, officer

from contracts.caller import CITY, CITY_OFFICER, POST_ONE, Caller
from contracts.intake import GetApplication, ListApplications
from contracts.notify import ListMessages
from contracts.outside import EnrolListAcknowledged, EnrolListSent
from contracts.payments import GetEntitlement, ListEntitlements, MonthSubsidised, TransferBenefit
from contracts.reporting import GetCounts, GetProjection, GetRoster, GetSubsidySums
from kernel.errors import NotFound, Refusal

OLD, NEW = "110101001", "110105001"
CITY_HALL = Caller(subject="city", tier=CITY, roles=(CITY_OFFICER,), division="110000")


@pytest.fixture
def moved(town):
    """Enrolled in August 2021, one month paid, moved to another district on 1 October."""
    town = town(datetime(2021, 7, 5, 10))
    settle = town.house.settle
    town.house.settle = lambda *_: settle(copies=3)
    case = town.enjoying(town.person())
    town.turn_to(2021, 8, 20)
    town.deduct(case, "2021-08")
    town.turn_to(2021, 9, 15)
    form = TransferBenefit(
        application_id=case, to_street=NEW, from_month="2021-10", reason="已迁入朝阳区"
    )
    town.ask(form, desk("110101"))
    town.turn_to(2021, 10, 8)
    return town, case


def pass_over(town):
    """The old centre lets go, the new district's list is taken."""
    [gone] = [sent for sent in town.said("payments", EnrolListSent) if sent.kind == "removals"]
    town.tell(EnrolListAcknowledged(list_id=gone.list_id))
    return gone, town.enrol("110105")


def sums(town, caller, month):
    found = town.house.ask(GetSubsidySums(month=month), caller).items
    return [(line.agency, line.persons) for line in found]


def counts(town, caller):
    found = town.house.ask(GetCounts(by="street"), caller).items
    return [(line.key, line.count) for line in found]


def test_the_lists_of_both_districts(moved):
    town, case = moved
    gone, [come] = pass_over(town)
    assert (gone.agency, gone.month, gone.rows[0].code) == ("110101", "2021-09", "S12")
    assert (come.agency, come.kind, come.rows[0].month) == ("110105", "additions", "2021-10")
    assert town.entitlement(case, clerk(NEW)).state == "active"


def test_months_before_are_the_old_districts_and_later_ones_the_new_ones(moved):
    town, case = moved
    pass_over(town)
    town.turn_to(2021, 10, 22)
    town.deduct(case, "2021-10")
    town.deduct(case, "2021-09", attempt=2)  # late, and still the old street's month
    assert len(town.said("payments", MonthSubsidised, case)) == 3
    for month, owner, other in (
        ("2021-08", "110101", "110105"),
        ("2021-09", "110101", "110105"),
        ("2021-10", "110105", "110101"),
    ):
        assert sums(town, CITY_HALL, month) == sums(town, desk(owner), month) == [(owner, 1)]
        assert sums(town, desk(other), month) == []
    assert counts(town, CITY_HALL) == counts(town, clerk(NEW)) == [(NEW, 1)]
    assert counts(town, desk("110101")) == []


def test_the_roster_stays_with_the_district_that_approved(moved):
    town, _ = moved
    for month in ("2021-07", "2021-10"):
        query = GetRoster(agency="110105", month=month)
        assert town.house.ask(query, officer("p2", POST_ONE, "110105")).rows == ()
    before = GetRoster(agency="110101", month="2021-07")
    [row] = town.house.ask(before, officer("p1", POST_ONE, "110101")).rows
    assert (row.street, row.applied_on) == ("东华门街道", "2021-07-05")


def test_the_view_of_the_case_moves_with_it(moved):
    town, case = moved
    for query in (GetEntitlement, GetApplication, GetProjection):
        for caller in (clerk(NEW), desk("110105")):
            view = town.house.ask(query(application_id=case), caller)
            assert (view.street_code, view.agency) == (NEW, "110105")
        for caller in (clerk(OLD), desk("110101")):
            with pytest.raises(NotFound):
                town.house.ask(query(application_id=case), caller)
    in_clear = GetApplication(application_id=case, clear=True, reason="核对原件")
    assert "*" not in town.house.ask(in_clear, clerk(NEW)).form["name"]
    assert town.house.ask(ListApplications(), clerk(OLD)).items == ()
    assert town.house.ask(ListMessages(), clerk(OLD)).items == ()
    assert len(town.house.ask(ListMessages(), clerk(NEW)).items) > 0


def test_the_report_is_reminded_and_waits_at_the_new_street(moved):
    town, case = moved
    pass_over(town)
    town.turn_to(2021, 10, 17)
    told = town.house.ask(ListMessages(), clerk(NEW)).items
    assert [(m.application_id, m.template) for m in told if m.template == "T3"] == [(case, "T3")]
    [line] = town.house.ask(ListEntitlements(), clerk(NEW)).items
    assert line.application_id == case and line.next_due
    for caller in (clerk(OLD), desk("110101")):
        assert town.house.ask(ListEntitlements(), caller).items == ()
        assert town.house.ask(ListMessages(), caller).items == ()


def test_the_new_street_goes_on_where_the_old_one_stopped(moved):
    """The quarterly window is reported to the new street; a second benefit is barred."""
    town, case = moved
    pass_over(town)
    town.street, town.agency = NEW, "110105"
    town.report(case)
    assert town.entitlement(case).windows[0].fulfilled
    second = town.apply(town.person())
    with pytest.raises(Refusal) as refused:
        town.report_up(second)
    assert refused.value.code == "checks-block"  # enjoys already, whichever street asks
