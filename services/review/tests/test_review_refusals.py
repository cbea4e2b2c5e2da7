"""Every no that initial review and the posts can say, each with its own code."""

from datetime import datetime
from uuid import uuid4

import pytest

from contracts.caller import POST_ONE, STREET, STREET_CLERK
from contracts.review import (
    PassFirstPost,
    PassInitialReview,
    PassSecondPost,
    RejectCase,
    ReturnCase,
)
from kernel.clock import SHANGHAI


def initial(case, **changes):
    values = {"second_reader": "孙复核", "dossier_version": 1} | changes
    return PassInitialReview(application_id=case, **values)


def first(case, version=1):
    return PassFirstPost(application_id=case, dossier_version=version)


def second(case, version=1):
    return PassSecondPost(application_id=case, dossier_version=version)


def test_initial_review_waits_for_every_answer(counter):
    desk = counter()
    case = desk.accept()
    assert desk.refused(initial(case), desk.clerk).code == "checks-pending"
    desk.match(case, version=2)  # of another dossier
    assert desk.refused(initial(case), desk.clerk).code == "checks-pending"
    desk.match(case)
    assert desk.refused(initial(case), desk.clerk).code == "face-check-missing"
    desk.face(case)
    assert desk.report(case).state == "publicity"


@pytest.mark.parametrize("severity", ["B", "block"])
def test_a_failed_block_check_bars_and_names_itself(counter, severity):
    desk = counter()
    case = desk.accept()
    desk.face(case)
    desk.match(case, failing=["CHK-SB-EMP"], severity=severity)
    refusal = desk.refused(initial(case), desk.clerk)
    assert (refusal.code, list(refusal.fields)) == ("checks-block", ["CHK-SB-EMP"])
    assert "存在未通过" in str(refusal)
    desk.match(case)  # corrected there and asked again
    assert desk.report(case).state == "publicity"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"dossier_version": 2}, "dossier-changed", "dossier_version"),
        ({"second_reader": "zhang.clerk"}, "same-reader", "second_reader"),
        ({"second_reader": "  "}, "same-reader", "second_reader"),
        ({"months": 41}, "too-many-months", "months"),
        ({"months": 0}, "too-many-months", "months"),
    ],
)
def test_initial_review_refuses(counter, changes, code, field):
    desk = counter()
    case = desk.ready()
    refusal = desk.refused(initial(case, **changes), desk.clerk)
    assert refusal.code == code and field in refusal.fields
    assert desk.see(case).state == "initial_review"


def test_fewer_months_may_be_granted_and_the_grounds_say_so(counter):
    desk = counter()
    case = desk.ready()
    desk.report(case, months=12)
    view = desk.see(case)
    assert view.months == 12 and "少于可批准的40个月" in view.grounds[-1]


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({"birth_date": datetime(1980, 1, 1).date()}, {"R-4045"}),
        ({"work_started_on": datetime(2019, 3, 3).date()}, {"R-30D"}),
        ({"category": "PLOW"}, {"R-CAT"}),
        ({"category": "PGRAD"}, {"R-CAT"}),  # not before 2020-10-01
        ({"birth_date": datetime(1959, 4, 2).date()}, {"R-RET"}),
        ({"hukou_type": "12", "unemployed_on": None}, {"R-HUKOU"}),
        ({"unemployed_on": datetime(2019, 1, 1).date()}, {"R-UNEMP"}),
    ],
)
def test_who_is_not_eligible_is_refused_with_reasons_and_clauses(counter, facts, reasons):
    desk = counter()
    case = desk.ready(desk.facts_with(**facts))
    refusal = desk.refused(initial(case), desk.clerk)
    assert refusal.code == "not-eligible" and set(refusal.fields) == reasons
    assert all("（" in sentence for sentence in refusal.fields.values())
    assert refusal.allowed == ("reject_case",)
    reject = RejectCase(application_id=case, reason_code=min(reasons))
    assert desk.ask(reject, desk.clerk).state == "rejected"


@pytest.mark.parametrize("failing", [(), ("CHK-JY-30D",)])
def test_a_reason_of_the_form_is_named_before_and_beside_a_failed_check(counter, failing):
    """Not the block alone: the street must know which reason and clause to refuse it with."""
    desk = counter()
    case = desk.accept(desk.facts_with(work_started_on=datetime(2019, 3, 12).date()))
    if failing:
        desk.match(case, failing=list(failing))
    refusal = desk.refused(initial(case), desk.clerk)
    assert (refusal.code, set(refusal.fields)) == ("not-eligible", {"R-30D"})
    assert "政策问答" in refusal.fields["R-30D"]


def test_a_category_of_later_says_its_clause_and_its_day(counter):
    desk = counter()
    case = desk.ready(desk.facts_with(category="PRURAL"))
    said = desk.refused(initial(case), desk.clerk).fields["R-CAT"]
    assert "自2020-10-01起方可申请" in said and "京人社就发〔2020〕19号 第十条" in said


def test_whose_step_it_is_not(counter):
    desk = counter()
    case = desk.ready()
    other_street = desk.officer("x", STREET_CLERK, "110105002", tier=STREET)
    other_district = desk.officer("y", POST_ONE, "110108", key="K-9")
    assert desk.refused(initial(case), other_street).code == "not-found"
    assert desk.refused(initial(case), desk.one).code == "forbidden"
    assert desk.refused(initial(uuid4()), desk.clerk).code == "not-found"
    desk.report(case)
    assert desk.refused(first(case), other_district).code == "not-found"
    assert desk.refused(first(case), desk.two).code == "forbidden"
    assert desk.refused(second(case), desk.one).code == "forbidden"


def test_a_decision_on_a_case_that_has_moved_on(counter):
    desk = counter()
    case = desk.reported()
    refusal = desk.refused(initial(case), desk.clerk)
    assert refusal.code == "case-moved-on" and refusal.fields == {"state": "公示中"}
    back = ReturnCase(application_id=case, reason="材料不清")
    assert desk.refused(back, desk.clerk).code == "case-moved-on"  # it lies with the district
    desk.ask(RejectCase(application_id=case, reason_code="R-DOC"), desk.one)
    for command, caller in ((first(case), desk.one), (second(case), desk.two), (back, desk.two)):
        assert desk.refused(command, caller).code == "case-moved-on"


def test_an_application_of_the_old_flow_is_refused_and_says_so(counter):
    desk = counter(2019, 4, 1, 9)
    at = datetime(2019, 3, 31, 23, 59, 59, tzinfo=SHANGHAI)
    case = desk.accept(process_version="legacy", at=at)
    refusal = desk.refused(initial(case), desk.clerk)
    assert refusal.code == "legacy-process" and "原流程" in refusal.message
    view = desk.see(case)
    assert (view.process_version, view.dues, view.allowed) == ("legacy", (), ())


def test_an_unlisted_reason_is_refused(counter):
    desk = counter()
    case = desk.ready()
    reject = RejectCase(application_id=case, reason_code="R-WHATEVER")
    refusal = desk.refused(reject, desk.clerk)
    assert refusal.code == "unknown-reason" and "reason_code" in refusal.fields
