"""Drafts are their owner's alone; a graduate's becomes an application without a counter."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from contracts.caller import APPLICANT, SYSTEM_CALLER, Caller
from contracts.intake import (
    AcceptApplication,
    DiscardDraft,
    FindDraft,
    OpenDraft,
    ReadDraft,
    SaveDraft,
    SubmitOnline,
)
from kernel.clock import SHANGHAI
from kernel.errors import Conflict, Invalid, NotFound
from kernel.identity import compose

NUMBER = compose("110101", date(1998, 5, 6), 21)
WHO = {"id_number": NUMBER, "phone": "138 0000 0021"}
TYPED = {"name": "李毕业", "street_code": "110101001"}


def opened(counter, **other) -> UUID:
    return counter.house.ask(OpenDraft(**WHO | other), SYSTEM_CALLER, str(uuid4())).draft_id


def person(draft_id: UUID) -> Caller:
    return Caller(subject=str(draft_id), tier=APPLICANT, channel="pc")


def test_a_person_comes_back_to_what_they_typed(counter):
    draft = opened(counter)
    me = person(draft)
    assert counter.ask(ReadDraft(draft_id=draft), me).content == {}
    counter.ask(SaveDraft(draft_id=draft, content=TYPED), me)
    assert opened(counter, phone="13800000021") == draft
    assert counter.house.ask(FindDraft(**WHO), SYSTEM_CALLER).draft_id == draft
    seen = counter.ask(ReadDraft(draft_id=draft), me)
    assert (seen.content, seen.submitted) == (TYPED, False)
    assert seen.kept_until == date(2019, 9, 28)


def test_another_phone_has_another_draft_and_a_number_alone_none(counter):
    assert opened(counter) != opened(counter, phone="13900000000")
    unknown = FindDraft(**WHO | {"phone": "13700000000"})
    assert counter.house.ask(unknown, SYSTEM_CALLER).draft_id is None
    with pytest.raises(Invalid):
        opened(counter, phone="010-88886666")


def test_a_draft_is_its_owners_alone(counter):
    draft = opened(counter)
    for somebody in (person(uuid4()), counter.clerk):
        for order in (ReadDraft(draft_id=draft), DiscardDraft(draft_id=draft)):
            with pytest.raises(NotFound):
                counter.ask(order, somebody)


def test_a_clerk_keeps_a_draft_and_throws_it_away(counter):
    draft = uuid4()
    counter.ask(SaveDraft(draft_id=draft, content=TYPED))
    assert counter.ask(ReadDraft(draft_id=draft)).content == TYPED
    with pytest.raises(NotFound):
        counter.ask(ReadDraft(draft_id=draft), replace(counter.clerk, subject="clerk-9"))
    counter.ask(DiscardDraft(draft_id=draft))
    with pytest.raises(NotFound):
        counter.ask(ReadDraft(draft_id=draft))


def test_what_was_typed_lies_sealed(counter):
    draft = opened(counter)
    counter.ask(SaveDraft(draft_id=draft, content=TYPED), person(draft))
    with counter.house.rooms["intake"].engine.connect() as connection:
        row = connection.execute(text("SELECT who || content || entrance FROM drafts")).scalar()
    assert "李毕业" not in row and NUMBER not in row and "13800000021" not in row


def test_too_much_is_not_kept(counter):
    draft = opened(counter)
    with pytest.raises(Invalid):
        counter.ask(SaveDraft(draft_id=draft, content={"x": "长" * 20_001}), person(draft))


@pytest.fixture
def graduate(counter):
    """A graduate with a draft in November 2020, and what they would submit."""
    counter.clock.set(datetime(2020, 11, 9, 9, tzinfo=SHANGHAI))
    draft, day = opened(counter), date(2020, 11, 9)
    form = counter.paper(
        id_number=NUMBER,
        category="PGRAD",
        education="20",
        former_status="06",
        graduated_on=date(2020, 7, 1),
        unemployed_on=date(2020, 7, 10),
        work_started_on=date(2020, 9, 1),
        work_declared_on=day,
    )
    version = counter.house.rooms["intake"].desk.world.policy.commitment(day).version
    signed = counter.promise(promised_on=day, text_version=version)
    order = SubmitOnline(
        draft_id=draft,
        street_code=counter.street,
        residence_basis="household",
        form=form,
        commitment=signed,
    )
    return draft, order


def test_a_graduate_applies_online_and_the_street_accepts(counter, graduate):
    draft, order = graduate
    me = person(draft)
    counter.ask(SaveDraft(draft_id=draft, content=TYPED), me)
    done = counter.ask(order, me)
    assert (done.application_id, done.state) == (draft, "draft")
    seen = counter.ask(ReadDraft(draft_id=draft), me)
    assert (seen.content, seen.submitted) == ({}, True)
    for kind in ("identity_card", "application_form", "commitment"):
        counter.attach(draft, kind, caller=me)
    assert counter.ask(AcceptApplication(application_id=draft)).state == "accepted"
    with pytest.raises(Conflict):
        counter.ask(order, me)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"category": "P4045"}, "not-online"),
        ({"id_number": compose("110101", date(1998, 5, 6), 23)}, "another-number"),
    ],
)
def test_others_come_to_the_counter(counter, graduate, changes, code):
    draft, order = graduate
    with pytest.raises((Conflict, Invalid)) as refused:
        counter.ask(replace(order, form=replace(order.form, **changes)), person(draft))
    assert refused.value.code == code
