"""Back and forth: returns, corrections, rejections, withdrawal, and what becomes of publicity."""

import pytest

from contracts.intake import ApplicationWithdrawn
from contracts.review import (
    ApplicationRejected,
    CaseReturned,
    ListPublicity,
    PassSecondPost,
    RejectCase,
    ReturnCase,
)


def back(case):
    return ReturnCase(application_id=case, reason="存档单位填写有误")


def test_the_street_returns_to_the_applicant(counter):
    desk = counter()
    case = desk.ready()
    assert desk.ask(back(case), desk.clerk).state == "returned_to_applicant"
    assert desk.said(CaseReturned)[0].to == "applicant"
    view = desk.see(case)
    assert view.dues == () and view.return_reason == "存档单位填写有误"
    desk.house.turn(days=3)
    desk.correct(case)
    view = desk.see(case)
    assert (view.state, view.dossier_version, view.checks) == ("waiting_checks", 2, ())
    assert view.dues[0].due_at.startswith("2019-04-09")  # two working days after 04-04
    desk.match(case, version=1)  # late, of the old dossier
    assert desk.see(case).state == "waiting_checks"
    desk.match(case, version=2)
    assert desk.report(case, version=2).state == "publicity"


def returned_by_district(desk):
    case = desk.reported()
    desk.first(case)
    desk.house.turn(days=1)
    assert desk.ask(back(case), desk.two).state == "returned_to_street"
    assert desk.said(CaseReturned)[-1].to == "street"
    return case


def test_a_correction_that_changes_nothing_published_keeps_the_dates(counter):
    desk = counter()
    case = returned_by_district(desk)
    before = desk.see(case)
    desk.correct(case)
    desk.match(case, version=2)
    assert desk.report(case, version=2).state == "publicity"
    after = desk.see(case)
    assert after.publicity_from == before.publicity_from
    assert after.publicity_until == before.publicity_until
    desk.house.turn(days=12)
    refusal = desk.refused(PassSecondPost(application_id=case, dossier_version=2), desk.two)
    assert refusal.code == "first-post-missing"  # the earlier first post was of another dossier
    desk.first(case, version=2)
    assert desk.second(case, version=2).state == "approved"


def test_a_publicity_that_has_ended_stays_ended(counter):
    desk = counter()
    case = returned_by_district(desk)
    desk.house.turn(days=20)
    assert desk.see(case).publicity_closed
    assert desk.see(case).state == "returned_to_street"
    desk.correct(case)
    desk.match(case, version=2)
    assert desk.report(case, version=2).state == "second_review"
    desk.first(case, version=2)
    assert desk.second(case, version=2).state == "approved"


@pytest.mark.parametrize("days", [0, 20])
def test_a_relevant_correction_publishes_anew(counter, days):
    desk = counter()
    case = returned_by_district(desk)
    desk.house.turn(days=days)
    desk.correct(case, relevant=True, name="张叁")
    assert desk.see(case).publicity_from is None
    assert desk.ask(ListPublicity()).items == ()
    desk.match(case, version=2)
    desk.report(case, version=2)
    desk.first(case, version=2)
    view = desk.see(case)
    assert view.publicity_from > desk.clock.today() and not view.publicity_closed
    desk.house.turn(days=12)
    assert desk.second(case, version=2).state == "approved"


def test_other_months_publish_anew(counter):
    desk = counter()
    case = returned_by_district(desk)
    desk.correct(case)
    desk.match(case, version=2)
    desk.report(case, version=2, months=24)
    assert desk.see(case).publicity_from > desk.clock.today()


@pytest.mark.parametrize(
    ("reach", "who", "stage"),
    [("ready", "clerk", "street"), ("reported", "one", "district"), ("closed", "two", "district")],
)
def test_rejection_at_each_step(counter, reach, who, stage):
    desk = counter()
    case = desk.ready() if reach == "ready" else desk.reported()
    if reach == "closed":
        desk.house.turn(days=20)
    done = desk.ask(RejectCase(application_id=case, reason_code="R-DOC"), getattr(desk, who))
    assert done.state == "rejected"
    [said] = desk.said(ApplicationRejected)
    assert (said.stage, said.reason_text) == (stage, "申请材料不实")
    assert desk.see(case).dues == ()
    assert desk.ask(ListPublicity()).items == ()


def test_a_failed_check_is_a_listed_reason_too(counter):
    desk = counter()
    case = desk.ready()
    desk.ask(RejectCase(application_id=case, reason_code="CHK-SB-RET"), desk.clerk)
    assert desk.said(ApplicationRejected)[0].reason_text == "已办理退休"


@pytest.mark.parametrize("reach", ["accept", "ready", "reported"])
def test_withdrawal_ends_everything(counter, reach):
    desk = counter()
    case = getattr(desk, reach)()
    desk.house.tell(ApplicationWithdrawn(application_id=case, reason="不再申请"))
    desk.house.turn(days=30)
    view = desk.see(case)
    assert (view.state, view.dues) == ("withdrawn", ())
    assert view.history[-1].what == "case_withdrawn"


def test_letters_about_a_case_that_is_over_are_quiet(counter):
    desk = counter()
    case = desk.reported()
    desk.ask(RejectCase(application_id=case, reason_code="R-DOC"), desk.two)
    before = desk.see(case)
    desk.match(case, failing=["CHK-GA-ID"])
    desk.face(case)
    desk.correct(case)
    desk.house.tell(ApplicationWithdrawn(application_id=case, reason="不再申请"))
    assert desk.see(case) == before
    assert desk.house["review"].parked() == []
