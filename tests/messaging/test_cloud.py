"""The cloud SMS provider over HTTP: signed, at most once, reports by callback or on asking."""

import json
import logging

import pytest
import urllib3
from post_office import until


def outcome(office, cloud):
    return office.states(), len(cloud.seen)


def test_a_message_goes_out_and_its_report_comes_back(office, cloud):
    case = office.send()
    office.until(["delivered"])
    [line] = cloud.seen
    [message] = office.messages()
    assert (line["PhoneNumber"], line["SignName"]) == ("13800000000", "北京人社")
    assert (line["Content"], office.tries(case)) == (message.text, [("sms", "delivered")])


def test_taken_without_an_answer_it_is_not_sent_again(office, cloud):
    cloud.knobs.turn({"next_calls": ["taken"], "next_reports": ["none"]})
    office.send()
    assert outcome(office, cloud) == (["unknown"], 1)
    office.open().turn(minutes=1)
    assert outcome(office, cloud) == (["sent"], 1)
    office.open().turn(hours=72)
    assert outcome(office, cloud) == (["call_list"], 1)


def test_taken_without_an_answer_its_report_settles_it(office, cloud):
    cloud.knobs.turn({"next_calls": ["taken"]})
    office.send()
    office.until(["delivered"])
    assert len(cloud.seen) == 1


def test_what_never_arrived_is_sent_once_more(office, cloud):
    cloud.knobs.turn({"next_calls": ["lost"]})
    office.send()
    for minutes in (1, 5, 1):
        office.open().turn(minutes=minutes)
    office.until(["delivered"])
    assert len(cloud.seen) == 1


@pytest.mark.parametrize(
    ("faults", "state", "seen"),
    [
        (["refuse"], "call_list", 0),
        (["busy"], "delivered", 1),
        (["busy"] * 4, "call_list", 0),
        (["delay:0.1"], "delivered", 1),
        (["broken"], "delivered", 1),  # nobody knows: asked, never got it, sent again
    ],
)
def test_what_the_provider_answers(office, cloud, faults, state, seen):
    cloud.knobs.turn({"next_calls": faults})
    office.send()
    for minutes in (1, 5, 5, 15, 30, 60):
        office.open().turn(minutes=minutes)
    office.until([state])
    assert len(cloud.seen) == seen


@pytest.mark.parametrize(
    ("fault", "state"),
    [("twice", "delivered"), ("late:0.3", "delivered"), ("failed:MK:0001", "call_list")],
)
def test_what_the_reports_do(office, cloud, fault, state):
    cloud.knobs.turn({"next_reports": [fault]})
    office.send()
    office.until([state])
    assert len(cloud.seen) == 1


def test_the_wrong_key_sends_nothing(office, cloud):
    office.settings["CLOUD_SMS_SECRET"] = "not the secret of this provider"
    case = office.send()
    assert (outcome(office, cloud), office.tries(case)) == ((["queued"], 0), [("sms", "not_taken")])


def test_nobody_listens(office, cloud):
    office.settings["CLOUD_SMS_ADDRESS"] = "http://127.0.0.1:9"
    office.send()
    assert outcome(office, cloud) == (["queued"], 0)


def test_forty_messages_among_faults_each_once(office, cloud):
    cloud.knobs.turn(
        {
            "share_calls": {"taken": 0.1, "busy": 0.1, "broken": 0.1},
            "share_reports": {"twice": 0.3, "none": 0.1, "late:0.1": 0.1},
        }
    )
    for n in range(40):
        office.approve(office.apply(f"王{n:02d}", contact=f"138000000{n:02d}"))
    house = office.open()
    for _ in range(40):
        house.turn(minutes=1)
    cloud.knobs.turn({"share_calls": {}, "share_reports": {}})
    for _ in range(40):
        house.turn(minutes=10)
    until(lambda: set(office.states()) <= {"delivered", "sent"}, lambda: str(office.states()))
    texts = [line["Content"] for line in cloud.seen]
    assert sorted(texts) == sorted(message.text for message in office.messages())


def test_nothing_personal_and_no_secret_in_the_log(office, cloud, wechat, caplog):
    caplog.set_level(logging.DEBUG)
    cloud.knobs.turn({"next_calls": ["taken", "broken", "refuse", "", "busy"]})
    wechat.consents["oLingbu1"] = 1
    for _ in range(5):
        office.send()
    office.settings["CLOUD_SMS_ADDRESS"] = "http://127.0.0.1:9"
    office.send()
    for secret in ("13800000000", "李秀英", "0029", office.settings["CLOUD_SMS_SECRET"]):
        assert secret not in caplog.text


def test_a_forged_report_changes_nothing(office, cloud):
    cloud.knobs.turn({"next_reports": ["none"]})
    office.send()
    [line] = cloud.seen
    body = json.dumps([{"out_id": line["OutId"], "success": True}]).encode()
    forged = urllib3.request(
        "POST",
        f"{office.address}/callbacks/cloud",
        body=body,
        headers={"X-Timestamp": "1", "X-Signature": "0"},
    )
    assert (forged.status, office.states()) == (403, ["sent"])
