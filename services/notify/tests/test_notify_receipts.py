"""Receipts in any order, twice, late, from strangers, for nothing we know."""

from uuid import uuid4

import pytest
from notify_cases import MORNING, accepted, approved, messages
from operators import Operator
from sqlalchemy import text

from contracts.caller import STREET, Caller
from contracts.notify import GetMessage, MessageFailed, ShowPhone, TakeCallback, TakeReceipt
from kernel.clock import FixedClock
from kernel.errors import Forbidden, Invalid, NotFound
from notify.clients import sms
from notify.service import NotifyService
from servicekit.testing.house import House

CLERK = Caller(subject="c1", tier=STREET, roles=("street_clerk",), division="110101001")


@pytest.fixture
def operator(monkeypatch):
    operator = Operator(can_query=False)
    monkeypatch.setitem(sms.PROVIDERS, "operator", operator)
    return operator


@pytest.fixture
def outside(operator):
    house = House(FixedClock(MORNING), NotifyService, settings={"SMS_PROVIDER": "operator"})
    yield house
    house.close()


@pytest.fixture
def sent(outside, operator):
    """The reference of one T1 that the operator has taken."""
    case = uuid4()
    outside.tell(accepted(case))
    outside.tell(approved(case))
    outside.ring()
    [reference] = operator.references
    return reference


def receipt(reference, status):
    return TakeReceipt(provider="operator", reference=reference, status=status)


@pytest.mark.parametrize(
    ("statuses", "state", "said"),
    [
        (["DELIVRD"], "delivered", []),
        (["DELIVRD", "DELIVRD"], "delivered", []),
        (["ACCEPTD", "DELIVRD"], "delivered", []),
        (["DELIVRD", "ACCEPTD"], "delivered", []),
        (["UNDELIV"], "call_list", [MessageFailed]),
        (["UNDELIV", "UNDELIV"], "call_list", [MessageFailed]),
        (["UNDELIV", "ACCEPTD"], "call_list", [MessageFailed]),
        (["DELIVRD", "UNDELIV"], "delivered", []),
        (["UNDELIV", "DELIVRD"], "delivered", [MessageFailed]),
    ],
)
def test_receipts_settle_a_message(outside, sent, statuses, state, said):
    for status in statuses:
        answer = outside.ask(receipt(sent, status))
    outside.turn(days=4)

    assert answer.state == state
    assert [m.state for m in messages(outside)] == [state]
    heard = [row.body["meta"]["event"] for row in outside["notify"].letters()]
    assert heard == [event.event_name() for event in said]


@pytest.mark.parametrize("status", ["ACCEPTD", "BUFFRED", "ENROUTE"])
def test_on_its_way_is_no_delivery(outside, sent, status):
    outside.ask(receipt(sent, status))
    outside.turn(hours=71)
    assert [m.state for m in messages(outside)] == ["sent"]
    outside.turn(hours=1)
    assert [m.state for m in messages(outside)] == ["call_list"]


def test_without_a_receipt_for_three_days_the_street_calls(outside, sent):
    outside.turn(hours=71, minutes=59)
    assert [m.state for m in messages(outside)] == ["sent"]

    outside.turn(minutes=1)

    assert [m.state for m in messages(outside)] == ["call_list"]
    assert [event.reason for event in outside.said("notify", MessageFailed)] == ["no-receipt"]


def test_a_receipt_that_comes_after_the_fallback_is_a_fact(outside, sent):
    outside.turn(hours=72)
    outside.ask(receipt(sent, "DELIVRD"))
    assert [m.state for m in messages(outside)] == ["delivered"]


def test_a_receipt_tells_what_the_lost_answer_did_not(outside, operator):
    operator.trouble = ["taken"]
    case = uuid4()
    outside.tell(accepted(case))
    outside.tell(approved(case))
    outside.ring()
    assert [m.state for m in messages(outside)] == ["unknown"]
    [reference] = operator.references

    outside.ask(receipt(reference, "ACCEPTD"))
    assert [m.state for m in messages(outside)] == ["sent"]
    outside.ask(receipt(reference, "DELIVRD"))

    assert [m.state for m in messages(outside)] == ["delivered"]
    outside.turn(days=4)
    assert len(operator.calls) == 1


@pytest.mark.parametrize("reference", ["nonsense", "0" * 32])
def test_a_receipt_for_nothing_we_sent_is_not_found(outside, reference):
    with pytest.raises(NotFound) as refused:
        outside.ask(receipt(reference, "DELIVRD"))
    assert refused.value.code == "unknown-reference"


def test_another_provider_cannot_settle_it_and_an_officer_cannot_either(outside, sent):
    with pytest.raises(NotFound):
        outside.ask(TakeReceipt(provider="demo", reference=sent, status="DELIVRD"))
    with pytest.raises(Forbidden):
        outside.ask(receipt(sent, "DELIVRD"), CLERK)
    assert [m.state for m in messages(outside)] == ["sent"]


def test_the_demo_phone_exists_only_with_the_demo_provider(outside):
    with pytest.raises(NotFound):
        outside.ask(ShowPhone())


def test_a_callback_is_answered_whatever_it_names_and_noted(outside, sent):
    for reference, counts in ((sent, (1, 0)), ("0" * 32, (0, 1)), ("nonsense", (0, 1))):
        for _ in range(3):
            form = TakeCallback(provider="operator", content=f"{reference}=DELIVRD")
            answer = outside.ask(form)
            assert (answer.taken, answer.unknown) == counts
    with outside["notify"].engine.connect() as connection:
        rows = connection.execute(text("SELECT reference, attempt_id FROM receipts ORDER BY 1"))
        noted = [(row.reference, row.attempt_id is not None) for row in rows]
    assert noted == sorted([(sent, True), ("0" * 32, False), ("nonsense", False)])
    [message] = messages(outside)
    detail = outside.ask(GetMessage(message_id=message.message_id), CLERK)
    assert [r.status for r in detail.tries[0].receipts] == ["DELIVRD"]
    assert detail.tries[0].address == "138****0000"


def test_a_callback_of_nobody_or_in_no_form_is_refused(outside):
    with pytest.raises(NotFound):
        outside.ask(TakeCallback(provider="wechat", content="{}"))
    with pytest.raises(Invalid):
        outside.ask(TakeCallback(provider="operator", content="nothing"))
