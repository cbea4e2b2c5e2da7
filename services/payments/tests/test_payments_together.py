"""Several desks at once: one list, one subsidy, whoever comes first."""

from concurrent.futures import ThreadPoolExecutor

from payments_cases import DISTRICT_OFFICER, Case

from contracts.outside import EnrolListSent
from contracts.payments import CloseAdditionList, MonthSubsidised


def test_four_desks_close_the_same_list(house):
    cases = [Case(house).open().find().confirm() for _ in range(3)]
    form = CloseAdditionList(month="2019-05")
    with ThreadPoolExecutor(4) as desks:
        answers = list(desks.map(lambda _: house.ask(form, DISTRICT_OFFICER), range(4)))
    assert len({answer.list_id for answer in answers}) == 1
    assert [len(sent.rows) for sent in cases[0].said(EnrolListSent)] == [3]


def test_the_same_result_arriving_at_once_is_paid_once(house, case):
    case.active()
    with ThreadPoolExecutor(4) as letters:
        list(letters.map(lambda n: case.deduct("2019-05", "00", 1 + n % 2), range(8)))
    assert [said.month for said in case.said(MonthSubsidised)] == ["2019-05"]
    assert case.view().months_used == 1
