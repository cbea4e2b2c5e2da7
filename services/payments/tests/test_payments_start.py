"""社保状态确认: from the approval to a confirmed start month (domain §6.2, §16.9–11)."""

from datetime import date

import pytest
from payments_cases import CLERK, DISTRICT_OFFICER, OTHER_STREET, Case, at, line

from contracts.intake import ApplicationWithdrawn
from contracts.outside import ContributionQueried, RefundAnswered, RefundAsked
from contracts.payments import (
    CheckContributions,
    ConfirmStart,
    PostponeStart,
    RefundRequested,
    RefuseStart,
    RequestRefund,
    StartConfirmed,
    StartPostponed,
    StartRefused,
)
from kernel.errors import Conflict, Forbidden, NotFound


def refused(house, command, caller=CLERK):
    with pytest.raises(Conflict) as refusal:
        house.ask(command, caller)
    return refusal.value


def postpone(house, case):
    house.ask(PostponeStart(application_id=case.id, reason="与本人商定"), CLERK)


def refund(house, case):
    house.ask(RequestRefund(application_id=case.id, reason="与本人商定"), CLERK)
    return case.said(RefundAsked)[-1]


@pytest.mark.parametrize("approval_first", [False, True])
def test_an_approval_opens_a_start_check_in_whatever_order_the_news_comes(
    house, case, approval_first
):
    letters = [case.accepted(), case.approved()]
    for letter in reversed(letters) if approval_first else letters:
        house.tell(letter)
    view = case.view()
    assert (view.state, view.proposed_start, view.months) == ("start_check", "2019-05", 36)
    assert view.dues[0].due_at.startswith("2019-05-24T23:59:59")
    assert view.name == "张**"
    assert view.id_number == "11**************29"
    assert "check_contributions" in view.allowed


def test_an_approval_that_comes_twice_opens_one_entitlement(house, case):
    case.open()
    house.tell(case.approved())
    assert [h.what for h in case.view().history] == ["entitlement_opened"]


def test_a_clean_record_lets_the_start_be_confirmed(house, case):
    case.open().find()
    assert case.asked()[0].from_month == "2019-05"
    assert case.view().finding == "clean"
    case.confirm()
    [said] = case.said(StartConfirmed)
    assert (said.start_month, said.end_month, said.months) == ("2019-05", "2022-04", 36)
    assert said.personal_amount == "269.26"  # 203.22 + 6.77 + 59.27
    assert case.view().dues == ()


@pytest.mark.parametrize("lines", [[line("2019-05")], [line("2019-05", "employer")]])
def test_a_start_is_not_confirmed_over_a_contribution(house, case, lines):
    case.open().find(*lines)
    refusal = refused(house, ConfirmStart(application_id=case.id))
    assert refusal.code == "start-not-clean"
    assert "postpone_start" in refusal.allowed
    assert case.said(StartConfirmed) == []


def test_a_start_is_not_confirmed_before_the_centre_has_answered(house, case):
    case.open()
    assert refused(house, ConfirmStart(application_id=case.id)).code == "start-not-clean"
    house.ask(CheckContributions(application_id=case.id), CLERK)
    assert refused(house, ConfirmStart(application_id=case.id)).code == "start-not-clean"


def test_only_the_answer_to_the_last_question_counts_and_only_once(house, case):
    case.open()
    for _ in range(2):
        house.ask(CheckContributions(application_id=case.id), CLERK)
    first, second = (question.request_id for question in case.asked())
    case.answer(first, line("2019-05"))
    assert case.view().state == "querying"
    case.answer(second)
    case.answer(second, line("2019-05", "employer", True))
    assert case.view().finding == "clean"


def test_a_finding_gets_stale(house, case):
    case.open().find()
    house.turn(days=8)
    refusal = refused(house, ConfirmStart(application_id=case.id))
    assert refusal.code == "finding-stale"
    assert "check_contributions" in refusal.allowed
    case.find().confirm()
    assert case.view().state == "confirmed"


def test_a_missing_policy_number_refuses_by_its_name_and_writes_nothing(house):
    case = Case(house, start="2019-07").open()
    house.clock.set(at("2019-07-02"))
    case.find()
    refusal = refused(house, ConfirmStart(application_id=case.id))
    assert refusal.code == "policy-missing"
    assert "medical_base" in refusal.message
    assert case.view().state == "finding"
    assert case.said(StartConfirmed) == []


def test_a_self_paid_month_is_refunded_and_then_confirmed(house, case):
    case.open().find(line("2019-05"))
    asked = refund(house, case)
    assert '"account"' in asked.subject
    assert case.said(RefundRequested)[0].month == "2019-05"
    assert refused(house, ConfirmStart(application_id=case.id)).code == "start-not-clean"
    for _ in range(2):
        house.tell(RefundAnswered(request_id=asked.request_id, refunded=True))
    case.confirm()
    assert case.said(StartConfirmed)[0].start_month == "2019-05"


def test_a_refused_refund_moves_the_start_by_a_month(house, case):
    case.open().find(line("2019-05"))
    house.tell(RefundAnswered(request_id=refund(house, case).request_id, refunded=False))
    view = case.view()
    assert (view.state, view.proposed_start) == ("start_check", "2019-06")
    assert case.said(StartPostponed)[0].automatic is True


def test_a_refund_that_is_not_confirmed_by_the_cutoff_moves_the_start(house, case):
    case.open().find(line("2019-05"))
    asked = refund(house, case)
    house.turn_to(at("2019-05-25"))
    assert case.view().proposed_start == "2019-06"
    house.tell(RefundAnswered(request_id=asked.request_id, refunded=True))  # late
    view = case.view()
    assert (view.state, view.proposed_start, view.finding) == ("start_check", "2019-06", "")
    assert "refund_late" in [h.what for h in view.history]


@pytest.mark.parametrize("payer", ["employer", "unemployment_insurance"])
def test_only_a_self_paid_month_can_be_refunded(house, case, payer):
    case.open().find(line("2019-05", payer))
    command = RequestRefund(application_id=case.id, reason="与本人商定")
    assert refused(house, command).code == "not-refundable"
    assert case.said(RefundAsked) == []


def test_a_postponement_keeps_the_months_and_asks_again(house, case):
    case.open().find(line("2019-05"), line("2019-06"))
    postpone(house, case)
    [said] = case.said(StartPostponed)
    assert (said.start_month, said.months, said.automatic) == ("2019-07", 36, False)
    view = case.view()
    assert (view.state, view.finding) == ("start_check", "")
    assert view.dues[0].due_at.startswith("2019-07-24")


def test_retirement_takes_postponed_months_away(house):
    case = Case(house, months=40, sex="male", birth_date=date(1962, 8, 15)).open()
    case.find(line("2019-05"), line("2019-06"))
    postpone(house, case)
    assert case.said(StartPostponed)[0].months == 38


def test_a_postponement_beyond_retirement_ends_the_approval(house):
    case = Case(house, months=1, sex="male", birth_date=date(1959, 5, 9)).open()
    case.find(line("2019-05"))
    postpone(house, case)
    [said] = case.said(StartRefused)
    assert (said.reason_code, said.reason_text) == ("R-RET", "剩余期限不足一个月")
    assert case.view().state == "refused"
    assert case.view().allowed == ()


def test_there_is_nothing_to_postpone_on_a_clean_record(house, case):
    case.open().find()
    command = PostponeStart(application_id=case.id, reason="与本人商定")
    refusal = refused(house, command)
    assert refusal.code == "start-clean"
    assert "confirm_start" in refusal.allowed


def test_open_ended_employer_insurance_is_refused_by_the_clerk_not_by_itself(house, case):
    case.open().find(line("2019-05", "employer", True))
    assert case.view().state == "finding"
    command = PostponeStart(application_id=case.id, reason="与本人商定")
    assert refused(house, command).code == "employer-open"
    house.ask(RefuseStart(application_id=case.id), CLERK)
    [said] = case.said(StartRefused)
    assert (said.reason_code, said.reason_text) == ("R-EMP", "存在单位参保缴费")
    assert case.view().dues == ()


def test_a_clean_start_cannot_be_refused(house, case):
    case.open().find()
    assert refused(house, RefuseStart(application_id=case.id)).code == "start-not-refusable"


def test_undecided_starts_roll_three_times_and_then_wait_for_the_street(house, case):
    case.open()
    house.turn_to(at("2019-09-26"))
    said = case.said(StartPostponed)
    assert [s.start_month for s in said] == ["2019-06", "2019-07", "2019-08"]
    assert all(s.automatic for s in said)
    view = case.view()
    assert view.state == "start_check"
    assert "start_escalated" in [h.what for h in view.history]
    assert case.said(StartConfirmed) == case.said(StartRefused) == []
    house.ask(CheckContributions(application_id=case.id), CLERK)  # the street takes it up again
    assert case.asked()[-1].from_month == "2019-10"
    assert case.view().dues[0].due_at.startswith("2019-10-24")


def test_a_roll_beyond_retirement_waits_for_the_street_and_refuses_nothing(house):
    case = Case(house, months=1, sex="male", birth_date=date(1959, 5, 9)).open()
    house.turn_to(at("2019-05-25"))
    assert case.said(StartRefused) == []
    assert case.view().state == "start_check"
    house.ask(RefuseStart(application_id=case.id), CLERK)
    assert case.said(StartRefused)[0].reason_code == "R-RET"


def test_an_approval_after_the_cutoff_rolls_at_once(house):
    house.clock.set(at("2019-05-27"))
    case = Case(house).open()
    house.ring()
    assert case.view().proposed_start == "2019-06"


def test_a_late_approval_is_brought_forward_once_and_no_roll_is_counted(house):
    house.clock.set(at("2019-08-26"))
    case = Case(house).open()
    [said] = case.said(StartPostponed)
    assert (said.start_month, said.months, said.automatic) == ("2019-09", 36, True)
    view = case.view()
    assert (view.state, view.proposed_start) == ("start_check", "2019-09")
    assert [due.due_at[:10] for due in view.dues] == ["2019-09-24"]
    house.ring()
    house.turn_to(at("2020-01-02"))  # all the rolls the policy allows are still to come
    months = [s.start_month for s in case.said(StartPostponed)]
    assert months == ["2019-09", "2019-10", "2019-11", "2019-12"]


def test_a_late_approval_with_no_month_left_waits_for_the_street(house):
    house.clock.set(at("2019-08-26"))
    case = Case(house, months=1, sex="male", birth_date=date(1959, 5, 9)).open()
    assert case.said(StartPostponed) == case.said(StartRefused) == []
    assert case.view().dues == ()
    assert "refuse_start" in case.view().allowed


def test_a_withdrawn_case_opens_nothing(house, case):
    house.tell(case.accepted())
    house.tell(ApplicationWithdrawn(application_id=case.id, reason="不办了"))
    house.tell(case.approved())
    with pytest.raises(NotFound):
        case.view()


def test_the_start_belongs_to_the_clerk_of_its_street(house, case):
    case.open()
    command = CheckContributions(application_id=case.id)
    with pytest.raises(NotFound):
        house.ask(command, OTHER_STREET)
    with pytest.raises(Forbidden):
        house.ask(command, DISTRICT_OFFICER)
    assert case.said(ContributionQueried) == []
