"""附件1 三.1: at the street of the household or of the residence, whose district owns the case."""

from dataclasses import replace

import pytest

from contracts.caller import DISTRICT, POST_ONE, STREET, STREET_CLERK, Caller
from contracts.intake import (
    AcceptApplication,
    ApplicationAccepted,
    GetApplication,
    ListApplications,
    SubmitApplication,
)
from kernel.errors import Conflict, NotFound

LIVES_IN = "110105001"  # 建外街道 in 朝阳区
CHAOYANG = Caller(subject="cy-1", tier=STREET, roles=(STREET_CLERK,), division=LIVES_IN)
CHAOYANG_POST = Caller(subject="cy-2", tier=DISTRICT, roles=(POST_ONE,), division="110105")


@pytest.fixture
def submission(counter) -> SubmitApplication:
    """A person registered in 东城区 who lives in 朝阳区, at the counter where they live."""
    form = counter.paper(home_address="北京市朝阳区测试路3号")
    return replace(counter.submission(form), street_code=LIVES_IN, residence_basis="residence")


def accepted(counter, submission):
    case = counter.ask(submission, CHAOYANG).application_id
    for kind in ("identity_card", "application_form", "commitment"):
        counter.attach(case, kind, caller=CHAOYANG)
    counter.ask(AcceptApplication(application_id=case), CHAOYANG)
    return case


def test_the_district_of_the_residence_owns_the_case(counter, submission):
    case = accepted(counter, submission)
    [told] = counter.said_of(case, ApplicationAccepted)
    assert (told.facts.street_code, told.facts.agency) == (LIVES_IN, "110105")
    assert told.number.startswith("110105-")
    seen = counter.view(case, CHAOYANG_POST)
    assert (seen.agency, seen.residence_basis) == ("110105", "residence")
    assert seen.history[0].title == "在常住地街道（乡镇）录入申请表和承诺书"


def test_at_the_street_of_the_household_it_is_written_down_as_such(counter):
    case = counter.accepted()
    seen = counter.view(case)
    assert (seen.street_code, seen.agency) == ("110101001", "110101")
    assert seen.residence_basis == "household"
    assert seen.history[0].title == "在户口所在地街道（乡镇）录入申请表和承诺书"


def test_the_district_of_the_household_neither_sees_nor_handles_it(counter, submission):
    case = accepted(counter, submission)
    for caller in (counter.clerk, counter.post):
        with pytest.raises(NotFound):
            counter.ask(GetApplication(application_id=case), caller)
        assert counter.ask(ListApplications(), caller).items == ()


def test_07_the_street_of_the_household_cannot_take_it_a_second_time(counter, submission):
    counter.ask(submission, CHAOYANG)
    with pytest.raises(Conflict) as again:
        counter.submit(submission.form)
    assert again.value.code == "open-application-exists"
