from dataclasses import replace
from datetime import date
from functools import partial

import pytest

import policy
from contracts.caller import SYSTEM_CALLER
from contracts.common import Basis
from contracts.intake import ListApplications
from contracts.inventing import invent
from contracts.notify import PhoneMessage, PhoneScreen, ShowPhone
from contracts.review import CaseView, GetCase
from contracts.simulators import TeachSimulator
from gateway import demo_accounts
from servicekit.doors import Unavailable


def test_the_landing_page_tells_time_accounts_and_cases(demo):
    text = demo.client.get("/demo/").text
    assert "2019-04-01 09:00" in text
    assert demo_accounts.PASSWORD in text
    for one in demo_accounts.accounts_of(policy.load(), date(2019, 4, 1)):
        assert one.account in text
        assert one.key_serial in text
    assert '<html lang="zh-CN">' in text


def test_a_service_that_is_away_leaves_its_column_empty(demo):
    demo.doors.answers[ListApplications] = lambda _: Unavailable("受理服务没有应答。")
    assert demo.client.get("/demo/").status_code == 200


def test_the_landing_page_says_how_far_the_caseload_has_got(demo):
    assert demo.client.get("/demo/caseload").json == {"made": 0, "of": 0, "day": ""}
    assert "正在装入" not in demo.client.get("/demo/").text
    told = {"made": 3, "of": 27, "day": "2026-03-01"}
    assert demo.client.post("/demo/caseload", json=told).json == told
    page = demo.client.get("/demo/").text
    assert "3/27 件就位" in page and "2026-03-01" in page
    demo.client.post("/demo/caseload", json=told | {"made": 27})
    assert "正在装入" not in demo.client.get("/demo/").text


@pytest.mark.parametrize(
    "told", [{}, [], {"made": -1, "of": 27, "day": ""}, {"made": True, "of": 1, "day": ""}]
)
def test_a_caseload_that_counts_oddly_is_refused(demo, told):
    answer = demo.client.post("/demo/caseload", json=told)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid-fields")


def test_what_people_typed_is_shown_as_text(demo):
    message = PhoneMessage(phone="1", at="now", text="<script>alert(1)</script>")
    demo.doors.answers[ShowPhone] = lambda _: PhoneScreen(items=(message,))
    page = demo.client.get("/demo/phone", headers={"Accept": "text/html"})
    assert "<script>" not in page.text
    assert demo.client.get("/demo/phone").json["items"][0]["text"] == message.text


def test_every_demo_account_can_sign_in(demo):
    for one in demo.client.get("/demo/accounts").json["items"]:
        assert demo.sign_in(one["account"], key=one["key_serial"]).status_code == 201


@pytest.mark.parametrize(
    ("wish", "now"),
    [
        ({"turn": "+5d"}, "2019-04-06T09:00:00+08:00"),
        ({"turn": "3h"}, "2019-04-01T12:00:00+08:00"),
        ({"turn": "-30m"}, "2019-04-01T08:30:00+08:00"),
        ({"set": "2019-04-30T09:00"}, "2019-04-30T09:00:00+08:00"),
        ({"set": "2019-04-30T01:00:00Z"}, "2019-04-30T09:00:00+08:00"),
    ],
)
def test_the_clock_turns_and_nobody_is_signed_out_by_it(demo, wish, now):
    headers = demo.headers()
    assert demo.client.post("/demo/clock", json=wish).json == {"now": now}
    assert demo.client.get("/demo/clock").json == {"now": now}
    assert demo.client.get("/api/v1/cases", headers=headers).status_code == 200


def test_it_is_said_whether_the_house_is_quiet_where_that_is_known(demo, monkeypatch):
    assert demo.client.get("/demo/quiet").json == {"quiet": None}
    known = demo.client.application.extensions
    for quiet in (True, False):
        settings = replace(known["lingbu"].settings, quiet=partial(bool, quiet))
        monkeypatch.setitem(known, "lingbu", replace(known["lingbu"], settings=settings))
        assert demo.client.get("/demo/quiet").json == {"quiet": quiet}


@pytest.mark.parametrize(
    "wish",
    [{}, [], {"turn": "soon"}, {"turn": "+99999d"}, {"set": "tomorrow"}, {"set": "0001-01-01"}],
)
def test_a_wish_the_clock_does_not_understand_is_refused(demo, wish):
    answer = demo.client.post("/demo/clock", json=wish)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid-fields")


def test_the_page_turns_the_clock_without_a_script(demo):
    answer = demo.client.post("/demo/clock", data={"turn": "+1d"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/demo/")
    assert "2019-04-02 09:00" in demo.client.get("/demo/").text


def test_a_person_is_given_a_fate(demo):
    fate = {"id_number": "11010119700101001X", "checks": {"CHK-GA-ID": "PASS"}}
    assert demo.client.post("/demo/simulators", json=fate).status_code == 200
    [(command, caller, _)] = demo.doors.asked
    assert isinstance(command, TeachSimulator)
    assert (command.checks, caller) == ({"CHK-GA-ID": "PASS"}, SYSTEM_CALLER)
    assert demo.client.post("/demo/simulators", json={"x": 1}).status_code == 422


def test_a_rejected_case_shows_what_the_rejection_rests_on(demo):
    ground = Basis(sentence="未达到规定年龄。", clause="附件2", values={"环节": "区复核"})
    case = replace(
        invent(CaseView),
        state="rejected",
        basis=(ground,),
        proposed_start=None,
        publicity_from=None,
    )
    demo.doors.answers[GetCase] = lambda _: case
    page = demo.client.get(f"/demo/cases/{case.application_id}").text
    assert "审核未通过的依据" in page and "未达到规定年龄。" in page
    assert "拟批准的依据" not in page and "None" not in page
