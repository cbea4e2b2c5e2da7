"""The street's call list: whom no message reaches, called, with the outcome on record."""

from uuid import uuid4

import pytest
from notify_cases import accepted, approved, messages

from contracts.caller import STREET, Caller
from contracts.notify import GetMessage, ListMessages, RecordCall
from kernel.errors import Conflict, Invalid, NotFound

CLERK = Caller(subject="c1", tier=STREET, roles=("street_clerk",), division="110101001")
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
    assert house.ask(clear, CLERK).address == "010-88886666"

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
