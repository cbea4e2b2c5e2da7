"""The providers' door: who is genuine, and what reaches notify."""

import hashlib
import hmac
import json
import time

import pytest

from contracts.caller import SYSTEM_CALLER
from contracts.notify import TakeCallback
from gateway.app import create_app
from gateway.genuine import Callback, read_callbacks
from gateway.settings import GatewaySettings
from servicekit.config import BadSetting
from servicekit.forwarded import networks

SECRET = "a-secret-of-two-0123456789"
REFERENCE = "0" * 31 + "7"


def mac(words: bytes) -> str:
    return hmac.new(SECRET.encode(), words, hashlib.sha256).hexdigest()


@pytest.fixture
def door(desk):
    """A client of a gateway whose three doors are open, and what notify was asked."""
    callbacks = {name: Callback(SECRET) for name in ("kannel", "cloud", "wechat")}
    settings = GatewaySettings(callbacks=callbacks)
    app = create_app(desk.doors, desk.sessions, desk.clock, settings)
    return app.test_client()


def taken(desk):
    return [c for c, caller, _ in desk.doors.asked if caller == SYSTEM_CALLER]


def kannel(reference=REFERENCE, signed=None, status="1"):
    sig = mac(f"kannel:{signed or reference}".encode())
    return f"/callbacks/kannel?ref={reference}&sig={sig}&status={status}"


def test_a_genuine_report_of_kannel_goes_to_notify_as_it_came(desk, door):
    answer = door.get(kannel())
    assert (answer.status_code, answer.json) == (200, {"code": 0, "msg": "OK"})
    query = kannel().partition("?")[2]
    assert taken(desk) == [TakeCallback(provider="kannel", content=query)]


@pytest.mark.parametrize(
    "address",
    [
        kannel(signed="0" * 32),  # the signature of another reference
        kannel().replace("sig=", "sig=0"),
        f"/callbacks/kannel?ref={REFERENCE}&status=1",
        "/callbacks/kannel",
        "/callbacks/kannel?sig=%E4%BD%A0&ref=%00",
    ],
)
def test_who_does_not_know_the_secret_is_refused(desk, door, address):
    answer = door.get(address)
    assert (answer.status_code, answer.json["code"]) == (403, "callback-not-genuine")
    assert taken(desk) == []


def cloud(door, body, *, at=None, signed=None):
    stamp = str(int(at if at is not None else time.time()))
    words = stamp.encode() + b"\n" + (signed if signed is not None else body)
    headers = {"X-Timestamp": stamp, "X-Signature": mac(words)}
    return door.post("/callbacks/cloud", data=body, headers=headers)


def test_the_cloud_signs_time_and_body(desk, door):
    body = json.dumps([{"out_id": REFERENCE, "success": True}]).encode()
    assert cloud(door, body).status_code == 200
    assert cloud(door, body, signed=b"[]").status_code == 403
    assert cloud(door, body, at=time.time() - 301).status_code == 403
    assert cloud(door, b"\xff").status_code == 422
    assert cloud(door, b"").status_code == 422
    assert cloud(door, b"x" * 65537).status_code == 413
    assert taken(desk) == [TakeCallback(provider="cloud", content=body.decode())]


def test_wechat_asks_for_its_address_and_reports(desk, door):
    words = "".join(sorted((SECRET, "1550000000", "n1")))
    signature = hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()
    signed = f"/callbacks/wechat?signature={signature}&timestamp=1550000000&nonce=n1"
    assert door.get(signed + "&echostr=hello").text == "hello"
    assert door.post(signed, data=b'{"Event": "x"}').text == "success"
    assert door.get(signed.replace("n1", "n2") + "&echostr=hello").status_code == 403
    assert taken(desk) == [TakeCallback(provider="wechat", content='{"Event": "x"}')]


def test_from_elsewhere_even_the_secret_is_not_enough(desk):
    callbacks = {"kannel": Callback(SECRET, networks("10.0.0.0/8"))}
    settings = GatewaySettings(callbacks=callbacks, proxies=networks("127.0.0.1"))
    client = create_app(desk.doors, desk.sessions, desk.clock, settings).test_client()
    assert client.get(kannel()).status_code == 403
    at_home = {"X-Forwarded-For": "10.1.2.3"}
    assert client.get(kannel(), headers=at_home).status_code == 200


def test_a_door_without_a_secret_is_shut(desk):
    client = create_app(desk.doors, desk.sessions, desk.clock).test_client()
    for provider in ("kannel", "cloud", "wechat", "demo", "x"):
        assert client.get(f"/callbacks/{provider}").status_code == 404


def test_secrets_are_strong_and_never_shown():
    values = {"KANNEL_CALLBACK_SECRET": SECRET, "KANNEL_CALLBACK_FROM": "10.0.0.0/8"}
    found = read_callbacks(values)
    assert list(found) == ["kannel"]
    assert SECRET not in repr(found)
    for bad in ({"WECHAT_CALLBACK_TOKEN": "short"}, values | {"KANNEL_CALLBACK_FROM": "home"}):
        with pytest.raises(BadSetting):
            read_callbacks(bad)
