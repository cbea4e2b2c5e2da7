"""按季申请: in the variant a quarter's paid months are subsidised once the person applies."""

from datetime import datetime

import pytest
from packs import change, copy_of
from test_another_province import HERE, person
from town import clerk, desk

from contracts.caller import APPLICANT, Caller
from contracts.notify import ListMessages
from contracts.payments import (
    BenefitStopped,
    ClaimDue,
    ClaimSubsidy,
    MonthSubsidised,
    StopBenefit,
    SubsidyReversed,
)
from kernel.clock import SHANGHAI
from kernel.errors import Conflict, NotFound

SUMMER = ("2019-07", "2019-08", "2019-09")


def jump(place, *day):
    """Turns the clock at once: whatever fell due on the way rings now."""
    place.clock.set(datetime(*day, 10, tzinfo=SHANGHAI))
    place.house.ring()


@pytest.fixture
def enjoying(town):
    """A benefit from July 2019 under the pack as shipped; the third quarter is collected."""
    place = town(datetime(2019, 6, 17, 9), street=HERE, pack="guangdong")
    case = place.enjoying(person(place))
    for number, month in enumerate(SUMMER, 7):
        jump(place, 2019, number, 26)
        place.deduct(case, month, deducted="294.00")
    place.report(case)
    return place, case


def subsidised(place, case):
    told = place.said("payments", MonthSubsidised, case)
    back = place.said("payments", SubsidyReversed, case)
    return sorted({each.month for each in told} - {each.month for each in back})


def claim(place, case, month="2019-07", caller=None):
    form = ClaimSubsidy(application_id=case, month=month)
    return place.ask(form, caller or clerk(HERE))


def refused(place, case, month="2019-07", caller=None):
    with pytest.raises(Conflict) as found:
        claim(place, case, month, caller)
    return found.value.code


def quarter(place, case, first="2019-07"):
    [found] = [each for each in place.entitlement(case).claims if each.first_month == first]
    return found


def test_paid_months_wait_for_the_application_of_their_quarter(enjoying):
    place, case = enjoying
    assert subsidised(place, case) == []
    assert [m.unclaimed for m in place.entitlement(case).ledger if m.month in SUMMER] == [True] * 3
    assert (quarter(place, case).state, refused(place, case)) == ("coming", "claim-too-early")
    jump(place, 2019, 10, 8)
    assert quarter(place, case).state == "open"
    assert "claim_subsidy" in place.entitlement(case).allowed
    claim(place, case, "2019-08")  # any month of the quarter names it
    assert subsidised(place, case) == list(SUMMER)
    seen = place.entitlement(case)
    assert (quarter(place, case).state, seen.months_used) == ("claimed", 3)
    assert refused(place, case) == "already-claimed"
    sums = place.said("payments", MonthSubsidised, case)[0]
    assert (sums.personal, sums.subsidy, sums.total) == ("294.00", "676.00", "970.00")


def test_without_an_application_the_quarter_stays_without_subsidy(enjoying):
    place, case = enjoying
    for day in ((12, 1), (12, 26), (12, 30)):
        jump(place, 2019, *day)
    place.report(case)
    told = [each.first_month for each in place.said("payments", ClaimDue, case)]
    assert told == ["2019-07", "2019-07"]  # 1 and 26 December
    messages = place.house.ask(ListMessages(application_id=case), clerk(HERE)).items
    assert [one.template for one in messages].count("T15") == 2
    jump(place, 2020, 1, 2)
    assert quarter(place, case).state == "lapsed"
    assert refused(place, case) == "claim-too-late"
    seen = place.entitlement(case)
    assert (seen.state, seen.months_used, subsidised(place, case)) == ("active", 0, [])
    assert "2019年07月至2019年09月逾期未申请，不予补贴" in [item.title for item in seen.history]


def test_a_success_that_comes_after_the_application_is_subsidised_too(enjoying):
    place, case = enjoying
    jump(place, 2019, 10, 8)
    place.deduct(case, "2019-10", code="01")
    jump(place, 2020, 1, 6)
    place.deduct(case, "2019-11", deducted="294.00")
    claim(place, case, "2019-10")
    assert subsidised(place, case) == ["2019-11"]
    place.deduct(case, "2019-10", attempt=2, deducted="294.00")
    assert subsidised(place, case) == ["2019-10", "2019-11"]


def test_what_was_paid_before_a_stop_can_still_be_applied_for(enjoying):
    place, case = enjoying
    stop = StopBenefit(application_id=case, code="S10", event_month="2019-09", note="本人申请")
    place.ask(stop, desk("440104"))
    assert place.said("payments", BenefitStopped, case)
    jump(place, 2019, 10, 8)
    claim(place, case)
    assert subsidised(place, case) == list(SUMMER)


def test_the_person_applies_for_their_own_quarter_and_nobody_for_anothers(enjoying):
    place, case = enjoying
    jump(place, 2019, 10, 8)
    with pytest.raises(NotFound):
        claim(place, case, caller=clerk("440106001"))
    stranger = Caller(subject=str(case)[::-1], tier=APPLICANT)
    with pytest.raises(NotFound):
        claim(place, case, caller=stranger)
    claim(place, case, caller=Caller(subject=str(case), tier=APPLICANT))
    assert subsidised(place, case) == list(SUMMER)


def test_in_beijing_nobody_applies_by_the_quarter(town):
    place = town(datetime(2019, 4, 1, 9))
    case = place.enjoying(place.person())
    place.deduct(case, "2019-05")
    assert subsidised(place, case) == ["2019-05"]
    assert place.entitlement(case).claims == ()
    with pytest.raises(Conflict) as found:
        claim(place, case, "2019-05", clerk("110101001"))
    assert found.value.code == "nothing-to-claim"


def test_whether_a_quarter_is_applied_for_is_data(town, tmp_path):
    pack = copy_of("guangdong", tmp_path / "without")
    change(pack, "flow.toml", "value = true\n\n[claim_window", "value = false\n\n[claim_window")
    place = town(datetime(2019, 6, 17, 9), street=HERE, pack=str(pack))
    case = place.enjoying(person(place))
    jump(place, 2019, 7, 26)
    place.deduct(case, "2019-07", deducted="294.00")
    assert subsidised(place, case) == ["2019-07"]
