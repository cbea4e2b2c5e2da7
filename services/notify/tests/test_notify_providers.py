"""Two providers, the emergency contact, what an operator sees, and what sends nothing."""

from uuid import uuid4

import pytest
from click.testing import CliRunner
from notify_cases import MORNING, messages
from notify_sending import ring_on, states, told
from operators import Operator

from kernel.clock import FixedClock
from notify.clients import sms
from notify.command import report
from notify.command import sms as sms_command
from notify.service import NotifyService
from servicekit.metrics import exposition, readings
from servicekit.testing.house import House


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


def test_monitoring_reads_the_same(pair, two):
    one, _ = two
    one.trouble = ["lost"] * 9
    one.deaf = True
    for _ in range(6):
        told(pair)
    pair.ring()
    desk = pair["notify"].desk
    said = exposition(desk.name, readings(desk, [])).decode()
    for line in (
        'lingbu_sms_attempts{provider="one",service="notify",state="unknown"} 3.0',
        'lingbu_sms_attempts{provider="two",service="notify",state="accepted"} 3.0',
        'lingbu_sms_provider_ill{provider="one",service="notify"} 1.0',
        'lingbu_sms_provider_ill{provider="two",service="notify"} 0.0',
        'lingbu_messages{service="notify",state="unknown"} 3.0',
    ):
        assert line in said
    assert "1380000" not in said and "0029" not in said


def test_the_command_says_so_too(pair, two):
    told(pair)
    pair.ring()
    env = {"LINGBU_NOTIFY_DATABASE_URL": pair["notify"].url}
    said = CliRunner().invoke(sms_command, env=env)
    assert said.exit_code == 0, said.output
    assert "待发送 0、不知下落 0" in said.output


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
