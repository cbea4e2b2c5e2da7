"""Who sees what: masks, seals, traces, jurisdictions, pages."""

import base64
import json
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text

from contracts.caller import APPLICANT, Caller
from contracts.intake import GetApplication, GetPhoto, ListApplications, WithdrawApplication
from intake.store.rows import PhotoRow
from kernel import identity
from kernel.errors import Forbidden, Invalid, NotFound


def test_personal_data_is_masked_sealed_and_read_in_clear_only_on_record(counter):
    case = counter.accepted()
    view = counter.view(case)
    assert (view.form["name"], view.form["id_number"]) == ("王**", "11**************12")
    assert view.commitment["account"].startswith("****")
    assert view.commitment["contact"] == "138****0000"

    with pytest.raises(Invalid) as refusal:
        counter.ask(GetApplication(application_id=case, clear=True))
    assert refusal.value.code == "reason-needed"
    counter.ask(GetApplication(application_id=case, clear=True, reason="复核材料"), counter.post)
    assert "clear_read" in {item.what for item in counter.view(case).history}

    order = WithdrawApplication(application_id=case, reason="王晓明本人放弃")
    counter.ask(order)
    with counter.house["intake"].engine.connect() as connection:
        tables = ("applications", "photos", "checks", "outbox", "audit", "idempotency")
        for table in tables:
            rows = str(connection.execute(text(f"SELECT * FROM {table}")).all())
            for secret in ("王晓明", "110101197003070012", "13800000000", "6210980000000000003"):
                assert secret not in rows, (table, secret)


def test_photographs_are_sealed_and_looking_at_one_is_on_record(counter):
    case = counter.submit()
    stored = counter.attach(case)
    photo = counter.ask(GetPhoto(application_id=case, kind="identity_card"))
    assert photo.digest == stored.digest
    assert "clear_read" in {item.what for item in counter.view(case).history}
    with counter.house["intake"].engine.connect() as connection:
        [[raw]] = connection.execute(text(f"SELECT content FROM {PhotoRow.__tablename__}"))
    assert not bytes(raw).startswith(b"\xff\xd8") and bytes(raw).startswith(b"s1.")


def test_photographs_of_a_closed_case_are_looked_at_for_a_reason_only(counter):
    case = counter.submit()
    counter.attach(case)
    counter.ask(WithdrawApplication(application_id=case, reason="不再申请"))
    look = GetPhoto(application_id=case, kind="identity_card")
    with pytest.raises(Invalid) as silent:
        counter.ask(look)
    assert silent.value.code == "reason-needed"
    counter.ask(replace(look, reason="信访核查"))
    with counter.house["intake"].engine.connect() as connection:
        words = "SELECT count(*) FROM audit_words JOIN audit USING (chain, n)"
        assert connection.scalar(text(f"{words} WHERE action = 'clear_read'")) == 1


def test_lists_keep_to_the_jurisdiction_and_turn_pages(counter):
    people = [identity.compose("110101", date(1970, 3, 7), n) for n in range(1, 12, 2)]
    cases = []
    for number in people:
        cases.append(counter.submit(counter.paper(id_number=number)))
        counter.clock.turn(minutes=1)
    seen, cursor = [], None
    while True:
        page = counter.ask(ListApplications(limit=4, cursor=cursor))
        seen += [line.application_id for line in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == cases[::-1]
    found = counter.ask(ListApplications(id_number=people[2], state="draft"), counter.post)
    assert [line.application_id for line in found.items] == [cases[2]]
    assert counter.ask(ListApplications(), counter.stranger).items == ()
    assert counter.ask(ListApplications(street_code="110102001")).items == ()


@pytest.mark.parametrize(
    "wrong", [{"limit": 0}, {"limit": 101}, {"cursor": "?"}, {"cursor": "WzEsMl0="}, {"state": "x"}]
)
def test_a_bad_list_question_is_answered_with_its_field(counter, wrong):
    with pytest.raises(Invalid) as refusal:
        counter.ask(ListApplications(**wrong))
    assert list(refusal.value.fields) == list(wrong)


@pytest.mark.parametrize(
    "moment",
    [
        "2019-04-01T09:00:00+23:59",
        "2019-04-01T09:00:00-23:59",
        "2019-04-01T09:00:00+08:00:00.000001",
        "2019-04-01T09:00:00",
        "2019-04-01T01:00:00+00:00",
    ],
)
def test_a_cursor_nobody_wrote_is_refused(counter, moment):
    cursor = base64.urlsafe_b64encode(json.dumps([moment, str(uuid4())]).encode()).decode()
    with pytest.raises(Invalid) as refusal:
        counter.ask(ListApplications(cursor=cursor))
    assert refusal.value.code == "cursor-invalid"


def test_a_cursor_of_a_thousand_brackets_is_refused(counter):
    cursor = base64.urlsafe_b64encode(b"[" * 100_000).decode()
    with pytest.raises(Invalid) as refusal:
        counter.ask(ListApplications(cursor=cursor))
    assert refusal.value.code == "cursor-invalid"


def test_what_is_not_there_is_not_found(counter):
    with pytest.raises(NotFound):
        counter.view(uuid4())


def test_an_applicant_sees_their_own_case_masked_and_no_other(counter):
    case = counter.submit()
    person = Caller(subject=str(case), tier=APPLICANT)
    other = Caller(subject=str(uuid4()), tier=APPLICANT)

    assert counter.view(case, person).form["name"] == "王**"
    with pytest.raises(NotFound):
        counter.view(case, other)
    with pytest.raises(Forbidden):
        counter.ask(GetApplication(application_id=case, clear=True, reason="我自己"), person)
    with pytest.raises(Forbidden):
        counter.ask(ListApplications(), person)
    with pytest.raises(Forbidden):
        counter.ask(GetPhoto(application_id=case, kind="identity_card"), person)
