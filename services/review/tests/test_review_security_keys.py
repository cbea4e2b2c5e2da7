"""Decisions signed with a security key: what it must say, and when it is a copy."""

from dataclasses import replace

from review_signing import first, plug_in, refused, rows, wanted

from contracts import wire
from contracts.signing import Proof
from servicekit.signing.keys import WEBAUTHN
from servicekit.testing.security_key import TestKey


def test_a_decision_signed_with_a_security_key_is_kept_with_all_that_proves_it(counter):
    desk, key = counter(), TestKey()
    case = desk.reported()
    plug_in(desk, key, desk.one)
    proof = key.sign(wanted(desk, first(case), desk.one))
    desk.house.perform(replace(first(case), proof=proof), desk.one)
    kept = desk.house["review"].desk.store.kit
    row = next(row for row in rows(desk, kept.signatures) if row.decision == "pass_first_post")
    assert (row.kind, row.public, row.signature) == (WEBAUTHN, key.public, wire.dump(proof))
    assert [one.sign_count for one in rows(desk, kept.signers) if one.key_serial == "K-001"] == [1]


def test_an_assertion_for_another_case_or_by_another_key_decides_nothing(counter):
    desk, key, other = counter(), TestKey(), TestKey()
    one, two = desk.reported(), desk.reported()
    plug_in(desk, key, desk.one)
    challenge, elsewhere = (wanted(desk, first(case), desk.one) for case in (one, two))
    swapped = replace(key.sign(elsewhere), challenge_id=challenge.challenge_id)
    for proof, code in (
        (swapped, "assertion-challenge"),
        (key.sign(elsewhere), "challenge-other"),
        (other.sign(challenge), "signature-refused"),
        (key.sign(challenge, flags=1), "user-not-verified"),
        (key.sign(challenge, kind="webauthn.create"), "assertion-type"),
        (key.sign(challenge, origin="https://evil.example"), "assertion-origin"),
        (Proof(challenge_id=challenge.challenge_id, signature="AAAA"), "assertion-malformed"),
    ):
        given = replace(first(one), proof=proof)
        assert refused(desk, given, desk.one).code == code
    assert [post.post for post in desk.see(one).posts] == ["initial"]
    good = replace(first(one), proof=key.sign(challenge))
    desk.house.perform(good, desk.one)
    assert refused(desk, good, desk.one).code == "post-decided"


def test_a_copy_that_other_services_are_ahead_of_is_told_here_too(counter):
    """The gateway hands on the highest counter that any service has accepted."""
    desk, key = counter(), TestKey()
    case = desk.reported()
    plug_in(desk, key, desk.one)
    key.count = 5
    copied = replace(first(case), proof=key.sign(wanted(desk, first(case), desk.one)))
    assert refused(desk, copied, replace(desk.one, key_count=9)).code == "key-cloned"
    assert [post.post for post in desk.see(case).posts] == ["initial"]


def test_a_cloned_security_key_is_told_and_signs_no_more(counter):
    desk, key = counter(), TestKey()
    one, two = desk.reported(), desk.reported()
    plug_in(desk, key, desk.one)
    key.count = 9
    proof = key.sign(wanted(desk, first(one), desk.one))
    desk.house.perform(replace(first(one), proof=proof), desk.one)
    key.count = 5  # the copy
    copied = replace(first(two), proof=key.sign(wanted(desk, first(two), desk.one)))
    assert refused(desk, copied, desk.one).code == "key-cloned"
    assert [post.post for post in desk.see(two).posts] == ["initial"]
    key.count = 50  # the true one is of no use any more either
    assert refused(desk, first(two), desk.one).code == "key-cloned"
    kit = desk.house["review"].desk.store.kit
    [told] = [row for row in rows(desk, kit.audit) if row.chain == "key:K-001"]
    assert (told.action, told.actor) == ("key_cloned", desk.one.subject)
    plug_in(desk, key, desk.one)
    assert refused(desk, first(two), desk.one).code == "key-cloned"
