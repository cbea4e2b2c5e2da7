"""银行账户变更 (附件3 二.6): the list of the month, or a notice to the centre, carries it."""

import json

from payments_cases import DISTRICT_OFFICER, Case, at

from contracts.intake import DetailsChanged
from contracts.outside import AccountUpdateSent, EnrolListSent, RefundAsked
from contracts.payments import CloseAdditionList, GetAdditionList

OLD, NEW = "6210980000000000003", "6217000010001234569"


def changed(case, first, account=NEW):
    person = {
        "name": "张三丰",
        "id_number": "110101197803070029",
        "bank": "BOB",
        "account": account,
    }
    return DetailsChanged(
        application_id=case.id, account_from=first, person=json.dumps(person, ensure_ascii=False)
    )


def accounts(sent: EnrolListSent) -> list[str]:
    return [one["account"] for one in json.loads(sent.people)]


def test_the_next_list_carries_the_new_account(house, case):
    case.open().find().confirm()
    house.tell(changed(case, "2019-05"))

    assert accounts(case.enlist("2019-05")) == [NEW]
    assert case.said(AccountUpdateSent) == []
    shown = house.ask(GetAdditionList(agency="110101", month="2019-05"), DISTRICT_OFFICER)
    assert shown.rows[0].account.endswith("4569") and NEW not in str(shown)


def test_after_the_cutoff_this_months_list_keeps_the_old_and_the_centre_hears_of_the_new(
    house, case
):
    case.open().find().confirm()
    house.tell(changed(case, "2019-06"))

    [was] = accounts(case.enlist("2019-05"))

    assert was != NEW
    [told] = case.said(AccountUpdateSent)
    assert told.from_month == "2019-06"
    assert json.loads(told.subject)["account"] == NEW


def test_an_enrolled_persons_new_account_is_told_to_the_centre_once(house, case):
    case.active()
    letter = changed(case, "2019-06")
    body = house.tell(letter)
    house._deliver(body)

    [told] = case.said(AccountUpdateSent)
    assert (told.application_id, told.from_month) == (case.id, "2019-06")
    [step] = [step for step in case.view().history if step.what == "account_told"]
    assert step.title == "已通知社保中心：自2019年06月起从变更后的账户扣款"
    assert step.clause.endswith("附件3 二.6")


def test_the_removal_list_of_a_later_month_names_the_newest(house, case):
    case.active()
    house.tell(changed(case, "2019-06"))
    house.tell(changed(case, "2019-07", account="6217000010001234577"))
    assert [told.from_month for told in case.said(AccountUpdateSent)] == ["2019-06", "2019-07"]


def test_contacts_alone_are_no_matter_of_payments(house, case):
    case.active()
    house.tell(changed(case, ""))
    assert case.said(AccountUpdateSent) == []


def test_a_change_that_comes_before_anything_else_is_kept(house, case):
    house.tell(changed(case, "2019-05"))
    case.open()
    assert case.said(RefundAsked) == [] and case.view().state == "start_check"


def test_two_people_one_change(house, case):
    other = Case(house)
    case.open().find().confirm()
    other.open().find().confirm()
    house.tell(changed(other, "2019-05"))
    house.clock.set(at("2019-05-10"))
    sent = case.enlist("2019-05")
    assert sorted(account == NEW for account in accounts(sent)) == [False, True]
    assert house.ask(CloseAdditionList(month="2019-05"), DISTRICT_OFFICER).sequence == 1
