"""WeChat after a text message has failed: one consent, one message, the token renewed."""

import logging

import pytest

from contracts.caller import APPLICANT, STREET, Caller
from contracts.notify import GiveConsent
from kernel.errors import NotFound
from notify.clients import wechat as client

OPENID = "oLingbu0000000000001"


@pytest.fixture(autouse=True)
def no_token_yet():
    client._tokens.clear()


def consent(office, wechat, case, *, there=True):
    me = Caller(subject=str(case), tier=APPLICANT)
    if there:
        wechat.consents[OPENID] = wechat.consents.get(OPENID, 0) + 1
    return office.open().ask(GiveConsent(application_id=case, openid=OPENID), me).unused


@pytest.fixture
def case(office, cloud, wechat):
    """Somebody whose text messages are refused."""
    cloud.knobs.turn({"share_calls": {"refuse": 1.0}})
    return office.apply()


def sent(office, case):
    office.approve(case)
    office.open().ring()


def test_one_consent_is_one_message(office, wechat, case):
    assert consent(office, wechat, case) == 1
    sent(office, case)
    office.until(["delivered"])
    [message] = wechat.seen
    assert (message["touser"], message["template_id"]) == (OPENID, "tmpl-any")
    assert office.tries(case) == [("sms", "refused"), ("wechat", "delivered")]

    other = office.apply()
    sent(office, other)
    assert office.tries(other) == [("sms", "refused")]
    assert len(wechat.seen) == 1


def test_who_has_only_wechat_gets_wechat(office, wechat, case):
    mine = office.apply(contact="li_xiuying78", phone="")
    consent(office, wechat, mine)
    sent(office, mine)
    office.until(["delivered"])
    assert office.tries(mine) == [("wechat", "delivered")]


def test_a_token_that_has_ended_is_renewed_once(office, wechat, case):
    consent(office, wechat, case)
    consent(office, wechat, case)
    sent(office, case)
    office.until(["delivered"])
    wechat.expire()
    again = office.apply()
    consent(office, wechat, again)
    sent(office, again)
    office.until(["delivered", "delivered"])
    assert (len(wechat.seen), wechat.tokens_given) == (2, 2)


@pytest.mark.parametrize(
    ("fault", "tries", "left"),
    [
        ("refuse:43101", [("wechat", "refused")], 0),
        ("busy", [("wechat", "not_taken"), ("wechat", "delivered")], 0),
    ],
)
def test_what_wechat_answers(office, wechat, case, fault, tries, left):
    wechat.knobs.turn({"next_calls": [fault]})
    consent(office, wechat, case)
    sent(office, case)
    office.open().turn(minutes=2)
    state = "delivered" if tries[-1][1] == "delivered" else "call_list"
    office.until([state])
    assert office.tries(case)[1:] == tries


def test_a_refusal_moves_on_to_the_emergency_contact(office, cloud, wechat, case):
    mine = office.apply(emergency_contact="13911112222")
    consent(office, wechat, mine, there=False)  # withdrawn in WeChat meanwhile
    cloud.knobs.turn({"share_calls": {}, "next_calls": ["refuse"]})
    sent(office, mine)
    office.until(["delivered"])
    assert office.tries(mine) == [
        ("sms", "refused"),
        ("wechat", "refused"),
        ("contact", "delivered"),
    ]


def test_taken_without_an_answer_it_waits_and_is_never_sent_again(office, wechat, case):
    wechat.knobs.turn({"next_calls": ["taken"], "next_reports": ["none"]})
    consent(office, wechat, case)
    consent(office, wechat, case)
    sent(office, case)
    assert office.states() == ["unknown"]
    for _ in range(10):
        office.open().turn(hours=7)
    assert (office.states(), len(wechat.seen)) == (["unknown"], 1)
    office.open().turn(hours=3)
    assert office.tries(case)[-1] == ("wechat", "overdue")


def test_a_stranger_gives_no_consent(office, case):
    for caller in (
        Caller(subject="other", tier=APPLICANT),
        Caller(subject="c", tier=STREET, roles=("street_clerk",), division="110105021"),
    ):
        with pytest.raises(NotFound):
            office.open().ask(GiveConsent(application_id=case, openid=OPENID), caller)


def test_no_token_and_no_openid_in_the_log(office, wechat, case, caplog):
    caplog.set_level(logging.DEBUG)
    consent(office, wechat, case)
    sent(office, case)
    office.until(["delivered"])
    for secret in (wechat.token, OPENID, office.settings["WECHAT_SECRET"]):
        assert secret not in caplog.text
