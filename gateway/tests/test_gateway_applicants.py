"""Applicants sign in by a code to their phone and see their own case alone."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select

from contracts.intake import FindDraft, GetApplication, ListApplications, OpenDraft
from contracts.notify import CodeSent, SendCode
from gateway.officers import passwords
from gateway.store import CodeRow
from kernel.errors import Invalid

NUMBER, CASE = "11010119700101001X", UUID(int=5)


@pytest.fixture
def door(office):
    """An office whose intake knows one person; `door.sent` holds the codes of the phone."""
    office.sent = []

    def find(query):
        if len(query.id_number) != 18:
            raise Invalid("证件号码不正确。")
        accepted = {"state": "accepted", "accepted_at": "2019-04-01T09:00:00+08:00"}
        known = [SimpleNamespace(application_id=CASE, **accepted)]
        return SimpleNamespace(items=known if query.id_number == NUMBER else [])

    def send(order):
        office.sent.append(order)
        return CodeSent(sent=True)

    office.doors.answers |= {ListApplications: find, SendCode: send}
    return office


def ask(door, number=NUMBER):
    return door.client.post("/api/v1/applicants/codes", json={"id_number": number})


def sign_in(door, code, number=NUMBER, channel="wechat"):
    form = {"id_number": number, "code": code, "channel": channel}
    return door.client.post("/api/v1/applicants/sessions", json=form)


def test_the_code_on_the_phone_opens_the_own_case(door):
    assert ask(door).status_code == 202
    [order] = door.sent
    assert (order.application_id, order.minutes) == (CASE, 5)
    answer = sign_in(door, order.code)
    assert (answer.status_code, answer.json["tier"]) == (201, "applicant")
    headers = {"Authorization": f"Bearer {answer.json['token']}"}
    door.doors.asked.clear()
    assert door.client.get(f"/api/v1/applications/{CASE}", headers=headers).status_code == 200
    [(query, caller, _)] = door.doors.asked
    assert isinstance(query, GetApplication)
    assert (caller.subject, caller.tier, caller.channel) == (str(CASE), "applicant", "wechat")
    assert caller.posts == {"applicant"}
    assert door.client.delete("/api/v1/sessions/current", headers=headers).status_code == 200
    assert door.client.get(f"/api/v1/applications/{CASE}", headers=headers).status_code == 401


def test_nobody_learns_who_has_applied(door):
    answers = [ask(door, number) for number in (NUMBER, "110101197001010028", "1" * 15)]
    assert {(one.status_code, one.text) for one in answers} == {(202, answers[0].text)}
    assert len(door.sent) == 1
    refusals = [sign_in(door, "000000", number) for number in (NUMBER, "110101197001010028")]
    assert {(one.status_code, one.json["code"]) for one in refusals} == {(401, "wrong-code")}


def test_not_even_the_time_it_takes_tells_who_has_applied(door, monkeypatch):
    ask(door)
    checked = []

    def check(kept, code):
        checked.append(kept[:7])
        return False

    monkeypatch.setattr(passwords, "check_password_hash", check)
    for number in (NUMBER, "110101197001010028", "1" * 15):
        assert sign_in(door, "000000", number).status_code == 401
    assert checked == ["scrypt:"] * 3


def test_a_code_holds_once_five_minutes_five_tries_and_until_the_next(door):
    ask(door)
    first = door.sent[-1].code
    ask(door)
    second = door.sent[-1].code
    if first != second:
        assert sign_in(door, first).status_code == 401
    assert sign_in(door, second).status_code == 201
    assert sign_in(door, second).status_code == 401
    ask(door)
    door.clock.turn(minutes=5)
    assert sign_in(door, door.sent[-1].code).status_code == 401
    ask(door)
    code = door.sent[-1].code
    for _ in range(5):
        assert sign_in(door, "000000" if code != "000000" else "111111").status_code == 401
    assert sign_in(door, code).status_code == 401


def test_a_person_is_sent_ten_codes_a_day_and_the_code_is_kept_nowhere(door):
    for _ in range(12):
        assert ask(door).status_code == 202
    assert len(door.sent) == 10
    with door.sessions() as session:
        kept = session.scalars(select(CodeRow.code_hash)).all()
    assert all(one.startswith("scrypt:") for one in kept)


def test_an_address_that_asks_without_end_waits(door):
    answers = [ask(door, "110101197001010028").status_code for _ in range(51)]
    assert answers == [202] * 50 + [429]


def test_an_applicant_has_no_password_to_change(door):
    ask(door)
    token = sign_in(door, door.sent[0].code).json["token"]
    form = {"old_password": "x", "password": "Another-Horse-8"}
    headers = {"Authorization": f"Bearer {token}"}
    answer = door.client.put("/api/v1/sessions/current/password", json=form, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


NEW, PHONE, DRAFT = "110101199805060021", "138 0000 0021", UUID(int=6)


def test_whoever_has_not_applied_signs_in_to_a_draft_by_number_and_phone(door):
    drafts = SimpleNamespace(draft_id=DRAFT)
    door.doors.answers |= {OpenDraft: lambda _: drafts, FindDraft: lambda _: drafts}
    both = {"id_number": NEW, "phone": PHONE}
    answer = door.client.post("/api/v1/applicants/codes", json=both)
    assert answer.text == ask(door).text  # nobody learns who has applied
    order = door.sent[0]
    assert (order.application_id, order.phone) == (DRAFT, "13800000021")
    form = both | {"code": order.code, "channel": "pc"}
    signed = door.client.post("/api/v1/applicants/sessions", json=form)
    assert (signed.status_code, signed.json["account"]) == (201, str(DRAFT))


def test_the_code_of_an_application_goes_to_its_own_phone_whatever_phone_is_named(door):
    door.doors.answers |= {OpenDraft: lambda _: SimpleNamespace(draft_id=DRAFT)}
    form = {"id_number": NUMBER, "phone": PHONE}
    assert door.client.post("/api/v1/applicants/codes", json=form).status_code == 202
    [order] = door.sent
    assert (order.application_id, order.phone) == (CASE, "")


def test_with_a_phone_named_the_same_is_asked_whether_somebody_has_applied_or_not(door):
    door.doors.answers |= {OpenDraft: lambda _: SimpleNamespace(draft_id=DRAFT)}
    asked = []
    for number in (NUMBER, NEW):
        door.doors.asked.clear()
        form = {"id_number": number, "phone": PHONE}
        assert door.client.post("/api/v1/applicants/codes", json=form).status_code == 202
        asked.append([type(order) for order, *_ in door.doors.asked])
    assert asked[0] == asked[1] == [ListApplications, OpenDraft, SendCode]
