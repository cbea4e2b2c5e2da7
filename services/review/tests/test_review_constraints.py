"""Two officers, keys and certificates when only the database looks: what each constraint means."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from contracts.caller import POST_ONE, POST_TWO
from contracts.review import ApplicationApproved, PassSecondPost
from kernel.clock import end_of_day
from review.decisions import ApprovalRow
from review.domain.hands import Post

PAIRS = [  # first hand, second hand, the constraint that refuses, its code
    (("a", "K-A"), ("a", "K-B"), "posts_officer", "same-officer"),
    (("a", "K-A"), ("b", "K-A"), "posts_key", "same-key"),
    (("zhang.clerk", "K-A"), ("b", "K-B"), "posts_officer", "same-officer"),
    (("a", "K-A"), ("b", ""), "posts_with_key", "key-missing"),
    (("a", "K-A", "C-A"), ("b", "K-B", "C-A"), "posts_certificate", "same-key"),
]


def post(uow, kind, hand):
    return Post(
        post=kind,
        officer=hand[0],
        key_serial=hand[1],
        certificate=hand[2] if hand[2:] else f"C-{kind}",
        at=uow.now,
        dossier_version=1,
        round=1,
    )


def meaning(desk, error):
    return desk.house["review"].desk._meaning(error.value).code


@pytest.mark.parametrize(("one", "two", "constraint", "code"), PAIRS)
def test_the_database_refuses_the_same_hand_twice(counter, one, two, constraint, code):
    desk = counter()
    case_id = desk.reported()
    with desk.house["review"].desk.uow() as uow:
        case = uow.cases.lock(case_id)
        with pytest.raises(IntegrityError) as error:
            uow.posts.add(case, post(uow, "first", one))
            uow.posts.add(case, post(uow, "second", two))
    assert error.value.orig.diag.constraint_name == constraint
    assert meaning(desk, error) == code


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"second_officer": "a", "second_key": "K-B"}, "approvals_two_officers"),
        ({"second_key": "K-A"}, "approvals_two_keys"),
        ({"initial_officer": "b"}, "approvals_not_initial"),
        ({"second_certificate": "C-first"}, "approvals_two_certificates"),
        ({"dossier_version": 2}, "approvals_first"),
        ({"second_officer": "nobody"}, "approvals_second"),
        ({"first_officer": "nobody"}, "approvals_first"),
        ({"first_post": "second"}, "approvals_first_post"),
        ({"early": True}, "approvals_after_publicity"),
    ],
)
def test_the_database_refuses_an_approval_by_one_hand_or_too_early(counter, changes, constraint):
    desk = counter()
    case_id = desk.reported()
    with desk.house["review"].desk.uow() as uow:
        case = uow.cases.lock(case_id)
        uow.posts.add(case, post(uow, "first", ("a", "K-A")))
        uow.posts.add(case, post(uow, "second", ("b", "K-B")))
        ended = end_of_day(uow.today) - timedelta(days=0 if changes.pop("early", False) else 1)
        values = {
            "initial_officer": "zhang.clerk",
            "first_officer": "a",
            "first_key": "K-A",
            "first_certificate": "C-first",
            "second_officer": "b",
            "second_key": "K-B",
            "second_certificate": "C-second",
            "dossier_version": 1,
            "publicity_ended_at": ended,
            "publicity_closed_at": ended,
            "decided_at": uow.now,
        }
        row = ApprovalRow(application_id=case_id, round=1, **(values | changes))
        uow.session.add(row)
        with pytest.raises(IntegrityError) as error:
            uow.session.flush()
    assert error.value.orig.diag.constraint_name == constraint


def test_without_the_rule_the_constraints_still_refuse(counter, monkeypatch):
    monkeypatch.setattr("review.handlers.posts.two_hands", lambda *hands: None)
    desk = counter()
    case = desk.reported()
    desk.first(case, desk.officer("a", POST_ONE, key="K-A"))
    desk.house.turn(days=20)
    second = PassSecondPost(application_id=case, dossier_version=1)
    for name, key, code in (("a", "K-B", "same-officer"), ("b", "K-A", "same-key")):
        assert desk.refused(second, desk.officer(name, POST_TWO, key=key)).code == code
    assert desk.refused(second, desk.officer("b", POST_TWO)).code == "key-missing"
    assert desk.see(case).state == "second_review"
    assert desk.said(ApplicationApproved) == []
