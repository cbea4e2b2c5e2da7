"""三方对账 as JSON and as a page."""

import dataclasses

import pytest

from contracts.payments import GetReconciliation, MonthDifference, Reconciliation
from gateway.testing import sample

PATH = "/api/v1/reconciliations/2019-05"
LINE = dataclasses.replace(
    sample(MonthDifference),
    sentence="扣款金额与台账个人应缴部分不一致。<b>",
    ours="269.26",
    bank="",
)
FOUND = dataclasses.replace(sample(Reconciliation), equal=False, differences=(LINE,))


@pytest.fixture
def ask(desk):
    desk.doors.answers[GetReconciliation] = lambda _: FOUND
    return lambda **headers: desk.client.get(PATH, headers=desk.headers() | headers)


def test_a_program_gets_json(ask):
    answer = ask()
    assert answer.json["differences"][0]["ours"] == "269.26"
    assert answer.headers["Vary"] == "Accept"


def test_a_person_gets_a_page_in_which_nothing_runs(ask):
    answer = ask(Accept="text/html,application/xhtml+xml")
    assert answer.mimetype == "text/html"
    page = answer.get_data(as_text=True)
    assert "2019-05 三方对账：不一致" in page
    assert "&lt;b&gt;" in page and "<b>" not in page
    assert "<td>269.26</td>" in page and "<td>无</td>" in page


def test_a_page_of_a_month_that_agrees_has_no_list(desk):
    equal = dataclasses.replace(FOUND, equal=True, differences=())
    desk.doors.answers[GetReconciliation] = lambda _: equal
    page = desk.client.get(PATH, headers=desk.headers() | {"Accept": "text/html"})
    assert "不一致明细" not in page.get_data(as_text=True)
