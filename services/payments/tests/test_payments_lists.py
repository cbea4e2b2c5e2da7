"""增员名单: closed once, answered row by row, and again for those who were refused."""

import json

import pytest
from payments_cases import ACCOUNT, CLERK, DISTRICT_OFFICER, ID_NUMBER, NAME, Case, at

from contracts.outside import EnrolListAcknowledged, EnrolListSent, RefusedRow
from contracts.payments import (
    BenefitActivated,
    BenefitResumed,
    CloseAdditionList,
    Enlisted,
    GetAdditionList,
    PreviewAdditionList,
    StopBenefit,
)
from kernel.errors import Conflict, Forbidden, NotFound


def close(house, month="2019-05"):
    return house.ask(CloseAdditionList(month=month), DISTRICT_OFFICER)


def see(house, kind="additions", caller=DISTRICT_OFFICER):
    return house.ask(GetAdditionList(agency="110101", month="2019-05", kind=kind), caller)


def test_a_confirmed_person_is_listed_masked_and_sent_sealed(house, case):
    case.open().find().confirm()
    answer = close(house)
    [row] = answer.rows
    assert (row.name, row.id_number, row.account[-4:]) == ("张**", "11**************29", "0003")
    assert (row.personal, row.subsidy) == ("269.26", "863.67")
    assert (answer.sequence, len(answer.digest)) == (1, 64)
    [sent] = case.said(EnrolListSent)
    people = [{"name": NAME, "id_number": ID_NUMBER, "bank": "PSBC", "account": ACCOUNT}]
    assert json.loads(sent.people) == people
    letters = json.dumps([row.body for row in house["payments"].letters()], ensure_ascii=False)
    for secret in (NAME, ID_NUMBER, ACCOUNT):
        assert secret not in letters
    assert case.said(Enlisted)[0].month == "2019-05"
    assert case.view().state == "enlisted"


def test_a_preview_names_whom_closing_would_name_and_sends_nothing(house, case):
    case.open().find().confirm()
    preview = PreviewAdditionList(month="2019-05")
    shown = house.ask(preview, DISTRICT_OFFICER)
    assert shown.removals == () and case.said(EnrolListSent) == []
    assert case.view().state == "confirmed"
    closed = close(house)
    assert shown.additions == closed.rows
    assert house.ask(preview, DISTRICT_OFFICER).additions == ()
    with pytest.raises(Forbidden):
        house.ask(preview, CLERK)


def test_a_preview_names_who_leaves(house, case):
    case.active()
    form = StopBenefit(application_id=case.id, code="S10", event_month="2019-05", note="本人申请")
    house.ask(form, DISTRICT_OFFICER)
    shown = house.ask(PreviewAdditionList(month="2019-06"), DISTRICT_OFFICER)
    assert [(row.application_id, row.code) for row in shown.removals] == [(case.id, "S10")]


def test_closing_again_with_nothing_new_gives_the_same_list(house, case):
    case.open().find().confirm()
    assert close(house) == close(house) == see(house)
    assert len(case.said(EnrolListSent)) == 1


def test_later_people_go_on_the_next_list(house, case):
    case.open().find().confirm()
    close(house)
    late = Case(house).open().find().confirm()
    answer = close(house)
    assert answer.sequence == 2
    assert [row.application_id for row in answer.rows] == [late.id]


def test_late_starters_go_on_a_later_month_and_early_ones_wait(house, case):
    case.open().find().confirm()
    Case(house, start="2019-06").open().find().confirm()
    assert [row.start_month for row in close(house).rows] == ["2019-05"]
    house.clock.set(at("2019-06-03"))
    late = Case(house, start="2019-05")
    house.clock.set(at("2019-05-20"))
    late.open().find().confirm()
    house.clock.set(at("2019-06-03"))
    assert sorted(row.start_month for row in close(house, "2019-06").rows) == ["2019-05", "2019-06"]


def test_a_month_without_anybody_has_an_empty_list_that_is_not_sent(house, case):
    assert close(house).rows == ()
    assert close(house).sequence == 1
    assert case.said(EnrolListSent) == []


@pytest.mark.parametrize("copies", [1, 3])
def test_the_answer_activates_once(house, case, copies):
    case.open().find().confirm()
    sent = case.enlist("2019-05")
    for _ in range(copies):
        house.tell(EnrolListAcknowledged(list_id=sent.list_id))
    assert [said.start_month for said in case.said(BenefitActivated)] == ["2019-05"]
    assert case.view().state == "active"
    assert case.ledger() == {"2019-05": "planned"}
    assert see(house).rows[0].state == "accepted"


def test_a_refused_row_waits_with_its_reason_and_is_listed_again(house, case):
    case.open().find().confirm()
    case.enrol("2019-05", RefusedRow(row=1, code="E07", reason="账户未签约"))
    view = case.view()
    assert (view.state, view.enrol_refusal) == ("confirmed", "E07 账户未签约")
    assert case.said(BenefitActivated) == []
    case.enrol("2019-05")
    assert case.view().state == "active"
    assert case.view().enrol_refusal == ""
    assert see(house).sequence == 2


def test_of_a_list_only_the_refused_rows_are_sent_again(house):
    people = [Case(house).open().find().confirm() for _ in range(3)]
    sent = people[0].enlist("2019-05")
    refused = (RefusedRow(row=2, code="E07", reason="账户未签约"),)
    for _ in range(2):  # the answer comes twice
        house.tell(EnrolListAcknowledged(list_id=sent.list_id, refused=refused))
    again = people[0].enlist("2019-05")
    assert (sent.sequence, again.sequence) == (1, 2)
    assert [row.application_id for row in again.rows] == [sent.rows[1].application_id]
    house.tell(EnrolListAcknowledged(list_id=again.list_id, refused=()))
    assert {case.view().state for case in people} == {"active"}
    assert people[0].enlist("2019-05").sequence == 2


def test_what_the_centre_quotes_of_the_person_is_not_kept(house, case):
    case.open().find().confirm()
    case.enrol("2019-05", RefusedRow(row=1, code=ID_NUMBER, reason=f"{NAME}账户{ACCOUNT}未签约"))
    dump = house["payments"].dump()
    assert case.view().enrol_refusal.endswith("未签约")
    for secret in (NAME, ID_NUMBER, ACCOUNT):
        assert secret not in case.view().enrol_refusal
        assert secret not in dump


def test_an_old_answer_says_nothing_about_a_newer_list(house, case):
    case.open().find().confirm()
    refused = (RefusedRow(row=1, code="E07", reason="账户未签约"),)
    old = EnrolListAcknowledged(list_id=case.enlist("2019-05").list_id, refused=refused)
    house.tell(old)
    case.enlist("2019-05")
    house.tell(old)
    assert case.view().state == "enlisted"


def test_a_stopped_person_goes_on_the_removal_list_once(house, case):
    case.active()
    stop = StopBenefit(application_id=case.id, code="S10", event_month="2019-05", note="本人申请")
    house.ask(stop, CLERK)
    house.clock.set(at("2019-06-03"))
    for _ in range(2):
        close(house, "2019-06")
    sent = [s for s in case.said(EnrolListSent) if s.kind == "removals"]
    assert [(s.rows[0].application_id, s.rows[0].month) for s in sent] == [(case.id, "2019-06")]
    house.tell(EnrolListAcknowledged(list_id=sent[0].list_id))
    close(house, "2019-06")
    assert len([s for s in case.said(EnrolListSent) if s.kind == "removals"]) == 1


def test_a_person_stopped_while_on_the_way_is_enrolled_and_removed_again(house, case):
    case.open().find().confirm()
    sent = case.enlist("2019-05")
    stop = StopBenefit(application_id=case.id, code="S06", event_month="2019-05", note="死亡")
    house.ask(stop, CLERK)
    house.tell(EnrolListAcknowledged(list_id=sent.list_id))
    assert case.view().state == "stopped"
    assert case.said(BenefitActivated) == []
    house.clock.set(at("2019-06-03"))
    close(house, "2019-06")
    assert [s.kind for s in case.said(EnrolListSent)] == ["additions", "removals"]


def test_who_is_resumed_after_the_removal_was_sent_is_listed_again(house):
    house.clock.set(at("2021-05-06"))
    case = Case(house, start="2021-05").active()
    case.deduct("2021-05", "01")
    case.deduct("2021-06", "01")
    house.clock.set(at("2021-07-03"))
    close(house, "2021-07")
    case.deduct("2021-05", "00", attempt=2)
    assert case.view().state == "confirmed"
    assert case.said(BenefitResumed)[-1].state == "confirmed"
    removal = [s for s in case.said(EnrolListSent) if s.kind == "removals"][-1]
    house.tell(EnrolListAcknowledged(list_id=removal.list_id))
    assert case.enlist("2021-07").rows[0].month == "2021-07"  # what went by is not collected
    sent = [s for s in case.said(EnrolListSent) if s.kind == "additions"][-1]
    house.tell(EnrolListAcknowledged(list_id=sent.list_id))
    assert case.view().state == "active"
    assert case.ledger()["2021-06"] == "failed"


def test_lists_belong_to_their_district(house, case):
    case.open().find().confirm()
    with pytest.raises(Forbidden):
        house.ask(CloseAdditionList(month="2019-05"), CLERK)
    with pytest.raises(NotFound):
        see(house)
    close(house)
    with pytest.raises(Forbidden):
        see(house, caller=CLERK)


def test_a_list_far_ahead_is_not_open_yet(house):
    with pytest.raises(Conflict) as refusal:
        close(house, "2019-08")
    assert refusal.value.code == "list-month-in-future"
