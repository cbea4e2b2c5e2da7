"""One case from acceptance to approval, and the days of domain 7.3 it must keep."""

from datetime import date

import pytest

from contracts.review import (
    ApplicationApproved,
    FirstReviewPassed,
    InitialReviewPassed,
    PassSecondPost,
    PublicityClosed,
)


def due(view, kind):
    [found] = [due for due in view.dues if due.kind == kind]
    return found


def test_a_case_walks_from_acceptance_to_approval(counter):
    desk = counter(2019, 4, 1, 9)
    case = desk.ready()
    assert due(desk.see(case), "initial_review").due_at == "2019-04-03T23:59:59.999999+08:00"
    desk.at(2019, 4, 3, 10)
    assert desk.report(case).state == "publicity"
    assert desk.first(case).state == "publicity"
    desk.at(2019, 4, 12, 9)
    assert desk.second(case).state == "approved"

    [reported] = desk.said(InitialReviewPassed)
    assert (reported.proposed_start, reported.months) == ("2019-05", 40)
    assert reported.publicity_from, reported.publicity_until == (
        date(2019, 4, 4),
        date(2019, 4, 11),
    )
    assert len(desk.said(FirstReviewPassed)) == len(desk.said(PublicityClosed)) == 1
    [approved] = desk.said(ApplicationApproved)
    assert (approved.first_officer, approved.second_officer) == ("li.one", "wang.two")
    assert (approved.applied_on, approved.months) == (date(2019, 4, 1), 40)
    view = desk.see(case)
    assert [post.post for post in view.posts] == ["initial", "first", "second"]
    assert view.dues == () and view.allowed == ()
    assert any("财社〔2017〕164号" in g or "60个月" in g for g in view.grounds)
    reader = view.posts[0].second_reader, view.posts[0].second_reader_name
    assert reader == ("sun.reader", "孙复核")
    assert reported.second_reader == "sun.reader"
    asked, *_ = view.basis
    assert asked.dates == {"申请日期": "2019-04-01"} and asked.clause and asked.trust
    assert [step.what for step in view.history] == [
        "case_opened",
        "matching_noted",
        "face_check_noted",
        "initial_review_passed",
        "first_post_passed",
        "publicity_closed",
        "matching_noted",
        "approved",
    ]
    assert all(step.clause for step in view.history)


WORKED = [  # domain 7.3: apply, reported on the day it is due, publicity until, second due
    ((2019, 4, 1), (2019, 4, 3), (2019, 4, 11), (2019, 4, 12)),
    ((2019, 4, 4), (2019, 4, 9), (2019, 4, 16), (2019, 4, 17)),
    ((2019, 4, 24), (2019, 4, 26), (2019, 5, 6), (2019, 5, 7)),
    ((2019, 4, 28), (2019, 4, 30), (2019, 5, 9), (2019, 5, 10)),  # a Sunday that works
    ((2019, 4, 29), (2019, 5, 5), (2019, 5, 10), (2019, 5, 13)),  # due on a make-up Sunday
    ((2019, 4, 30), (2019, 5, 6), (2019, 5, 13), (2019, 5, 14)),
    ((2019, 9, 26), (2019, 9, 29), (2019, 10, 11), (2019, 10, 12)),  # make-up Saturday
    ((2019, 9, 29), (2019, 10, 8), (2019, 10, 14), (2019, 10, 15)),
    ((2019, 9, 30), (2019, 10, 9), (2019, 10, 15), (2019, 10, 16)),
    ((2019, 12, 30), (2020, 1, 2), (2020, 1, 9), (2020, 1, 10)),
    ((2020, 1, 17), (2020, 1, 20), (2020, 2, 4), (2020, 2, 5)),  # extended holiday
    ((2020, 1, 21), (2020, 1, 23), (2020, 2, 7), (2020, 2, 10)),
    ((2020, 9, 28), (2020, 9, 30), (2020, 10, 14), (2020, 10, 15)),
    ((2020, 9, 30), (2020, 10, 10), (2020, 10, 16), (2020, 10, 19)),
    ((2021, 2, 8), (2021, 2, 10), (2021, 2, 23), (2021, 2, 24)),
    ((2021, 4, 29), (2021, 5, 6), (2021, 5, 12), (2021, 5, 13)),
]


@pytest.mark.parametrize(("applied", "reported", "until", "second"), WORKED)
def test_the_worked_dates(counter, applied, reported, until, second):
    desk = counter(*applied, 9)
    case = desk.ready()
    assert due(desk.see(case), "initial_review").due_at.startswith(str(date(*reported)))
    desk.at(*reported, 16)
    desk.report(case)
    view = desk.see(case)
    assert view.publicity_until == date(*until)
    assert due(view, "first_post").due_at.startswith(str(date(*until)))
    assert due(view, "second_post").due_at.startswith(str(date(*second)))
    assert "三.3" in due(view, "second_post").clause


def test_the_second_post_opens_with_the_first_second_after_publicity(counter):
    desk = counter(2019, 9, 26, 9)  # publicity across the National Day week
    case = desk.reported()
    desk.first(case)
    until = desk.see(case).publicity_until
    desk.at(until.year, until.month, until.day, 23, 59, 59)
    command = PassSecondPost(application_id=case, dossier_version=1)
    refusal = desk.refused(command, desk.two)
    assert refusal.code == "publicity-running"
    assert "2019-10-10" in refusal.fields["publicity"]
    desk.house.turn(seconds=1)
    assert desk.second(case).state == "approved"


def test_the_clock_alone_does_not_open_the_second_post(counter):
    desk = counter()
    case = desk.reported()
    desk.first(case)
    desk.clock.turn(days=30)  # nobody has recorded the end
    command = PassSecondPost(application_id=case, dossier_version=1)
    assert desk.refused(command, desk.two).code == "publicity-running"
    desk.house.ring()
    assert desk.second(case).state == "approved"


def test_a_year_without_notice_is_provisional(counter):
    desk = counter(2098, 12, 30, 9)
    case = desk.accept()
    assert due(desk.see(case), "initial_review").provisional


def test_being_late_escalates_and_decides_nothing(counter):
    desk = counter()
    case = desk.accept()
    desk.house.turn(days=9)
    view = desk.see(case)
    assert view.state == "waiting_checks"
    assert due(view, "initial_review").overdue
    assert view.history[-1].what == "initial_review_overdue"
    desk.match(case)
    desk.face(case)
    desk.report(case)
    desk.house.turn(days=30)
    view = desk.see(case)
    assert view.state == "second_review"
    assert {d.kind for d in view.dues if d.overdue} == {"first_post", "second_post"}
    assert desk.house["review"].parked() == []
