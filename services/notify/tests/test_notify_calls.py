"""The street's call list: whom no message reaches, called, with the outcome on record."""

from dataclasses import replace
from uuid import uuid4

import pytest
from notify_cases import accepted, approved, messages

from contracts.caller import APPLICANT, CITY, CITY_OFFICER, STREET, Caller
from contracts.notify import GetMessage, ListMessages, RecordCall
from contracts.review import ObjectionResolved
from kernel.errors import Conflict, Invalid, NotFound

CLERK = Caller(subject="c1", tier=STREET, roles=("street_clerk",), division="110101001")
CITY_HALL = Caller(subject="city", tier=CITY, roles=(CITY_OFFICER,), division="110000")
OTHER = Caller(subject="c2", tier=STREET, roles=("street_clerk",), division="110105021")


@pytest.fixture
def to_call(house):
    case = uuid4()
    house.tell(accepted(case, contact="010-88886666", phone=""))
    house.tell(approved(case))
    [message] = messages(house)
    return message


def call(house, message, outcome, caller=CLERK, key=""):
    form = RecordCall(message_id=message.message_id, outcome=outcome, note="已口头告知")
    return house.ask(form, caller, key)


def test_the_street_sees_whom_to_call_and_marks_them_called(house, to_call):
    [listed] = house.ask(ListMessages(state="call_list"), CLERK).items
    assert (listed.message_id, listed.address) == (to_call.message_id, "010-****6666")
    clear = GetMessage(message_id=to_call.message_id, clear=True, reason="电话通知")
    seen = house.ask(clear, CLERK)
    assert (seen.address, seen.message.text) == ("010-88886666", to_call.text)
    assert "同意李秀英（身份证尾号0029）" in to_call.text

    assert call(house, to_call, "no_answer").state == "call_list"
    assert call(house, to_call, "reached").state == "called"

    assert house.ask(ListMessages(state="call_list"), CLERK).items == ()
    detail = house.ask(GetMessage(message_id=to_call.message_id), CLERK)
    assert [(c.officer, c.outcome) for c in detail.calls] == [
        ("c1", "no_answer"),
        ("c1", "reached"),
    ]
    with pytest.raises(Conflict):
        call(house, to_call, "reached")
    assert house["notify"].words("called") == ["已口头告知", "已口头告知"]


def test_another_street_neither_sees_nor_calls(house, to_call):
    with pytest.raises(NotFound):
        call(house, to_call, "reached", OTHER)
    with pytest.raises(NotFound):
        house.ask(GetMessage(message_id=to_call.message_id), OTHER)
    assert house.ask(ListMessages(state="call_list"), OTHER).items == ()


def test_a_number_in_clear_needs_a_reason(house, to_call):
    with pytest.raises(Invalid):
        house.ask(GetMessage(message_id=to_call.message_id, clear=True), CLERK)


def test_a_message_on_its_way_cannot_be_called(house):
    case = uuid4()
    house.tell(accepted(case))
    house.tell(approved(case))
    [message] = messages(house)
    with pytest.raises(Conflict):
        call(house, message, "reached")


def test_officers_see_neither_name_nor_number_in_a_text_unless_it_is_on_record(house, to_call):
    """Domain §12: masked by audience. The person reads what was sent."""
    plain = GetMessage(message_id=to_call.message_id)
    own = Caller(subject=str(to_call.application_id), tier=APPLICANT)
    for caller in (CLERK, CITY_HALL):
        [listed] = house.ask(ListMessages(), caller).items
        for text in (listed.text, house.ask(plain, caller).message.text):
            assert "同意李**（身份证尾号**29）自2019年05月起" in text
            assert "秀英" not in text and "0029" not in text
    assert house.ask(plain, own).message.text == to_call.text
    assert house["notify"].words("clear_read") == []
    house.ask(replace(plain, clear=True, reason="电话告知原文"), CLERK)
    assert house["notify"].words("clear_read") == ["电话告知原文"]


def test_the_applicant_does_not_learn_who_objected(house, to_call):
    """T10 goes to the objector: its address is nobody's who objected to."""
    case = to_call.application_id
    said = ObjectionResolved(
        application_id=case, objection_id=uuid4(), upheld=False, objector_contact="13911112222"
    )
    house.tell(said)
    [theirs] = [one for one in messages(house) if one.template == "T10"]
    own = Caller(subject=str(case), tier=APPLICANT)
    assert [one.template for one in house.ask(ListMessages(), own).items] == ["T1"]
    with pytest.raises(NotFound):
        house.ask(GetMessage(message_id=theirs.message_id), own)
    assert house.ask(GetMessage(message_id=theirs.message_id), CLERK).message.template == "T10"
