"""A decision without the right signature is not made, whoever lets it through."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from contracts import wire
from contracts.caller import POST_ONE, POST_TWO, SYSTEM_CALLER
from contracts.officers import KeyBound, KeyUnbound
from contracts.review import PassFirstPost, PassSecondPost, RejectCase, ReturnCase
from contracts.signing import Proof
from kernel.errors import Refusal
from servicekit import destroying
from servicekit.audit.record import Audit
from servicekit.audit.signing import Signer, Verifier
from servicekit.destroying import Keeper
from servicekit.line import Line
from servicekit.signing.decisions import CONTEXT, challenge_of
from servicekit.signing.keys import SOFTWARE, WEBAUTHN
from servicekit.signing.recheck import Recheck
from servicekit.signing.register import Register
from servicekit.testing.house import KEYS, SEALER
from servicekit.testing.security_key import TestKey

AUDIT_KEY = Signer("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")


def first(case, version=1):
    return PassFirstPost(application_id=case, dossier_version=version)


def refused(desk, command, caller):
    """Straight to the service, nobody pressing a key."""
    with pytest.raises(Refusal) as caught:
        desk.house.perform(command, caller)
    return caught.value


def wanted(desk, command, caller):
    refusal = refused(desk, command, caller)
    assert (refusal.code, refusal.status) == ("signature-wanted", 428)
    return challenge_of(refusal)


def signed(command, challenge, serial):
    proof = Proof(challenge_id=challenge.challenge_id, signature=KEYS.sign(serial, challenge.text))
    return replace(command, proof=proof)


def bind(desk, caller, rebound=False):
    desk.house.tell(
        KeyBound(
            key_serial=caller.key_serial,
            officer=caller.subject,
            kind=SOFTWARE,
            public=KEYS.certificate(caller.key_serial, caller.subject),
            bound_at=desk.clock.now(),
            rebound=rebound,
        )
    )


def rows(desk, table):
    with desk.house["review"].engine.connect() as connection:
        return connection.execute(select(table)).all()


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


def plug_in(desk, key, caller):
    """A security key in this officer's hand."""
    desk.house.tell(
        KeyBound(
            key_serial=caller.key_serial,
            officer=caller.subject,
            kind=WEBAUTHN,
            public=key.public,
            bound_at=desk.clock.now(),
            rebound=False,
        )
    )


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


def recheck(store, connection, trust, register=None):
    return Recheck(
        register=register,
        service="review",
        store=store,
        connection=connection,
        sealer=SEALER,
        trust=trust,
        audit=Verifier(AUDIT_KEY.public),
    )


def again(desk, trust=None):
    """What re-verifying the kept signatures finds, from the database alone."""
    world = desk.house["review"].desk.world
    with desk.house["review"].engine.connect() as connection:
        store = desk.house["review"].desk.store
        found = recheck(store, connection, trust or world.trust)
        return [one.why for one in found.faults()], found.checked


def change(desk, **values):
    kept = desk.house["review"].desk.store.kit.signatures
    with desk.house["review"].engine.begin() as connection:
        mine = kept.c.decision == "pass_first_post"
        before = connection.execute(select(kept).where(mine)).one()._asdict()
        connection.execute(update(kept).where(mine).values(values))
    return {name: before[name] for name in values}


@pytest.mark.parametrize("kind", [SOFTWARE, WEBAUTHN])
def test_kept_signatures_are_proved_again_and_every_change_is_found(counter, kind):
    desk, key, other = counter(), TestKey(), TestKey()
    case = desk.reported()
    if kind == WEBAUTHN:
        plug_in(desk, key, desk.one)
        proof = key.sign(wanted(desk, first(case), desk.one))
        desk.house.perform(replace(first(case), proof=proof), desk.one)
    else:
        desk.first(case)
    [found, count] = again(desk)
    assert (found, count) == ([], 2)
    kept = desk.house["review"].desk.store.kit.signatures
    row = next(row for row in rows(desk, kept) if row.decision == "pass_first_post")
    text = SEALER.open(row.text, CONTEXT)
    public = other.public if kind == WEBAUTHN else KEYS.certificate("K-009", "chen.one")
    for values, why in (
        ({"text": SEALER.seal(text + " ", CONTEXT)}, "所签的原文与记录不符。"),
        ({"text": row.text[:-8] + "AAAAAAA="}, "所签的原文打不开或被改动。"),
        ({"public": public}, "签名与内容不符。"),
        ({"fingerprint": "0" * 64}, "钥匙与记录不符。"),
        ({"challenge_id": uuid4()}, "记录中没有这件签名。"),
        ({"signed_at": row.signed_at.replace(year=1999)}, "证书尚未到有效期。"),
    ):
        if kind == WEBAUTHN and "signed_at" in values:
            continue  # the key itself knows no time; the record does
        before = change(desk, **values)
        assert why in again(desk)[0], values
        change(desk, **before)
    assert again(desk)[0] == []
    with desk.house["review"].engine.begin() as connection:
        connection.execute(delete(kept).where(kept.c.decision == "pass_first_post"))
    assert again(desk)[0] == [
        "记录中有这件签名，签名本身不见了。",
        "库中登记的经办人li.one、钥匙盘或时间没有相符的签名。",
    ]


FORGERIES = {
    "another officer over a good signature": (
        "UPDATE signatures SET officer = 'chen.two' WHERE decision = 'pass_first_post'",
        "所列的申请、事项、经办人或钥匙盘与所签的原文不符。",
    ),
    "a first post told as the second": (
        "UPDATE signatures SET decision = 'pass_second_post' WHERE decision = 'pass_first_post'",
        "所列的申请、事项、经办人或钥匙盘与所签的原文不符。",
    ),
    "another case over a good signature": (
        "UPDATE signatures SET subject = gen_random_uuid() WHERE decision = 'pass_first_post'",
        "所列的申请、事项、经办人或钥匙盘与所签的原文不符。",
    ),
    "another moment": (
        "UPDATE signatures SET signed_at = signed_at + interval '9 days'"
        " WHERE decision = 'pass_first_post'",
        "经办人、钥匙盘或签名时间与记录不符。",
    ),
    "a signature used again in another case's record": (
        "INSERT INTO audit SELECT 'other', 1, at, written, actor, key_serial, origin, action,"
        " title, clause, detail, why, prev, hash FROM audit WHERE action = 'first_post_passed'",
        "同一件签名用在了另一份申请的记录里。",
    ),
    "another officer at the post": (
        "SET LOCAL session_replication_role = replica;"  # an owner has no foreign keys to fear
        "UPDATE posts SET officer = 'nobody' WHERE post = 'first'",
        "库中登记的经办人nobody、钥匙盘或时间没有相符的签名。",
    ),
    "a post nobody signed": (
        "INSERT INTO posts (application_id, round, post, officer, officer_name, second_reader,"
        " second_reader_name, key_serial, certificate, at, dossier_version, digest)"
        " SELECT application_id, round, 'second', 'forger', '', '', '', 'K-F', 'f', at,"
        " dossier_version, digest FROM posts WHERE post = 'first'",
        "库中登记的经办人forger、钥匙盘或时间没有相符的签名。",
    ),
    "an officer's words removed": ("DELETE FROM audit_words", "所附的文字（事由、说明）不见了。"),
    "an officer's words changed": (
        "UPDATE audit_words SET salt = reverse(salt)",
        "所附的文字（事由、说明）被改动。",
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_the_owner_of_the_tables_forges_is_found(counter, forgery):
    desk, (statement, why) = counter(), FORGERIES[forgery]
    case = desk.reported()
    desk.first(case)
    desk.house.ask(ReturnCase(application_id=case, reason="照片不清"), desk.one)
    assert again(desk)[0] == []
    with desk.house["review"].engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(statement))
        connection.execute(text("SET session_replication_role = DEFAULT"))
    assert why in again(desk)[0]


def test_a_signature_by_a_key_that_the_register_does_not_know_is_found(counter):
    """Whoever owns the database and can seal signs with a security key of their own making."""
    desk, made = counter(), TestKey()
    case = desk.reported()
    plug_in(desk, made, desk.one)  # as a forger would write it into the service's own table
    proof = made.sign(wanted(desk, first(case), desk.one))
    desk.house.perform(replace(first(case), proof=proof), desk.one)
    review = desk.house["review"]
    [row] = [one for one in rows(desk, review.desk.store.kit.signatures) if one.kind == WEBAUTHN]
    day, known = timedelta(days=1), row.fingerprint

    def told(fingerprint, officer, since, until=None):
        held = {"K-001": [(officer, since, until)]}
        register = Register({"K-001": fingerprint}, held)
        with review.engine.connect() as connection:
            again = recheck(review.desk.store, connection, review.desk.world.trust, register)
            return {one.why for one in again.faults() if one.decision == "pass_first_post"}

    at = row.signed_at
    assert told(known, desk.one.subject, at - day) == set()
    [another] = told("f" * 64, desk.one.subject, at - day)
    assert "登记的公钥不是签名所用的" in another
    for officer, since, until in (
        ("somebody", at - day, None),
        (desk.one.subject, at + day, None),
        (desk.one.subject, at - 2 * day, at - day),
    ):
        [not_theirs] = told(known, officer, since, until)
        assert "不在该经办人名下" in not_theirs


def test_what_went_with_a_dossier_is_not_missed(counter):
    desk = counter()
    case = desk.reported()
    desk.first(case)
    review = desk.house["review"]
    keeper = Keeper(
        name="review",
        dossier=review.desk.store.dossier,
        kit=review.desk.store.kit,
        engine=review.engine,
    )
    with review.engine.begin() as connection:
        destroying._remove(connection, keeper.dossier, [case])
    assert len(again(desk)[0]) == 2
    with review.engine.begin() as connection:
        put = keeper, [case], {"cases": 1}, "", desk.clock.now()
        destroying._note(connection, *put, AUDIT_KEY)
    assert again(desk)[0] == []


def test_a_purge_that_the_audit_key_has_not_signed_excuses_nothing(counter):
    """Whoever owns the tables can write the note, and has no audit key."""
    desk = counter()
    case = desk.reported()
    kit = desk.house["review"].desk.store.kit
    foreign = Signer("ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=")
    review = desk.house["review"]
    keeper = Keeper(name="review", dossier=review.desk.store.dossier, kit=kit, engine=review.engine)
    with review.engine.begin() as connection:
        connection.execute(delete(kit.signatures))
        put = keeper, [case], {"cases": 1}, "", desk.clock.now()
        destroying._note(connection, *put, foreign)
    found = again(desk)[0]
    assert "自称期满销毁，没有审计私钥的签名，不能作为缺少签名的理由。" in found
    assert "记录中有这件签名，签名本身不见了。" in found


STEPS = {
    "approved": "{}",
    "first_post_passed": '{"digest": "a"}',
    "case_rejected": '{"stage": "district"}',
    "inspection_failed": '{"signature": "none"}',
}


@pytest.mark.parametrize("action", STEPS)
def test_a_well_chained_step_that_nobody_signed_is_named(counter, action):
    desk = counter()
    case = desk.reported()
    review = desk.house["review"]
    with Session(review.engine) as session:
        Audit(Line(session), review.desk.store.kit).add(
            str(case),
            action,
            "第二次复核确认",
            at=desk.clock.now(),
            caller=desk.two,
            detail=json.loads(STEPS[action]),
        )
        session.commit()
    assert again(desk)[0] == ["这一步须由经办人签名，记录中没有签名。"]


def test_a_signature_of_something_else_does_not_carry_a_step(counter):
    desk = counter()
    case = desk.reported()
    desk.first(case)
    review = desk.house["review"]
    with review.engine.begin() as connection:
        copied = (
            "INSERT INTO audit SELECT chain, n + 1, at, written, actor, key_serial, origin,"
            " 'approved', title, clause, detail, why, hash, md5(hash) || md5(prev) FROM audit"
            " WHERE action = 'first_post_passed'"
        )
        connection.execute(text(copied))
    assert again(desk)[0] == ["所附的签名签的是另一事项。"]
