"""The steps of a case: what is done, what is under way, until when; and what is wanted now."""

import copy

import pytest

from portal.pages.applicant.steps import DONE, LATER, NOW, steps
from portal.pages.applicant.wanted import wanted

TAKEN = {
    "state": "reported",
    "number": "110101-1",
    "accepted_at": "2019-04-01T09:00:00+08:00",
    "checks": [],
    "photos": [{"kind": kind} for kind in ("identity_card", "application_form", "commitment")],
    "dues": [],
}
DUE = {"due_at": "2019-04-08T23:59:59+08:00", "clause": "附件1 三.2", "overdue": False}
REVIEW = {
    "state": "initial_review",
    "decided": [],
    "publicity_from": None,
    "publicity_until": None,
    "publicity_closed": False,
    "objected": False,
    "return_reason": "",
    "dues": [DUE | {"kind": "initial_review"}],
}
BENEFIT = {
    "state": "active",
    "proposed_start": "2019-05",
    "start_month": "2019-05",
    "end_month": "2022-04",
    "allowed": ["file_report"],
    "consecutive_failures": 0,
    "windows": [{"fulfilled": False, "open": True, "due": "2019-07-31"}],
    "dues": [],
}


def states(*told):
    return [step.state for step in steps(*told)]


def test_a_draft_waits_to_be_taken_and_everything_else_lies_ahead():
    draft = TAKEN | {"state": "draft", "number": "", "accepted_at": None}
    assert states(draft, None, None) == [DONE, NOW] + [LATER] * 7


def test_the_step_under_way_tells_its_legal_date_and_clause():
    [step] = [one for one in steps(TAKEN, REVIEW, None) if one.state == NOW]
    assert step.title == "街道（乡镇）核查就业情况、初审"
    assert step.when == "法定期限：2019年4月8日（附件1 三.2）"


def test_publicity_and_the_first_post_go_on_at_the_same_time():
    shown = {"publicity_from": "2019-04-09", "publicity_until": "2019-04-15"}
    told = REVIEW | shown | {"state": "publicity", "decided": ["initial"]}
    assert states(TAKEN, told, None)[3:7] == [DONE, NOW, NOW, NOW]
    assert "2019年4月9日至2019年4月15日" in [one.when for one in steps(TAKEN, told, None)]


@pytest.mark.parametrize(
    ("state", "last"),
    [("start_check", [NOW, LATER]), ("active", [DONE, NOW]), ("stopped", [DONE] * 2)],
)
def test_the_benefit_follows_the_approval(state, last):
    approved = REVIEW | {"state": "approved", "decided": ["initial", "first", "second"]}
    approved |= {"publicity_from": "2019-04-09", "publicity_until": "2019-04-15"}
    approved |= {"publicity_closed": True}
    assert states(TAKEN, approved, BENEFIT | {"state": state})[-2:] == last
    assert set(states(TAKEN, approved, BENEFIT)[:7]) == {DONE}


@pytest.mark.parametrize(
    ("changes", "page"),
    [
        ({}, "applicant.report"),
        ({"allowed": ["request_refund", "postpone_start"]}, "applicant.choice"),
        ({"allowed": [], "consecutive_failures": 1}, "applicant.account"),
    ],
)
def test_what_is_wanted_leads_to_where_it_is_done(changes, page):
    benefit = copy.deepcopy(BENEFIT) | changes
    assert [one.page for one in wanted(TAKEN, None, benefit)] == [page]


def test_after_a_report_nothing_is_wanted():
    benefit = BENEFIT | {"windows": [{"fulfilled": True, "open": True, "due": "2019-07-31"}]}
    assert wanted(TAKEN, None, benefit) == ()


def test_a_window_that_has_not_opened_wants_nothing_yet():
    coming = {"fulfilled": False, "open": False, "due": "2019-07-31"}
    assert wanted(TAKEN, None, BENEFIT | {"windows": [coming]}) == ()
