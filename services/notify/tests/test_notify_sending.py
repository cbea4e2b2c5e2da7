"""At most once from us, whatever the provider or the power does; and never forgotten."""

from dataclasses import replace

import pytest
from notify_cases import messages
from notify_sending import ring_on, states, told, tries
from operators import PowerCut
from sqlalchemy import text

from contracts.notify import MessageFailed
from notify.handlers import attempting, moving_on, sending


def test_an_unanswered_attempt_that_was_taken_is_not_sent_again(outside, operator):
    operator.trouble = ["taken"]
    told(outside)
    outside.ring()
    assert states(outside) == ["unknown"]

    ring_on(outside, 1, 5, 15)

    assert (states(outside), tries(outside)) == (["sent"], ["accepted"])
    assert (len(operator.calls), operator.queries) == (1, 1)


def test_what_the_provider_never_got_is_sent_again_once_nothing_can_be_on_its_way(
    outside, operator
):
    operator.trouble = ["lost"]
    told(outside)
    outside.ring()
    ring_on(outside, 1)
    assert (states(outside), len(operator.calls)) == (["unknown"], 1)  # asked too early

    ring_on(outside, 5, 1)

    assert (states(outside), tries(outside)) == (["sent"], ["lost", "accepted"])
    assert len(operator.taken) == 1


def test_a_provider_that_gives_no_answer_when_asked_leaves_it_unknown(outside, operator):
    operator.trouble, operator.deaf = ["lost"], True
    told(outside)
    outside.ring()
    ring_on(outside, *[60] * 70)
    assert (states(outside), len(operator.calls)) == (["unknown"], 1)

    ring_on(outside, 60, 60, 60)

    assert (states(outside), tries(outside)) == (["call_list"], ["overdue"])
    assert len(operator.calls) == 1


def test_without_a_way_to_ask_the_receipt_is_waited_for(outside, operator):
    operator.trouble, operator.can_query = ["taken"], False
    told(outside)
    outside.ring()
    ring_on(outside, 60 * 71)
    assert (states(outside), operator.queries) == (["unknown"], 0)
    [message] = messages(outside)
    assert message.sent_at is None

    ring_on(outside, 60)

    assert (states(outside), len(operator.calls)) == (["call_list"], 1)
    assert [event.reason for event in outside.said("notify", MessageFailed)] == ["no-receipt"]


def test_what_was_not_taken_is_tried_three_times_more(outside, operator):
    operator.trouble = ["away"] * 9
    told(outside)
    ring_on(outside, 0, 60, 60, 60, 60, 60)

    assert (states(outside), len(operator.calls)) == (["call_list"], 4)
    assert [event.reason for event in outside.said("notify", MessageFailed)] == ["unreachable"]


def test_what_the_provider_refuses_is_not_tried_again(outside, operator):
    operator.trouble = ["refused"]
    told(outside)
    ring_on(outside, 0, 60)

    assert (states(outside), len(operator.calls)) == (["call_list"], 1)
    assert [event.reason for event in outside.said("notify", MessageFailed)] == ["BARRED"]


def test_a_receipt_lost_on_its_way_is_asked_for(outside, operator):
    told(outside)
    outside.ring()
    [reference] = operator.references
    operator.statuses[reference] = "DELIVRD"
    ring_on(outside, 60)
    assert (states(outside), operator.queries) == (["delivered"], 1)


def cut_in(module, name, monkeypatch, *, after=False):
    """The power goes once, when this step begins or ends."""
    step, armed = getattr(module, name), [True]

    def broken(*values):
        if armed and not after:
            armed.clear()
            raise PowerCut
        found = step(*values)
        if armed and after:
            armed.clear()
            raise PowerCut
        return found

    monkeypatch.setattr(module, name, broken)


CUTS = {
    "before anything": lambda op, mp: cut_in(sending, "_begin", mp),
    "before the row": lambda op, mp: cut_in(sending, "_send", mp),
    "before the row commits": lambda op, mp: cut_in(sending, "_send", mp, after=True),
    "before the call": lambda op, mp: op.trouble.append("cut"),
    "after it was taken": lambda op, mp: op.trouble.append("cut-after"),
    "before it is settled": lambda op, mp: cut_in(attempting, "became", mp),
    "while it is settled": lambda op, mp: cut_in(moving_on, "_wait", mp),
    "before that commits": lambda op, mp: cut_in(sending, "settle", mp, after=True),
}
LATER = {
    "before it is asked": lambda op, mp: cut_in(attempting, "_question", mp),
    "at the question": lambda op, mp: setattr(op, "cut_at_query", True),
    "before the answer is settled": lambda op, mp: cut_in(attempting, "_asked", mp),
    "before that answer commits": lambda op, mp: cut_in(attempting, "_asked", mp, after=True),
}


def live_through(house, *waits):
    cuts = 0
    for minutes in waits:
        try:
            house.turn(minutes=minutes)
        except PowerCut:
            cuts += 1
            house.ring()
    return cuts


@pytest.mark.parametrize("first", ["", "taken", "lost", "away"])
@pytest.mark.parametrize("cut", CUTS)
def test_a_cut_between_any_two_steps_sends_nothing_twice_and_loses_nothing(
    outside, operator, monkeypatch, cut, first
):
    CUTS[cut](operator, monkeypatch)
    operator.trouble += [first] if first else []
    told(outside)

    cuts = live_through(outside, 0, 2, 2, 5, 15, 30, 60, 60)

    assert cuts <= 1
    assert (len(operator.taken), states(outside)) == (1, ["sent"])
    assert cuts == 1 or (cut, first) in {("while it is settled", "away")}


@pytest.mark.parametrize("first", ["taken", "lost"])
@pytest.mark.parametrize("cut", LATER)
def test_a_cut_around_the_question_is_no_harm_either(outside, operator, monkeypatch, cut, first):
    LATER[cut](operator, monkeypatch)
    operator.trouble = [first]
    told(outside)

    assert live_through(outside, 0, 2, 2, 5, 15, 30, 60, 60) == 1
    assert (len(operator.taken), states(outside)) == (1, ["sent"])


def test_two_workers_cannot_both_begin(outside, operator):
    told(outside)
    outside.ring()
    room = outside["notify"]
    with room.engine.connect() as connection:
        indexes = connection.exec_driver_sql(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'attempts_alive'"
        ).scalars()
        [index] = indexes
    assert "UNIQUE" in index and "accepted" in index


def test_a_process_that_was_held_up_does_not_call_any_more(outside, operator):
    desk, held = outside["notify"].desk, []
    desk.world = replace(desk.world, go=held.append)
    told(outside)
    outside.ring()
    [late] = held
    desk.world = replace(desk.world, go=None)
    ring_on(outside, 2, 2, 5, 1)
    assert (len(operator.taken), states(outside)) == (1, ["sent"])

    late()

    assert (len(operator.taken), states(outside)) == (1, ["sent"])


def test_a_deadline_does_not_wait_for_who_holds_the_message(outside, operator):
    told(outside)
    with outside["notify"].engine.begin() as somebody:
        somebody.execute(text("SELECT FROM messages FOR UPDATE"))
        outside.ring()
        assert operator.calls == []
    outside.turn(seconds=1)
    assert len(operator.calls) == 1
