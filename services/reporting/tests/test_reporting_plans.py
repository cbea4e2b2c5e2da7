"""用款计划: who is planned, what it comes to, its way from the district to the city."""

from datetime import datetime

import pytest
from reporting_plans import (
    JUNE,
    MAY,
    OTHER,
    accept,
    accepted_plan,
    code,
    late_april,
    make,
    stop,
    submit,
)
from reporting_story import (
    CITY_CLERK,
    CLERK,
    ELSEWHERE,
    STREET_OFFICER,
    accepted,
    active,
    approved,
    confirmed,
    failed,
    subsidised,
)

from contracts.outside import DifferenceAsked
from contracts.payments import BenefitTransferred, DifferenceSettled
from contracts.reporting import (
    CompileFundPlan,
    GetFundPlan,
    MakeFundPlan,
    ReturnFundPlan,
    SubmitFundPlan,
)
from kernel.clock import SHANGHAI
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from servicekit.signing.decisions import SignatureWanted


@pytest.fixture(autouse=True)
def _when(house):
    late_april(house)


def test_the_formula_to_the_fen(house):
    """domain §11: those running, the new ones, less what failed, in the base of 2018-07."""
    running = [active(accepted(f"n{n}")).tell(house) for n in range(10)]
    accepted_plan(house)
    house.clock.set(datetime(2019, 6, 3, 9, tzinfo=SHANGHAI))
    for story in running[:7]:
        subsidised(story, MAY).tell(house)
    for story in running[7:]:
        failed(story, MAY).tell(house)

    plan = make(house, JUNE)

    figures = plan.figures
    assert (figures.persons, figures.months, figures.added, figures.unpaid) == (10, 10, 0, 3)
    sums = [figures.pension, figures.unemployment, figures.medical, figures.total]
    assert sums == ["3319.26", "237.09", "2489.34", "6045.69"]
    assert (plan.planned_before, plan.actual_before) == ("8636.70", "6045.69")
    assert [ground.clause for ground in plan.basis if "养老" in ground.sentence] != [""]
    subsidised(running[9], MAY).tell(house)  # a late success clears the failure
    assert make(house, JUNE).figures.total == "6909.36"


@pytest.mark.parametrize(
    ("story", "kind"),
    [
        (lambda: accepted(), None),
        (lambda: approved(accepted()), "added"),
        (lambda: confirmed(accepted()), "added"),
        (lambda: active(accepted()), "added"),
        (lambda: stop(active(accepted()), MAY), None),
        (lambda: stop(active(accepted()), JUNE), "added"),  # stopped, but entitled in May
        (lambda: stop(active(accepted()), MAY, "S09"), None),
    ],
)
def test_only_those_entitled_in_the_month_are_planned(house, story, kind):
    story().tell(house)
    figures = make(house).figures
    assert (figures.persons, figures.added) == ((1, 1) if kind else (0, 0))


def test_who_starts_later_or_has_ended_is_not_planned(house):
    active(accepted()).tell(house)  # 2019-05 to 2022-04
    house.clock.set(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI))
    assert make(house, "2019-04").figures.persons == 0
    house.clock.set(datetime(2022, 4, 1, 9, tzinfo=SHANGHAI))
    assert make(house, "2022-04").figures.persons == 1
    assert make(house, "2022-05").figures.persons == 0


def test_who_moved_is_planned_where_the_month_belongs_and_nowhere_else(house):
    moved = active(accepted()).says(
        BenefitTransferred,
        from_street="110101001",
        from_agency="110101",
        to_street="110105021",
        to_agency="110105",
        from_month=JUNE,
    )
    moved.tell(house)
    persons = {
        (month, caller.division): make(house, month, caller).figures.persons
        for month in (MAY, JUNE)
        for caller in (CLERK, ELSEWHERE)
    }
    assert persons == {
        (MAY, "110101"): 1,
        (MAY, "110105"): 0,
        (JUNE, "110101"): 0,
        (JUNE, "110105"): 1,
    }


def test_a_late_base_is_planned_once_for_the_month_after_it_was_asked_for(house):
    story = active(accepted())
    asked = {"personal": "10.00", "subsidy": "31.50", "total": "41.50"}
    story.says(DifferenceAsked, month=MAY, **asked).tell(house)
    assert make(house).figures.difference == "31.50"
    assert make(house, JUNE).figures.difference == "0.00"
    story.says(DifferenceSettled, month=MAY, **asked).tell(house)
    assert make(house).figures.difference == "0.00"


def test_a_month_without_a_published_base_is_refused_by_name(house):
    active(accepted()).tell(house)
    with pytest.raises(Conflict, match="medical_base 在 2019-07") as refused:
        make(house, "2019-07")
    assert code(refused) == "policy-missing"


@pytest.mark.parametrize("month", ["2019-03", "2019-08"])
def test_only_near_months_can_be_planned(house, month):
    with pytest.raises(Conflict) as refused:
        make(house, month)
    assert code(refused) == "plan-month-out-of-reach"


def test_by_hand_a_plan_is_only_ever_lowered_and_says_why(house):
    one, other = (active(accepted(number)).tell(house).case for number in ("n1", "n2"))
    with pytest.raises(Invalid) as refused:
        make(house, excluded=(one,))
    assert code(refused) == "reason-needed"
    plan = make(house, excluded=(one,), carried="100.00", reason="已申请下月停止；结转")
    assert (plan.figures.persons, plan.figures.total) == (1, "763.67")
    assert plan.excluded == (one,) and plan.reason == "已申请下月停止；结转"
    for wrong in ({"carried": "-5.00"}, {"carried": "0.001"}, {"carried": "9999.00"}):
        with pytest.raises(Invalid):
            make(house, reason="增加", **wrong)
    with pytest.raises(Invalid) as stranger:
        make(house, excluded=(approved(accepted("n9", **OTHER)).tell(house).case,), reason="剔除")
    assert code(stranger) == "not-planned"
    assert make(house, excluded=(other,), reason="另一人").version == 2


def test_making_the_same_again_makes_no_new_version(house):
    active(accepted()).tell(house)
    assert make(house) == make(house)


def test_it_goes_up_signed(house):
    active(accepted()).tell(house)
    plan = make(house)
    house.presser.bind(CLERK)
    form = SubmitFundPlan(month=MAY, version=plan.version)
    with pytest.raises(SignatureWanted) as wanted:
        house.perform(form, CLERK, "")
    assert "1人，合计863.67元" in wanted.value.message
    assert house.ask(GetFundPlan(agency="110101", month=MAY), CLERK).state == "draft"
    up = submit(house, plan)
    assert (up.state, up.submitted_by, up.digest) == ("submitted", "d", plan.digest)
    with house["reporting"].desk.uow() as uow:
        noted = uow.history("plan/110101/2019-05")
    assert [item.what for item in noted] == ["fund_plan_made", "fund_plan_submitted"]


def test_a_plan_overtaken_by_a_stop_does_not_go_up(house):
    story = active(accepted()).tell(house)
    plan = make(house)
    stop(story, MAY).tell(house)
    with pytest.raises(Conflict) as refused:
        submit(house, plan)
    assert code(refused) == "plan-outdated"


def test_given_back_it_is_made_anew_with_a_reason(house):
    active(accepted()).tell(house)
    up = submit(house, make(house))
    with pytest.raises(Conflict) as busy:
        make(house)
    assert code(busy) == "plan-with-city"
    back = ReturnFundPlan(agency="110101", month=MAY, version=1, reason="请核对新增人数")
    assert house.ask(back, CITY_CLERK).returned == "请核对新增人数"
    with pytest.raises(Invalid):
        make(house)
    again = make(house, reason="已核对")
    assert again.version == up.version + 1
    with pytest.raises(Conflict) as stale:
        submit(house, up)
    assert code(stale) == "plan-moved-on"
    assert accept(house, submit(house, again)).state == "accepted"


def test_a_district_sees_its_own_plan_and_streets_none(house):
    active(accepted()).tell(house)
    make(house)
    question = GetFundPlan(agency="110101", month=MAY)
    assert house.ask(question, CITY_CLERK) == house.ask(question, CLERK)
    with pytest.raises(NotFound):
        house.ask(question, ELSEWHERE)
    for form in (question, MakeFundPlan(month=MAY), CompileFundPlan(month=MAY)):
        with pytest.raises(Forbidden):
            house.ask(form, STREET_OFFICER)
    with pytest.raises(Forbidden):
        compiled_by_a_district(house)


def compiled_by_a_district(house):
    return house.ask(CompileFundPlan(month=MAY), CLERK)
