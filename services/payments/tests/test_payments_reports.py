"""就业情况报告 and what comes with time: reminders, the stop, the end, July (domain §8, §9)."""

import base64
from datetime import date
from uuid import uuid4

import pytest
from marshmallow import ValidationError
from payments_cases import CLERK, OTHER_STREET, Case, at

from contracts import wire
from contracts.caller import APPLICANT, Caller
from contracts.payments import (
    BenefitStopped,
    EmploymentReported,
    FileReport,
    ListBenefitWork,
    ListEntitlements,
    PersonalAmountChanged,
    ReportDue,
    StopBenefit,
)
from kernel.errors import Conflict, Forbidden, Invalid, NotFound


@pytest.fixture
def active(case):
    return case.active()


def test_the_person_is_reminded_three_times_and_then_stopped(house, active):
    house.turn_to(at("2019-08-02"))
    said = active.said(ReportDue)
    assert [(s.days_left, s.due, s.stop_month) for s in said] == [
        (15, date(2019, 7, 31), "2019-08"),
        (5, date(2019, 7, 31), "2019-08"),
        (1, date(2019, 7, 31), "2019-08"),
    ]
    [stopped] = active.said(BenefitStopped)
    assert (stopped.code, stopped.from_month) == ("S03", "2019-08")
    assert stopped.reason_text == "逾期未报告就业情况"
    assert active.view().dues == ()


def test_a_reminder_day_that_was_missed_is_not_made_up_twice(house, active):
    house.turn_to(at("2019-07-15"))
    house.clock.set(at("2019-07-28"))
    house.ring()
    assert [s.days_left for s in active.said(ReportDue)] == [5]


def test_a_report_ends_reminders_and_moves_the_stop_to_the_next_window(house, active):
    house.turn_to(at("2019-07-20"))
    answer = active.report()
    assert (answer.window_until, answer.next_due) == (date(2019, 7, 31), date(2019, 10, 31))
    house.turn_to(at("2019-08-05"))
    assert [s.days_left for s in active.said(ReportDue)] == [15]
    assert active.view().state == "active"
    assert [w.fulfilled for w in active.view().windows[:2]] == [True, False]
    house.turn_to(at("2019-11-02"))
    assert active.said(BenefitStopped)[0].from_month == "2019-11"


def test_a_report_does_not_carry_over(house, active):
    active.report()
    house.turn_to(at("2019-07-30"))
    active.report(content="第二次报告")  # the same window: taken and noted
    assert len(active.said(EmploymentReported)) == 2
    assert [w.fulfilled for w in active.view().windows[:2]] == [True, False]
    house.turn_to(at("2019-11-02"))
    assert active.view().stop_code == "S03"


def test_a_report_on_the_rolled_day_is_in_time(house):
    house.clock.set(at("2019-06-03"))
    case = Case(house, start="2019-06", months=13).active()
    house.turn_to(at("2019-09-02 23:59"))  # due Saturday 31 August, closes on Monday
    assert case.report().window_until == date(2019, 9, 2)
    house.turn_to(at("2019-09-03 08:00"))
    assert case.view().state == "active"


def test_without_one_the_rolled_day_is_the_last(house):
    house.clock.set(at("2019-06-03"))
    case = Case(house, start="2019-06", months=13).active()
    house.turn_to(at("2019-09-03 00:29"))
    assert case.view().state == "active"
    house.turn_to(at("2019-09-03 00:31"))
    [stopped] = case.said(BenefitStopped)
    assert (stopped.code, stopped.from_month) == ("S03", "2019-09")


@pytest.mark.parametrize("channel", ["wechat", "pc"])
def test_the_person_reports_alone_from_the_phone_or_a_computer(house, active, channel):
    active.report(active.person, channel=channel)
    [said] = active.said(EmploymentReported)
    assert (said.channel, said.window_until) == (channel, date(2019, 7, 31))
    assert active.view(active.person).windows[0].fulfilled


def test_the_clerk_takes_it_at_the_counter(house, active):
    active.report(CLERK)
    [said] = active.said(EmploymentReported)
    assert said.channel == "counter" and active.view().windows[0].fulfilled


@pytest.mark.parametrize("left_out", ["content", "place", "hours", "income"])
def test_a_report_says_what_where_when_and_for_how_much(left_out):
    told = {"content": "家政", "place": "东城", "hours": "8", "income": 3000}
    told["application_id"] = str(uuid4())
    assert wire.load(FileReport, told).content == "家政"
    for wrong in ({}, {left_out: ""}):
        without = {name: value for name, value in told.items() if name != left_out} | wrong
        with pytest.raises(ValidationError) as refused:
            wire.load(FileReport, without)
        assert list(refused.value.normalized_messages()) == [left_out]


def test_nobody_reports_for_another(house, active):
    with pytest.raises(NotFound):
        active.report(Caller(subject="another", tier=APPLICANT), channel="pc")
    with pytest.raises(Forbidden):
        active.report(CLERK, channel="wechat")
    with pytest.raises(NotFound):
        active.report(OTHER_STREET)
    with pytest.raises(Forbidden):
        active.report(active.person)  # at the counter sits a clerk
    assert active.said(EmploymentReported) == []


def test_a_person_employed_by_a_unit_is_stopped_and_has_not_reported(house, active):
    house.turn_to(at("2019-06-10"))
    answer = active.report(employed_by_unit=True)
    assert (answer.state, answer.next_due) == ("stopped", None)
    [stopped] = active.said(BenefitStopped)
    assert (stopped.code, stopped.from_month) == ("S04", "2019-06")
    assert active.said(EmploymentReported) == []


def test_a_report_outside_the_benefit_is_refused(house, case):
    case.open().find().confirm()
    with pytest.raises(Conflict) as refusal:
        case.report()
    assert refusal.value.code == "not-active"


def test_a_trailing_rest_carries_no_duty(house):
    case = Case(house, months=4).active()
    house.turn_to(at("2019-07-10"))
    case.report()
    house.turn_to(at("2019-08-10"))
    with pytest.raises(Conflict) as refusal:
        case.report()
    assert refusal.value.code == "no-report-due"
    house.turn_to(at("2019-08-31"))
    assert case.view().state == "active"


def test_the_last_month_over_completes_the_benefit(house):
    case = Case(house, months=2).active()
    case.deduct("2019-05")
    case.deduct("2019-06")
    house.turn_to(at("2019-07-01 00:09"))
    assert case.view().state == "active"
    house.turn_to(at("2019-07-01 00:11"))
    [stopped] = case.said(BenefitStopped)
    assert (stopped.code, stopped.from_month, stopped.months_used) == ("S01", "2019-07", 2)
    view = case.view()
    assert (view.state, view.dues) == ("completed", ())


def test_each_month_is_planned_when_it_begins(house, active):
    house.turn_to(at("2019-07-02"))
    assert active.ledger() == {"2019-05": "planned", "2019-06": "planned", "2019-07": "planned"}


def test_july_with_an_unpublished_base_waits_and_says_nothing(house, active):
    house.turn_to(at("2019-07-12"))
    assert active.said(PersonalAmountChanged) == []
    view = active.view()
    assert "amount_waits" in [item.what for item in view.history]
    assert "yearly_amount" in [due.kind for due in view.dues]


def test_july_with_a_published_base_is_told_once(house):
    house.clock.set(at("2021-05-06"))
    case = Case(house, start="2021-05").active()
    house.turn_to(at("2021-07-30"))
    case.report()
    [said] = case.said(PersonalAmountChanged)
    assert (said.from_month, said.personal_amount) == ("2021-07", "385.92")
    assert said.pay_by == date(2021, 7, 20)
    house.turn_to(at("2021-08-20"))
    assert len(case.said(PersonalAmountChanged)) == 1


def test_time_passing_in_one_leap_still_ends_in_the_same_state(house, active):
    house.clock.set(at("2019-12-20"))
    house.ring()
    [stopped] = active.said(BenefitStopped)
    assert (stopped.code, stopped.from_month) == ("S03", "2019-08")


def test_a_queue_is_seen_by_due_date_and_page_by_page(house):
    cases = [Case(house).open() for _ in range(3)] + [Case(house, start="2019-06").open()]
    seen, cursor = [], None
    for _ in range(4):
        page = house.ask(ListEntitlements(limit=1, cursor=cursor), CLERK)
        seen += [item.application_id for item in page.items]
        cursor = page.next_cursor
    assert cursor is None
    assert set(seen[:3]) == {case.id for case in cases[:3]}
    assert seen[3] == cases[3].id
    assert house.ask(ListEntitlements(), OTHER_STREET).items == ()
    assert house.ask(ListEntitlements(state="active"), CLERK).items == ()
    assert page.items[0].name == "张**"


def test_the_street_asks_for_one_kind_of_its_work(house, active):
    waiting = Case(house, start="2019-06").open()
    starts = house.ask(ListEntitlements(work="start"), CLERK).items
    assert [one.application_id for one in starts] == [waiting.id]
    [owed] = house.ask(ListEntitlements(work="reports"), CLERK).items
    assert (owed.application_id, owed.report_due) == (active.id, date(2019, 7, 31))
    active.report()
    [owed] = house.ask(ListEntitlements(work="reports"), CLERK).items
    assert owed.report_due == date(2019, 10, 31)
    assert house.ask(ListEntitlements(work="reports"), OTHER_STREET).items == ()


def test_a_streets_work_is_counted_and_reports_only_until_a_day(house, active):
    waiting = Case(house, start="2019-06").open()
    work = house.ask(ListBenefitWork(report_until=date(2019, 7, 30)), CLERK)
    assert [one.application_id for one in work.starts] == [waiting.id]
    assert (work.reports, work.suspicions) == ((), ())
    work = house.ask(ListBenefitWork(report_until=date(2019, 7, 31), kind="start"), CLERK)
    assert work.reports == ()  # not asked for, and counted all the same
    assert {one.kind: one.waiting for one in work.counts} == {
        "start": 1,
        "report": 1,
        "suspicion": 0,
    }
    counts = house.ask(ListBenefitWork(), OTHER_STREET).counts
    assert [one.waiting for one in counts] == [0, 0, 0]


def test_reports_come_by_their_last_day_page_by_page(house, active):
    later = Case(house, start="2019-06").active()
    first = house.ask(ListEntitlements(work="reports", limit=1), CLERK)
    second = house.ask(ListEntitlements(work="reports", cursor=first.next_cursor), CLERK)
    found = [one.application_id for one in (*first.items, *second.items)]
    assert found == [active.id, later.id]


PLACE = "|00000000-0000-0000-0000-000000000001"


@pytest.mark.parametrize(
    "cursor",
    [
        "%%%",
        base64.urlsafe_b64encode(f"2019-05-24T00:00:00+23:59{PLACE}".encode()).decode(),
        base64.urlsafe_b64encode(f"2019-05-24T00:00:00+08:00:00.000001{PLACE}".encode()).decode(),
        base64.urlsafe_b64encode(f"2019-05-24T00:00:00{PLACE}".encode()).decode(),
    ],
)
def test_a_cursor_that_is_none_of_ours_is_refused(house, cursor):
    with pytest.raises(Invalid) as refusal:
        house.ask(ListEntitlements(cursor=cursor), CLERK)
    assert refusal.value.code == "bad-cursor"


def test_an_entitlement_of_another_street_is_answered_as_absent(house, active):
    with pytest.raises(NotFound):
        active.view(OTHER_STREET)
    with pytest.raises(NotFound):
        active.view(Caller(subject="another", tier=APPLICANT))


def test_every_step_is_in_the_history_with_its_clause(house, active):
    stop = StopBenefit(application_id=active.id, code="S10", event_month="2019-05", note="本人申请")
    house.ask(stop, CLERK)
    history = active.view().history
    assert [item.what for item in history] == [
        "entitlement_opened",
        "contributions_asked",
        "contributions_found",
        "start_confirmed",
        "enlisted",
        "benefit_activated",
        "stop_decided",
        "benefit_stopped",
    ]
    assert all(item.clause and item.title for item in history)
