"""Another province by its pack alone: other terms, and a start month by the quarter."""

from datetime import datetime

import pytest
from notice_cases import CLERK, SERVICES, TWO, Case, at

from contracts.outside import ContributionAnswered, ContributionQueried
from contracts.payments import CheckContributions, ConfirmStart
from contracts.review import ApplicationApproved, PassSecondPost
from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Conflict
from servicekit.testing.house import House


@pytest.fixture(params=["beijing", "guangdong"])
def house(request):
    clock = FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI))
    made = House(clock, *SERVICES, settings={"POLICY": request.param})
    made.province = request.param
    yield made
    made.close()


def test_a_case_from_acceptance_to_its_start_month(house):
    """Reported on its last day, 3 April: the same days of review in both, another start month."""
    case = Case(house, category="P4050" if house.province == "guangdong" else "P4045")
    assert case.due("initial_review") == {"initial_review": "2019-04-03"}
    at(house, 2019, 4, 3, 9)
    case.report()
    second = {"beijing": "2019-04-12", "guangdong": "2019-04-18"}[house.province]
    assert case.due("publicity_end", "second_post") == {
        "publicity_end": "2019-04-11",
        "second_post": second,
    }
    case.pass_first()
    at(house, 2019, 4, 12, 9)
    with pytest.raises(Conflict) as refused:
        house.ask(PassSecondPost(application_id=case.id, dossier_version=1), TWO)
    assert refused.value.code == "checks-outdated"
    case.answer()
    house.ask(PassSecondPost(application_id=case.id, dossier_version=1), TWO)
    house.settle()
    [approved] = house.said("review", ApplicationApproved)
    start, cutoff = {
        "beijing": ("2019-05", "2019-05-24"),
        "guangdong": ("2019-07", "2019-07-24"),  # the quarter ends in June
    }[house.province]
    assert approved.proposed_start == start
    [due] = [due for due in case.benefit().dues if due.kind == "start_check"]
    assert due.due_at[:10] == cutoff


def test_what_the_province_has_not_published_is_refused_by_its_name(house):
    if house.province == "guangdong":
        return  # its numbers are all there, and invented
    case = Case(house).approve("2019-07")
    house.ask(CheckContributions(application_id=case.id), CLERK)
    [asked] = house.said("payments", ContributionQueried)
    now = house.clock.now()
    house.tell(ContributionAnswered(request_id=asked.request_id, lines=(), answered_at=now))
    with pytest.raises(Conflict, match="medical_base") as refused:
        house.ask(ConfirmStart(application_id=case.id), CLERK)
    assert refused.value.code == "policy-missing"
