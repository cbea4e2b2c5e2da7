"""Security keys: an answer that is not this key's own to this text is refused for its reason."""

import base64
import json
import os
import random
from dataclasses import replace
from uuid import UUID

import pytest

from servicekit.signing.encoding import from_base64, to_base64
from servicekit.signing.keys import WEBAUTHN, SigningKey, admit, verify
from servicekit.signing.refusals import SignatureRefused
from servicekit.signing.trust import Trust
from servicekit.signing.webauthn import Site
from servicekit.testing.authorities import NOW
from servicekit.testing.security_key import PRESENT, VERIFIED, TestKey

TEXT = '{"decision":"pass_first_post","officer":"李一"}'
TRUST = Trust(site=Site(rp_id="localhost", origins=frozenset({"http://localhost:8080"})))


def known(key, count=0):
    return SigningKey(serial="SK-1", kind=WEBAUTHN, public=key.public, count=count)


def code_of(key, proof, text=TEXT, trust=TRUST):
    with pytest.raises(SignatureRefused) as caught:
        verify(key, text, proof, trust, NOW)
    return caught.value.code


def answer(key, text=TEXT, **faults):
    return key.proof(UUID(int=1), text, **faults)


def test_a_key_signs_its_text_and_counts():
    key = TestKey()
    checked = verify(known(key), TEXT, answer(key), TRUST, NOW)
    assert (checked.fingerprint, checked.count) == (admit(known(key), TRUST, NOW), 1)
    assert verify(known(key, 1), TEXT, answer(key), TRUST, NOW).count == 2


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        ({"kind": "webauthn.create"}, "assertion-type"),
        ({"text": TEXT + " "}, "assertion-challenge"),
        ({"origin": "https://evil.example"}, "assertion-origin"),
        ({"origin": "http://localhost:8081"}, "assertion-origin"),
        ({"origin": "http://localhost:8080/"}, "assertion-origin"),
        ({"embedded": True}, "assertion-origin"),
        ({"embedded": "false"}, "assertion-origin"),
        ({"rp_id": "evil.example"}, "assertion-site"),
        ({"flags": VERIFIED}, "user-not-present"),
        ({"flags": PRESENT}, "user-not-verified"),
        ({"more": b"\xa0"}, "assertion-malformed"),
        ({"flags": PRESENT | VERIFIED | 0x80, "more": b"\x9f" * 900}, "assertion-malformed"),
        ({"flags": PRESENT | VERIFIED | 0x40, "more": b"\0" * 30}, "assertion-malformed"),
    ],
)
def test_an_answer_from_elsewhere_is_refused_for_its_reason(faults, code):
    key = TestKey()
    assert code_of(known(key), answer(key, **faults)) == code


@pytest.mark.parametrize(("before", "now"), [(7, 7), (7, 6), (7, 0), (1, 0)])
def test_a_counter_that_does_not_go_forward_is_a_copy(before, now):
    key = TestKey()
    assert code_of(known(key, before), answer(key, count=now)) == "key-cloned"


def test_a_key_that_does_not_count_is_taken():
    key = TestKey()
    assert verify(known(key, 0), TEXT, answer(key, count=0), TRUST, NOW).count == 0


def test_another_key_and_another_site_are_refused():
    mine, other = TestKey(), TestKey()
    assert code_of(known(mine), answer(other)) == "signature-refused"
    moved = TestKey(rp_id="example.cn")
    assert code_of(known(moved), answer(moved)) == "assertion-site"
    assert code_of(known(mine), answer(mine), trust=Trust()) == "key-kind-refused"


@pytest.mark.parametrize("part", ["signature", "authenticator_data", "client_data"])
def test_a_damaged_answer_never_holds(part):
    key = TestKey()
    proof = answer(key)
    good = from_base64(getattr(proof, part))
    seed = int(os.environ.get("LINGBU_SEED", random.randrange(10**9)))
    print("seed", seed)
    chance = random.Random(seed)
    for place in range(len(good)):
        flipped = bytearray(good)
        flipped[place] ^= 1 << chance.randrange(8)
        for bad in (bytes(flipped), good[:place], good + b"\0"):
            assert code_of(known(key), replace(proof, **{part: to_base64(bad)}))
    for text in ("", "=", "签名", "A" * 4000, to_base64(b"[" * 3000), to_base64(b"\xff" * 99)):
        assert code_of(known(key), replace(proof, **{part: text}))


@pytest.mark.parametrize(
    "said",
    [
        {},
        [],
        "x",
        {"type": "webauthn.get"},
        {"type": ["webauthn.get"], "challenge": 7, "origin": None},
        {"type": "webauthn.get", "challenge": {}, "origin": ["http://localhost:8080"]},
    ],
)
def test_client_data_of_another_shape_is_refused(said):
    key = TestKey()
    raw = to_base64(json.dumps(said).encode())
    assert code_of(known(key), replace(answer(key), client_data=raw))


NO_KEYS = {
    "nothing": b"",
    "empty map": b"\xa0",
    "list": b"\x80",
    "algorithm alone": b"\xa1\x03\x26",
    "another algorithm": TestKey().cose(algorithm=-257),
    "giant": b"\x5b" + b"\xff" * 8,
}


@pytest.mark.parametrize("cose", NO_KEYS.values(), ids=NO_KEYS)
def test_a_public_key_that_is_none_is_refused(cose):
    key = TestKey()
    kept = json.loads(key.public) | {"public_key": base64.b64encode(cose).decode()}
    odd = SigningKey(serial="SK-1", kind=WEBAUTHN, public=json.dumps(kept))
    assert code_of(odd, answer(key))
    for public in ("", "{}", "[]", "null", '{"a":1}'):
        assert code_of(replace(odd, public=public), answer(key)) == "certificate-malformed"
