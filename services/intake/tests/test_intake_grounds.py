"""The record of a case says what each step rested on, and a face check is never overwritten."""

from datetime import date

import pytest

from contracts.intake import RecordFaceCheck
from intake.domain.forms import FaceCheck
from kernel.errors import Invalid


def face(case, by="li.check", name="李核查", **more):
    return RecordFaceCheck(
        application_id=case,
        checked_by=by,
        checked_by_name=name,
        checked_on=date(2019, 4, 1),
        findings="属实",
        **more,
    )


def steps(counter, case):
    return {step.what: step for step in counter.view(case).history}


def test_acceptance_and_matching_keep_clause_values_and_dates(counter):
    case = counter.accepted()
    told = steps(counter, case)

    [flow] = told["accepted"].basis
    assert flow.clause.endswith("附件1 四.1") and flow.trust == "stated"
    assert flow.values["流程版本"] and flow.dates["受理时间"].startswith("2019-04-01T")
    [asked] = told["checks_asked"].basis
    assert asked.values["最长等待小时"] == "24" and "CHK-GA-ID" in asked.values["比对项目"]
    assert asked.dates["最晚答复"].startswith("2019-04-02T")
    assert asked.trust == "reading"


def test_an_answer_says_which_check_and_what_it_means(counter):
    case = counter.accepted()
    counter.answer(counter.requests(case)["CHK-GA-ID"], "FAIL")

    [found] = steps(counter, case)["check_answered"].basis
    assert (found.values["项目"], found.values["结果"]) == ("CHK-GA-ID", "不符")
    assert "不得通过审核" in found.values["级别"]
    assert found.clause and found.dates["答复时间"]


def test_no_ground_holds_what_belongs_to_the_person(counter):
    case = counter.accepted()
    counter.answer_all(case)
    counter.ask(face(case))
    grounds = str([step.basis for step in counter.view(case).history])
    form = counter.view(case).form
    assert grounds != "[]"
    assert str(form["birth_date"]) not in grounds and "110101197803070029" not in grounds


def test_a_face_check_kept_before_officers_were_named_by_account_is_still_read():
    kept = {"checked_by": "李核查", "checked_on": "2019-04-01", "findings": "属实", "reason": ""}
    assert FaceCheck.from_plain(kept).checked_by_name == ""


def test_a_face_check_is_recorded_again_only_with_a_reason_and_the_first_stays(counter):
    case = counter.accepted()
    counter.ask(face(case))
    with pytest.raises(Invalid) as refused:
        counter.ask(face(case, by="wang.check"))
    assert (refused.value.code, list(refused.value.fields)) == ("reason-needed", ["reason"])

    counter.ask(face(case, by="wang.check", name="王核查", reason="首次核查时间填写有误"))

    view = counter.view(case)
    checks = [*view.earlier_face_checks, view.face_check]
    named = [(check["checked_by"], check["checked_by_name"]) for check in checks]
    assert named == [("li.check", "李核查"), ("wang.check", "王核查")]
    titles = [step.title for step in view.history if step.what == "face_checked"]
    assert titles[-1].startswith("重新当面核查") and len(titles) == 2
