"""Two officers and two keys when forty hands press at once."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from contracts.caller import POST_ONE, POST_TWO
from contracts.review import ApplicationApproved, PassFirstPost, PassSecondPost
from kernel.errors import Refusal
from review.decisions import ApprovalRow, PostRow

THREADS = 40
PEOPLE = [("a", "K-A"), ("a", "K-B"), ("b", "K-A"), ("b", "K-B"), ("c", "K-C")]


def press(desk, jobs):
    def one(job):
        command, caller = job
        try:
            return desk.ask(command, caller).state
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, jobs))


def rows(desk, table, case):
    kept = table.__table__
    with desk.house["review"].engine.connect() as connection:
        return connection.execute(select(kept).where(kept.c.application_id == case)).all()


def jobs_for(desk, case, command, role):
    people = [PEOPLE[n % len(PEOPLE)] for n in range(THREADS)]
    made = command(application_id=case, dossier_version=1)
    return [(made, desk.officer(name, role, key=key)) for name, key in people]


def test_forty_hands_make_one_first_and_one_second_decision(counter):
    desk = counter()
    for _ in range(3):
        case = desk.reported()
        answers = press(desk, jobs_for(desk, case, PassFirstPost, POST_ONE))
        assert answers.count("publicity") == 1
        assert set(answers) <= {"publicity", "post-decided", "busy"}
        desk.house.turn(days=20)
        answers = press(desk, jobs_for(desk, case, PassSecondPost, POST_TWO))
        assert answers.count("approved") == 1
        allowed = {"approved", "same-officer", "same-key", "case-moved-on", "busy"}
        assert set(answers) <= allowed
        first, second = sorted(
            (row for row in rows(desk, PostRow, case) if row.post != "initial"),
            key=lambda row: row.post,
        )
        assert first.officer != second.officer and first.key_serial != second.key_serial
        assert len(rows(desk, ApprovalRow, case)) == 1
    assert len(desk.said(ApplicationApproved)) == 3


def test_the_same_officer_pressing_first_and_second_together(counter):
    desk = counter()
    case = desk.reported()
    desk.house.turn(days=20)
    both = jobs_for(desk, case, PassFirstPost, POST_ONE)[:1] * 20
    second = PassSecondPost(application_id=case, dossier_version=1)
    both += [(second, desk.officer("a", POST_TWO, key="K-Z"))] * 20
    answers = press(desk, both)
    assert answers.count("approved") == 0
    assert [row.post for row in rows(desk, PostRow, case)].count("first") == 1
