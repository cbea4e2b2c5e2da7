"""Kept signatures are proved again from the database alone, and what was forged is found."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from review_signing import first, plug_in, rows, wanted
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from contracts.review import ReturnCase
from servicekit import destroying
from servicekit.audit.record import Audit
from servicekit.audit.signing import Signer, Verifier
from servicekit.core import Core
from servicekit.destroying import Keeper
from servicekit.signing.decisions import CONTEXT
from servicekit.signing.keys import SOFTWARE, WEBAUTHN
from servicekit.signing.recheck import Recheck
from servicekit.signing.register import Register
from servicekit.testing.house import KEYS, SEALER
from servicekit.testing.security_key import TestKey

AUDIT_KEY = Signer("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")


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
        Audit(Core(session), review.desk.store.kit).add(
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
