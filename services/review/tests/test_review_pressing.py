"""A decision without the right signature is not made, whoever lets it through."""

from dataclasses import replace
from uuid import uuid4

from review_signing import bind, first, refused, rows, signed, wanted

from contracts.caller import POST_ONE, POST_TWO, SYSTEM_CALLER
from contracts.officers import KeyBound, KeyUnbound
from contracts.review import PassSecondPost, RejectCase
from servicekit.signing.decisions import CONTEXT
from servicekit.signing.keys import SOFTWARE
from servicekit.testing.house import KEYS, SEALER


def test_the_officer_reads_what_the_key_signs_and_it_is_kept(counter):
    desk = counter()
    case = desk.reported()
    bind(desk, desk.one)
    challenge = wanted(desk, first(case), desk.one)
    assert "第一次复核通过" in challenge.sentence
    for word in ("pass_first_post", str(case), "0" * 64, "li.one", "K-001"):
        assert word in challenge.text
    desk.house.perform(signed(first(case), challenge, "K-001"), desk.one)
    kept = desk.house["review"].desk.store.kit.signatures
    row = next(row for row in rows(desk, kept) if row.decision == "pass_first_post")
    assert SEALER.open(row.text, CONTEXT) == challenge.text
    assert (row.officer, row.key_serial, row.subject) == ("li.one", "K-001", str(case))
    post = next(post for post in desk.see(case).posts if post.post == "first")
    assert post.key_serial == "K-001"


def test_asking_changes_nothing(counter):
    desk = counter()
    case = desk.reported()
    bind(desk, desk.one)
    before = desk.see(case)
    letters = len(desk.house["review"].letters())
    wanted(desk, first(case), desk.one)
    assert desk.see(case) == before
    assert len(desk.house["review"].letters()) == letters


def test_a_proof_is_for_one_decision_on_one_case_by_one_officer_once(counter):
    desk = counter()
    one, other = desk.reported(), desk.reported()
    two = replace(desk.one, subject="chen.one", key_serial="K-009")
    bind(desk, desk.one)
    bind(desk, two)
    proof = signed(first(one), wanted(desk, first(one), desk.one), "K-001").proof
    assert refused(desk, replace(first(other), proof=proof), desk.one).code == "challenge-other"
    assert refused(desk, replace(first(one), proof=proof), two).code == "challenge-other"
    reject = RejectCase(application_id=one, reason_code="R-DOC", proof=proof)
    assert refused(desk, reject, desk.one).code == "challenge-other"
    stolen = replace(proof, signature=KEYS.sign("K-009", "x"))
    assert refused(desk, replace(first(one), proof=stolen), desk.one).code == "signature-refused"
    desk.house.perform(replace(first(one), proof=proof), desk.one)
    assert refused(desk, replace(first(one), proof=proof), desk.one).code == "post-decided"
    never = replace(proof, challenge_id=uuid4())
    assert refused(desk, replace(first(other), proof=never), desk.one).code == "challenge-used"


def test_a_proof_is_too_late_after_a_minute_and_after_a_change_of_the_dossier(counter):
    desk = counter()
    case = desk.reported()
    bind(desk, desk.one)
    late = signed(first(case), wanted(desk, first(case), desk.one), "K-001")
    desk.clock.turn(seconds=60)
    assert refused(desk, late, desk.one).code == "challenge-expired"
    stale = signed(first(case), wanted(desk, first(case), desk.one), "K-001")
    desk.correct(case)
    assert refused(desk, stale, desk.one).code in {"dossier-changed", "case-moved-on"}


def test_only_the_holder_of_a_key_signs_with_it(counter):
    desk = counter()
    case = desk.reported()
    assert refused(desk, first(case), desk.one).code == "key-not-heard-of"
    bind(desk, desk.one)
    borrower = replace(desk.one, subject="chen.one")
    assert refused(desk, first(case), borrower).code == "key-not-yours"
    challenge = wanted(desk, first(case), desk.one)
    desk.house.tell(KeyUnbound(key_serial="K-001", officer="li.one", unbound_at=desk.clock.now()))
    given = signed(first(case), challenge, "K-001")
    assert refused(desk, given, desk.one).code == "key-not-yours"
    bind(desk, borrower, rebound=True)
    assert refused(desk, given, desk.one).code == "key-not-yours"


def test_not_even_the_system_decides_without_a_key(counter):
    desk = counter()
    case = desk.reported()
    assert refused(desk, first(case), SYSTEM_CALLER).code == "key-missing"


def test_a_key_that_changed_hands_between_the_posts_is_refused(counter):
    desk = counter()
    second = desk.officer("wang.two", POST_TWO, key="K-002")
    former = desk.officer("zhou.one", POST_ONE, key="K-002")
    bind(desk, former)
    case = desk.reported()
    desk.first(case)
    desk.house.turn(days=20)
    bind(desk, second, rebound=True)
    press = PassSecondPost(application_id=case, dossier_version=1)
    assert refused(desk, press, second).code == "key-handed-on"
    fresh = desk.officer("wang.two", POST_TWO, key="K-003")
    bind(desk, fresh)
    assert desk.second(case, fresh).state == "approved"


def test_a_key_that_changed_hands_long_before_is_a_key_like_any_other(counter):
    desk = counter()
    second = desk.officer("wang.two", POST_TWO, key="K-002")
    bind(desk, second, rebound=True)
    desk.house.turn(days=1)
    case = desk.reported()
    desk.house.turn(hours=1)
    desk.first(case)
    desk.house.turn(days=20)
    press = PassSecondPost(application_id=case, dossier_version=1)
    challenge = wanted(desk, press, second)
    assert desk.house.perform(signed(press, challenge, "K-002"), second).state == "approved"


def test_two_serials_of_one_certificate_are_one_key(counter):
    desk = counter()
    case = desk.reported()
    desk.first(case)
    desk.house.turn(days=20)
    twin = desk.officer("wang.two", POST_TWO, key="K-TWIN")
    public = KEYS.certificate("K-001", "li.one")
    desk.house.tell(
        KeyBound(
            key_serial="K-TWIN",
            officer="wang.two",
            kind=SOFTWARE,
            public=public,
            bound_at=desk.clock.now(),
            rebound=False,
        )
    )
    press = PassSecondPost(application_id=case, dossier_version=1)
    challenge = wanted(desk, press, twin)
    given = signed(press, challenge, "K-001")
    assert refused(desk, given, twin).code == "same-key"
