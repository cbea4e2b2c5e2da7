"""A case on its way: face check, correction, withdrawal, the word of review."""

from datetime import date

import pytest

from contracts.intake import (
    ApplicationAccepted,
    ApplicationCorrected,
    ApplicationWithdrawn,
    FaceCheckRecorded,
    MatchingCompleted,
    RecordFaceCheck,
    ResendCheck,
    WithdrawApplication,
)
from contracts.review import ApplicationApproved, ApplicationRejected, InitialReviewPassed
from kernel.errors import Forbidden, Invalid, NotFound


def test_withdrawal_ends_the_waiting_and_lets_the_person_apply_again(counter):
    case = counter.accepted()
    counter.ask(WithdrawApplication(application_id=case, reason="本人放弃"))

    counter.house.turn(days=3)
    counter.answer_all(case)

    assert [w.application_id for w in counter.said(ApplicationWithdrawn)] == [case]
    assert counter.view(case).state == "withdrawn"
    assert "TIMEOUT" not in {check.result for check in counter.view(case).checks}
    assert counter.said(MatchingCompleted) == []
    assert counter.submit() != case


def test_a_case_that_is_over_waits_for_nothing_whatever_was_answered_before(counter):
    case = counter.accepted()
    silent, broken, asked_again, *answered = counter.requests(case).values()
    for request in answered:
        counter.answer(request)
    counter.answer(broken, "ERROR")
    counter.answer(asked_again, "NO_DATA")
    counter.ask(ResendCheck(application_id=case, check_code=asked_again.check_code))
    titles = {counter.checks(case)[check.check_code].title for check in (silent, asked_again)}
    assert counter.waiting() == {str(case)}
    assert all(title in counter.view(case).dues[0].title for title in titles)

    counter.ask(WithdrawApplication(application_id=case, reason="本人放弃"))

    assert counter.waiting() == set()


@pytest.mark.parametrize(
    ("checked_on", "fine"),
    [(date(2019, 4, 1), True), (date(2019, 4, 2), False), (date(2019, 3, 31), False)],
)
def test_the_face_check_lies_between_submission_and_today(counter, checked_on, fine):
    case = counter.accepted()
    order = RecordFaceCheck(
        application_id=case, checked_by="李核查", checked_on=checked_on, findings="属实"
    )
    if fine:
        counter.ask(order)
        [told] = counter.said(FaceCheckRecorded)
        assert (told.checked_by, told.checked_on) == ("李核查", checked_on)
        [step] = [one for one in counter.view(case).history if one.what == "face_checked"]
        assert step.actor == counter.clerk.subject
        return
    with pytest.raises(Invalid) as refused:
        counter.ask(order)
    assert list(refused.value.fields) == ["checked_on"]
    assert counter.said(FaceCheckRecorded) == []


def test_a_correction_makes_a_new_version_and_asks_everything_again(counter):
    case = counter.accepted()
    counter.answer_all(case)
    counter.send_back(case)
    assert counter.view(case).state == "returned"

    answer = counter.correct(case, counter.paper(work_project="04"))

    [told] = counter.said(ApplicationCorrected)
    assert (answer.state, told.dossier_version, told.publicity_relevant) == ("accepted", 2, True)
    assert told.digest == counter.view(case).digest != counter.said(ApplicationAccepted)[0].digest
    assert {c.result for c in counter.view(case).checks} == {"PASS", "PENDING"}
    counter.answer_all(case)
    assert [m.dossier_version for m in counter.said(MatchingCompleted)] == [1, 2]


@pytest.mark.parametrize(
    ("form", "relevant"),
    [
        ({}, False),
        ({"home_address": "北京市东城区另一胡同3号"}, False),
        ({"name": "王小明", "work_declared_by": "王小明"}, True),
        ({"category": "PUN1Y"}, True),
        ({"work_started_on": date(2019, 2, 20)}, True),
    ],
)
def test_only_what_was_published_asks_for_new_publicity(counter, form, relevant):
    case = counter.accepted()
    counter.send_back(case)

    signed = counter.promise(promised_by=form.get("name", "王晓明"))
    counter.correct(case, counter.paper(**form), signed)

    assert counter.said(ApplicationCorrected)[0].publicity_relevant is relevant


def test_a_correction_is_judged_as_on_the_day_of_application(counter):
    case = counter.accepted()
    counter.house.turn(days=20)
    counter.send_back(case)

    # 30 days today, but not when the person applied
    counter.correct(case, counter.paper(work_started_on=date(2019, 3, 20)))

    [corrected] = [item for item in counter.view(case).history if item.what == "corrected"]
    assert corrected.title.endswith("不符合享受条件1项")
    assert corrected.basis[-1].sentence.startswith("灵活就业须满30日，至申请之日12日")


def test_review_decides_and_late_news_changes_nothing(counter):
    case = counter.accepted()
    reported = InitialReviewPassed(
        application_id=case,
        reviewer="r",
        second_reader="s",
        proposed_start="2019-05",
        months=36,
        publicity_from=date(2019, 4, 2),
        publicity_until=date(2019, 4, 9),
    )
    counter.house.tell(reported)
    assert counter.view(case).state == "reported"
    rejected = ApplicationRejected(
        application_id=case, stage="district", reason_code="R-X", reason_text="材料不符"
    )
    counter.house.tell(rejected)
    assert counter.view(case).state == "rejected"

    counter.house.tell(reported)
    counter.send_back(case)

    assert counter.view(case).state == "rejected"
    assert counter.house["intake"].parked() == []
    assert counter.submit() != case


def test_who_is_approved_and_still_enjoying_fails_the_duplicate_check(counter):
    first = counter.accepted()
    counter.house.tell(approval(first, counter.clock.now()))

    second = counter.accepted()

    assert counter.checks(second)["CHK-JY-DUP"].result == "FAIL"
    assert counter.checks(second)["CHK-JY-CUM"].result == "PASS"


def test_other_hands_are_kept_off(counter):
    case = counter.accepted()
    with pytest.raises(NotFound):
        counter.view(case, counter.stranger)
    order = WithdrawApplication(application_id=case, reason="越权")
    with pytest.raises(NotFound):
        counter.ask(order, counter.stranger)
    with pytest.raises(Forbidden):
        counter.ask(order, counter.post)


def approval(case, moment):
    return ApplicationApproved(
        application_id=case,
        approved_at=moment,
        applied_on=date(2019, 4, 1),
        proposed_start="2019-05",
        months=36,
        first_officer="a",
        second_officer="b",
    )
