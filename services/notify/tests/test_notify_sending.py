"""At most once from us, whatever the provider or the power does; and never forgotten."""

from dataclasses import replace
from uuid import uuid4

import pytest
from click.testing import CliRunner
from notify_cases import MORNING, accepted, approved, messages
from operators import Operator, PowerCut
from sqlalchemy import text

from contracts.notify import GetMessage, MessageFailed
from kernel.clock import FixedClock
from notify.clients import sms
from notify.command import report
from notify.command import sms as sms_command
from notify.handlers import attempting, moving_on, sending
from notify.service import NotifyService
from servicekit.testing.house import House


@pytest.fixture
def operator(monkeypatch):
    operator = Operator()
    monkeypatch.setitem(sms.PROVIDERS, "operator", operator)
    return operator


@pytest.fixture
def outside(operator):
    house = House(FixedClock(MORNING), NotifyService, settings={"SMS_PROVIDER": "operator"})
    yield house
    house.close()


def told(house, **more):
    case = uuid4()
    house.tell(accepted(case, **more))
    house.tell(approved(case))
    return case


def states(house):
    return [m.state for m in messages(house)]


def tries(house):
    [message] = messages(house)
    return [one.state for one in house.ask(GetMessage(message_id=message.message_id)).tries]


def ring_on(house, *waits):
    for minutes in waits:
        house.turn(minutes=minutes)


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


@pytest.fixture
def two(monkeypatch):
    made = Operator("one"), Operator("two")
    for operator in made:
        monkeypatch.setitem(sms.PROVIDERS, operator.name, operator)
    return made


@pytest.fixture
def pair(two):
    house = House(FixedClock(MORNING), NotifyService, settings={"SMS_PROVIDER": "one,two"})
    yield house
    house.close()


def test_traffic_goes_to_the_second_provider_and_comes_back(pair, two):
    one, two_ = two
    one.trouble = ["away"] * 5
    for _ in range(8):
        told(pair, contact=f"1380000{uuid4().int % 10000:04d}")
    pair.ring()
    assert (len(one.calls), len(two_.calls)) == (3, 5)  # three failures in a row are enough

    ring_on(pair, *[1] * 12)  # a trickle of the old ones: two more failures, then it works
    assert {m.state for m in messages(pair)} == {"sent"}
    for operator in two:
        operator.statuses |= dict.fromkeys(operator.taken, "DELIVRD")
    for _ in range(5):
        told(pair)
        ring_on(pair, 60)
    for _ in range(4):
        told(pair)
    before = len(one.calls)
    pair.ring()

    assert len(one.calls) - before == 4
    assert len(one.taken) + len(two_.taken) == 17


def test_with_every_provider_ill_the_rest_waits(pair, two):
    for operator in two:
        operator.trouble = ["lost"] * 99
        operator.deaf = True
    for _ in range(20):
        told(pair)
    pair.ring()
    assert [len(operator.calls) for operator in two] == [3, 3]
    assert states(pair).count("queued") == 14
    for operator in two:
        operator.trouble, operator.deaf = [], False

    ring_on(pair, *[1] * 10)

    assert set(states(pair)) == {"sent"}
    assert len(two[0].taken) + len(two[1].taken) == 20


def test_the_network_takes_fifty_of_a_kind_a_day(outside, operator):
    for _ in range(52):
        told(outside)
    outside.ring()
    assert len(operator.taken) == 50
    assert states(outside).count("queued") == 2

    outside.turn(hours=23)

    assert len(operator.taken) == 52


def test_the_emergency_contact_is_asked_to_pass_it_on_and_learns_no_more(outside, operator):
    operator.trouble = ["refused"]
    told(outside, emergency_contact="13911112222")
    outside.ring()

    assert [parcel.address for parcel in operator.calls] == ["13800000000", "13911112222"]
    assert "0029" not in operator.calls[1].text and "请转告李秀英" in operator.calls[1].text
    assert states(outside) == ["sent"]


def test_the_operator_sees_how_the_providers_do(pair, two):
    one, _ = two
    one.trouble = ["lost"] * 9
    one.deaf = True
    for _ in range(6):
        told(pair)
    pair.ring()
    with pair["notify"].desk.uow() as uow:
        lines = list(report(uow.session, pair.clock.now()))
    assert lines == [
        "one：只试探（unknown 3）",
        "two：正常（accepted 3）",
        "待发送 0、不知下落 3、等街道打电话 0",
    ]


def test_the_command_says_so_too(pair, two):
    told(pair)
    pair.ring()
    env = {"LINGBU_NOTIFY_DATABASE_URL": pair["notify"].url}
    said = CliRunner().invoke(sms_command, env=env)
    assert said.exit_code == 0, said.output
    assert "待发送 0、不知下落 0" in said.output


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


@pytest.mark.parametrize("settings", [{"SMS_PROVIDER": "demo"}, {}, {"SMS_PROVIDER": "nobody"}])
def test_a_real_installation_shows_nothing_on_a_demo_phone(settings):
    house = House(FixedClock(MORNING), NotifyService, settings=settings | {"AMQP_URI": "amqp://x"})
    told(house)
    house.ring()
    assert states(house) == ["queued"]  # until the setting is right; nothing is lost
    house.close()


@pytest.mark.parametrize("absent", ["KANNEL_ADDRESS", "KANNEL_PASSWORD", "KANNEL_CALLBACK_SECRET"])
def test_a_provider_without_its_settings_sends_nothing(absent, caplog):
    names = ("ADDRESS", "USER", "PASSWORD", "CALLBACK_SECRET")
    settings = {f"KANNEL_{name}": "http://127.0.0.1:9/not-shown" for name in names}
    settings |= {"SMS_PROVIDER": "kannel", "CALLBACK_ADDRESS": "http://127.0.0.1:9"}
    del settings[absent]
    house = House(FixedClock(MORNING), NotifyService, settings=settings)
    told(house)
    house.ring()
    assert states(house) == ["queued"]
    assert absent in caplog.text and "not-shown" not in caplog.text
    house.close()
