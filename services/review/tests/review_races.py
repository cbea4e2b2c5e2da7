"""Many hands press at once: who may have done it, and what the others must be told.

Each race is one case. Its first posts are pressed together, then its second posts: by an officer
twice, by the same officer with another's key, by others with their own, each with a signature.
"""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from sqlalchemy import select

from contracts.caller import POST_ONE, POST_TWO
from contracts.review import PassFirstPost, PassSecondPost
from contracts.signing import Proof
from kernel.errors import Refusal
from review.decisions import ApprovalRow, PostRow
from servicekit.signing.decisions import challenge_of
from servicekit.testing.house import KEYS

OFFICERS = ("a", "b", "c")
LATE = {"post-decided", "case-moved-on", "challenge-other"}
ALLOWED = {
    "first": {"publicity"} | LATE,
    "second": {"approved", "same-officer", "same-key"} | LATE,
}


def officers(desk, role):
    """Three officers, each with a key of their own."""
    return [desk.officer(name, role, key=f"K-{name}") for name in OFFICERS]


def pressed(desk, command, caller):
    """The state after the press, or the refusal's code."""
    try:
        return desk.house.perform(command, caller, "").state
    except Refusal as refusal:
        if refusal.code != "signature-wanted":
            return refusal.code
        challenge = challenge_of(refusal)
    signature = KEYS.sign(caller.key_serial, challenge.text)
    proof = Proof(challenge_id=challenge.challenge_id, signature=signature)
    try:
        return desk.house.perform(replace(command, proof=proof), caller, "").state
    except Refusal as refusal:
        return refusal.code


def race(desk, pool, case, command, role, draw):
    """Everybody presses, some twice, in random order; the answers with who got them."""
    own = officers(desk, role)
    borrowed = replace(own[0], key_serial=own[1].key_serial)
    hands = [*own, own[0], own[1], borrowed]
    draw.shuffle(hands)
    order = command(application_id=case, dossier_version=1)
    return list(zip(hands, pool.map(lambda hand: pressed(desk, order, hand), hands), strict=True))


def judge(post, answers, done):
    """Everything that is wrong with the answers of one race."""
    codes = [code for _, code in answers]
    wrong = [] if codes.count(done) == 1 else [f"{post}: {codes.count(done)} times {done}"]
    for hand, code in answers:
        lent = hand.key_serial != f"K-{hand.subject}"
        expected = ALLOWED[post] | {"key-not-yours"} if lent else ALLOWED[post]
        if code not in expected or (lent and code == done):
            wrong.append(f"{post}: {hand.subject} with {hand.key_serial} was told {code}")
    return wrong


def kept(desk, case):
    """What the database says of the case: posts and approvals."""
    with desk.house["review"].engine.connect() as connection:
        return [
            connection.execute(
                select(table.__table__).where(table.__table__.c.application_id == case)
            ).all()
            for table in (PostRow, ApprovalRow)
        ]


def faults(desk, case):
    """Everything that is wrong with what was kept."""
    posts, approvals = kept(desk, case)
    made = [row for row in posts if row.post != "initial"]
    wrong = [] if sorted(row.post for row in made) == ["first", "second"] else [f"posts: {made}"]
    for name in ("officer", "key_serial", "certificate"):
        if len({getattr(row, name) for row in made}) != 2:
            wrong.append(f"one {name} at both posts")
    return wrong + ([] if len(approvals) == 1 else [f"{len(approvals)} approvals"])


def run(desk, count, seed):
    """So many races; everything that went wrong in any. Says how far it is.

    However many there are, they take a year and a half of the clock: applicants must not retire.
    """
    draw, wrong, batch = random.Random(seed), [], max(50, count // 25)
    for hand in officers(desk, POST_ONE):
        desk.house.presser.bind(hand)
    with ThreadPoolExecutor(6) as pool:
        for start in range(0, count, batch):
            cases = [desk.reported() for _ in range(min(batch, count - start))]
            for case in cases:
                answers = race(desk, pool, case, PassFirstPost, POST_ONE, draw)
                wrong += judge("first", answers, "publicity")
            desk.house.turn(days=20)
            for case in cases:
                desk.renew(PassSecondPost(application_id=case, dossier_version=1))
                answers = race(desk, pool, case, PassSecondPost, POST_TWO, draw)
                wrong += judge("second", answers, "approved") + faults(desk, case)
            print(f"races: {start + len(cases)} of {count}, {len(wrong)} faults", flush=True)
    return wrong
