"""Letters to and from partners: what is signed, sealed, refused."""

import base64
import json
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from uuid import uuid4

import pytest
from joserfc import jws

from outside.centre import DeductResult
from outside.envelope import NotUsable, close, open_letter
from outside.keys import BadKeys, KeyBook, fresh_keys, public
from outside.letters import LINGBU, Envelope
from outside.partners import PARTNERS, BadPartners, Partners
from outside.registries import CheckRequest, CheckResponse, StatusEvent, Subject

NOW = datetime(2019, 5, 20, 9, tzinfo=UTC)
PAIRS = {name: fresh_keys(name) for name in (LINGBU, "police", "tax")}


def book(me):
    others = {name: public(keys) for name, keys in PAIRS.items() if name != me}
    return KeyBook.from_text(json.dumps({"own": PAIRS[me], "others": others}), me)


OURS, POLICE, TAX = book(LINGBU), book("police"), book("tax")
QUESTION = CheckRequest(
    check_code="CHK-GA-ID",
    asked_at=NOW,
    subject=Subject(name="王小明", id_number="110101199003070134"),
)
FOUND = CheckResponse(check_code="CHK-GA-ID", result="PASS", answered_at=NOW)


def envelope(letter, sender="police", receiver=LINGBU, **other):
    values = {
        "letter": uuid4(),
        "message": letter.message,
        "version": letter.version,
        "sender": sender,
        "receiver": receiver,
        "request": "r-1",
        "sent_at": NOW,
    }
    return Envelope(**(values | other))


def opened(body, partner="police", keys=OURS, now=NOW):
    return open_letter(body, partner, keys, PARTNERS, now)


def refused(body, **options):
    with pytest.raises(NotUsable) as caught:
        opened(body, **options)
    return caught.value.code


def payload_of(body):
    return base64.urlsafe_b64decode(body["payload"] + "==")


def test_a_question_is_read_by_its_receiver_alone():
    body = close(QUESTION, envelope(QUESTION, LINGBU, "police"), OURS)
    assert b"110101199003070134" not in payload_of(body) and "王小明".encode() not in payload_of(
        body
    )
    assert open_letter(body, "police", POLICE, PARTNERS, NOW).letter == QUESTION
    assert refused(body, keys=TAX) == "wrong-partner"


def test_an_answer_comes_back_whole():
    sent = envelope(FOUND, expires_at=NOW + timedelta(hours=1), correlation="c-9")
    assert opened(close(FOUND, sent, POLICE)).envelope == sent
    assert opened(close(FOUND, sent, POLICE)).letter == FOUND


def edited(body, change):
    data = json.loads(payload_of(body))
    change(data)
    text = base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()
    return {**body, "payload": text}


def test_an_edited_letter_is_no_letter():
    body = close(FOUND, envelope(FOUND), POLICE)
    changed = edited(body, lambda d: d["data"].update(result="FAIL"))
    assert refused(changed) == "bad-signature"


def test_nobody_speaks_for_another():
    body = close(FOUND, envelope(FOUND, sender="police"), TAX)
    assert refused(body) == "wrong-partner"  # signed by tax, over the exchange of the police
    assert refused(body, partner="tax") == "wrong-partner"  # the envelope says police
    mine = close(FOUND, envelope(FOUND, sender=LINGBU, receiver="police"), OURS)
    assert refused(mine) == "unknown-key"  # our own words do not come back to us


def test_no_partner_says_what_is_not_his_to_say():
    paid = DeductResult(reference=uuid4(), month="2019-06", attempt=1, code="00", deducted="1.00")
    assert refused(close(paid, envelope(paid), POLICE)) == "unknown-message"
    asked = close(QUESTION, envelope(QUESTION), POLICE)
    assert refused(asked) == "unknown-message"  # a partner does not ask us for checks
    odd = envelope(FOUND, version=7)
    assert refused(close(FOUND, odd, POLICE)) == "unknown-message"


def test_what_came_too_late_says_so():
    body = close(FOUND, envelope(FOUND, expires_at=NOW), POLICE)
    assert opened(body, now=NOW).letter == FOUND
    assert refused(body, now=NOW + timedelta(seconds=1)) == "expired"


def test_a_finding_that_is_none_is_malformed():
    wrong = CheckResponse(check_code="CHK-GA-ID", result="MAYBE", answered_at=NOW)
    assert refused(close(wrong, envelope(wrong), POLICE)) == "malformed"


def test_personal_data_sealed_for_another_do_not_open():
    event = StatusEvent(
        event_id=uuid4(),
        status="death",
        month="2019-05",
        subject=Subject(name="", id_number="1" * 18),
    )
    astray = KeyBook("police", POLICE._own, {LINGBU: TAX._own, "tax": []})
    assert refused(close(event, envelope(event), astray)) == "malformed"


NO_LETTERS = [
    None,
    [],
    "x",
    1,
    {},
    {"payload": 1},
    {"payload": "", "protected": "", "signature": ""},
]


@pytest.mark.parametrize("body", NO_LETTERS, ids=str)
def test_rubbish_is_told_apart(body):
    assert refused(body) in ("not-a-letter", "bad-signature", "unknown-key")


def with_header(**header):
    body = close(FOUND, envelope(FOUND), POLICE)
    text = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    return {**body, "protected": text}


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "kid": "police-sig-1"},
        {"alg": "HS256", "kid": "police-sig-1"},
        {"alg": "ES256", "kid": "police-enc-1"},
        {"alg": "ES256"},
        {"alg": "ES256", "kid": "police-sig-1", "crit": ["b64"], "b64": False},
        {"alg": "ES256", "jwk": public(PAIRS["tax"])[0]},
    ],
    ids=["none", "hmac", "sealing key", "no key", "unencoded", "brings its own key"],
)
def test_the_sender_does_not_choose_how_he_is_believed(header):
    assert refused(with_header(**header)) in ("bad-signature", "unknown-key")


def test_an_unknown_member_is_no_matter():
    body = close(FOUND, envelope(FOUND), POLICE)
    data = json.loads(payload_of(body))
    data["data"]["colour"] = "green"
    header = {"protected": {"alg": "ES256", "kid": "police-sig-1"}}
    grown = jws.serialize_json(header, json.dumps(data).encode(), POLICE.signing())
    assert opened(dict(grown)).letter == FOUND


def test_keys_change_without_an_hour_of_silence():
    younger = fresh_keys("police", "2")
    others = {"police": public(younger) + public(PAIRS["police"])}
    both = KeyBook.from_text(json.dumps({"own": PAIRS[LINGBU], "others": others}), LINGBU)
    for keys in (PAIRS["police"], younger):
        text = json.dumps({"own": keys, "others": {LINGBU: public(PAIRS[LINGBU])}})
        body = close(FOUND, envelope(FOUND), KeyBook.from_text(text, "police"))
        assert opened(body, keys=both).letter == FOUND
    sent = close(QUESTION, envelope(QUESTION, LINGBU, "police"), both)
    text = json.dumps({"own": younger, "others": {LINGBU: public(PAIRS[LINGBU])}})
    there = KeyBook.from_text(text, "police")
    assert open_letter(sent, "police", there, PARTNERS, NOW).letter == QUESTION


BAD_BOOKS = ["", "{}", '{"own": [], "others": 3}', '{"own": [{"kty": "EC"}], "others": {}}']


@pytest.mark.parametrize("text", BAD_BOOKS)
def test_bad_keys_are_refused(text):
    with pytest.raises(BadKeys):
        KeyBook.from_text(text, LINGBU)


def test_a_public_key_is_no_private_one():
    with pytest.raises(BadKeys, match="private"):
        KeyBook.from_text(json.dumps({"own": public(PAIRS[LINGBU]), "others": {}}), LINGBU)


def test_every_check_has_one_who_answers():
    assert PARTNERS.who_answers("CHK-GA-ID").name == "police"
    assert PARTNERS.who_answers("CHK-JY-DUP") is None  # our own records


BAD_LISTS = {
    "[a": "partners:",
    '[a]\ntitle = "A"': "retry_seconds",
    '[defaults]\ncolour = 1\n[a]\ntitle = "A"': "colour",
}


@pytest.mark.parametrize("text", BAD_LISTS)
def test_a_bad_list_of_partners_says_where(text):
    with pytest.raises(BadPartners, match=BAD_LISTS[text].replace("[", r"\[")):
        Partners.from_text(text)


def test_two_cannot_answer_one_check():
    text = (files("outside") / "data" / "partners.toml").read_text()
    double = '\n[army]\ntitle = "A"\nmessages = []\nchecks = ["CHK-TAX"]\n'
    with pytest.raises(BadPartners, match="CHK-TAX"):
        Partners.from_text(text + double)
    with pytest.raises(BadPartners, match="patience_seconds"):
        Partners.from_text(text.replace("patience_seconds = 60", "patience_seconds = -1"))
