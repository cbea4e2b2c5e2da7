"""What an outside system says by other means: entered by one officer, confirmed by another."""

from dataclasses import replace
from uuid import uuid4

import pytest
from other_side import SUBJECT
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from test_partners_asking import answer, ask, said

from contracts.caller import CITY, CITY_OFFICER, Caller
from contracts.outside import (
    ContributionAnswered,
    ContributionLine,
    ContributionQueried,
    EnrolListAcknowledged,
    EnrolListSent,
    RefundAnswered,
    RefundAsked,
    RefusedRow,
)
from contracts.partners import ConfirmOutcome, EnterOutcome, GetWaiting, ListWaiting, Outcome
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from servicekit.audit.record import Audit
from servicekit.audit.signing import Verifier
from servicekit.core import Core
from servicekit.signing.recheck import Recheck

ONE = Caller(subject="one", tier=CITY, roles=(CITY_OFFICER,), division="110000", key_serial="K1")
TWO = replace(ONE, subject="two", key_serial="K2")


def enter(town, number, caller=ONE, **outcome):
    form = EnterOutcome(
        request_id=number, outcome=Outcome(**outcome), reason="专线中断", evidence="公安复函第7号"
    )
    return town.ask(form, caller, key=str(uuid4()))


def confirm(town, number, caller=TWO, upheld=True):
    form = ConfirmOutcome(request_id=number, upheld=upheld, reason="与原件核对一致")
    return town.ask(form, caller, key=str(uuid4()))


def test_two_officers_with_two_keys_stand_for_the_partner(town):
    question = ask(town)
    entered = enter(town, question.request_id, finding="FAIL")
    assert (entered.state, entered.by_hand.officer, said(town)) == ("waiting", "one", [])
    assert town.ask(ListWaiting(by_hand=True), ONE).total == 1
    done = confirm(town, question.request_id)
    assert (done.state, done.answer, done.source) == ("answered", "FAIL", "by-hand")
    assert said(town) == ["FAIL"]
    assert done.by_hand.confirmer == "two"
    with town["partners"].desk.uow() as uow:
        found = {item.what for item in uow.history(question.application_id)}
    assert {"outcome_entered", "outcome_confirmed"} <= found


ALONE = [ONE, replace(ONE, key_serial="K2"), replace(TWO, key_serial="K1")]


@pytest.mark.parametrize("second", ALONE, ids=["same", "another key", "another name"])
def test_one_officer_or_one_key_is_not_two(town, second):
    question = ask(town)
    enter(town, question.request_id, finding="PASS")
    with pytest.raises((Conflict, Forbidden)):
        confirm(town, question.request_id, second)
    assert said(town) == []


@pytest.mark.parametrize("column", ["confirmer", "confirmer_key"])
def test_the_database_refuses_one_hand_as_well(town, column):
    question = ask(town)
    enter(town, question.request_id, finding="PASS")
    other = {"confirmer": "one", "confirmer_key": "K2"} if column == "confirmer" else {}
    values = {"confirmer": "two", "confirmer_key": "K1"} | other
    statement = text(
        "UPDATE by_hand SET confirmer = :confirmer, confirmer_key = :confirmer_key,"
        " confirmed_at = now()"
    )
    with pytest.raises(IntegrityError, match="by_hand_two"), town["partners"].engine.begin() as it:
        it.execute(statement, values)


def test_nobody_enters_or_confirms_without_a_key(town):
    question = ask(town)
    with pytest.raises(Forbidden):
        enter(town, question.request_id, replace(ONE, key_serial=""), finding="PASS")
    enter(town, question.request_id, finding="PASS")
    with pytest.raises(Forbidden):
        confirm(town, question.request_id, replace(TWO, key_serial=""))


def test_what_is_taken_back_counts_for_nothing_and_can_be_entered_anew(town):
    question = ask(town)
    enter(town, question.request_id, finding="FAIL")
    assert confirm(town, question.request_id, upheld=False).by_hand is None
    assert said(town) == []
    with pytest.raises(Conflict):
        confirm(town, question.request_id)
    enter(town, question.request_id, TWO, finding="PASS")
    confirm(town, question.request_id, ONE)
    assert said(town) == ["PASS"]


def test_the_partners_own_answer_is_first_or_late_and_never_second(town):
    quicker, slower = ask(town), ask(town)
    enter(town, quicker.request_id, finding="FAIL")
    answer(town, quicker)
    with pytest.raises(Conflict):
        confirm(town, quicker.request_id)
    with pytest.raises(Conflict):
        enter(town, quicker.request_id, finding="FAIL")
    enter(town, slower.request_id, finding="FAIL")
    confirm(town, slower.request_id)
    assert answer(town, slower) == "applied"
    assert said(town) == ["PASS", "FAIL"]
    with town["partners"].desk.uow() as uow:
        assert "late_answer" in {item.what for item in uow.history(slower.application_id)}


def test_an_abandoned_question_can_be_answered_by_hand(town):
    question = ask(town)
    town.turn(hours=80)
    enter(town, question.request_id, finding="NO_DATA")
    assert confirm(town, question.request_id).state == "answered"
    assert said(town) == ["NO_DATA"]


def test_the_centres_answers_by_hand(town):
    case = uuid4()
    query = ContributionQueried(
        application_id=case, request_id=uuid4(), from_month="2019-05", subject=SUBJECT
    )
    refund = RefundAsked(application_id=case, request_id=uuid4(), month="2019-05", subject=SUBJECT)
    sent = EnrolListSent(
        list_id=uuid4(), agency="110101", month="2019-05", kind="additions", sequence=1,
        rows=(), digest="d" * 64, people="[]",
    )  # fmt: skip
    for one in (query, refund, sent):
        town.tell(one)
    line = ContributionLine(month="2019-05", payer="self")
    row = RefusedRow(row=1, code="E01", reason="查无此人")
    outcomes = {
        query.request_id: {"lines": (line,)},
        refund.request_id: {"refunded": False},
        sent.list_id: {"refused": (row,)},
    }
    for number, outcome in outcomes.items():
        enter(town, number, **outcome)
        confirm(town, number)
    assert town.said("partners", ContributionAnswered)[0].lines == (line,)
    assert town.said("partners", RefundAnswered)[0].refunded is False
    assert town.said("partners", EnrolListAcknowledged)[0].refused == (row,)


@pytest.mark.parametrize("outcome", [{}, {"refunded": True}, {"finding": "PASS", "refunded": True}])
def test_an_outcome_must_be_an_answer_to_that_question(town, outcome):
    question = ask(town)
    with pytest.raises(Invalid):
        enter(town, question.request_id, **outcome)


def test_what_nobody_asked_has_no_outcome(town):
    with pytest.raises(NotFound):
        enter(town, uuid4(), finding="PASS")
    with pytest.raises(NotFound):
        town.ask(GetWaiting(request_id=uuid4()), ONE)


def test_reason_and_evidence_lie_sealed(town):
    question = ask(town)
    enter(town, question.request_id, finding="PASS")
    assert "公安复函" not in town["partners"].dump()
    shown = town.ask(GetWaiting(request_id=question.request_id), TWO).by_hand
    assert (shown.reason, shown.evidence) == ("专线中断", "公安复函第7号")


def unproved(town):
    """What re-verifying the kept signatures finds."""
    room = town["partners"]
    with room.engine.connect() as connection:
        again = Recheck(
            service="partners",
            store=room.desk.store,
            connection=connection,
            sealer=room.desk.world.sealer,
            trust=room.desk.world.trust,
            audit=Verifier(""),
        )
        return [one.why for one in again.faults()]


def test_an_outcome_that_nobody_signed_is_named(town):
    question = ask(town)
    enter(town, question.request_id, finding="FAIL")
    confirm(town, question.request_id)
    assert unproved(town) == []
    with Session(town["partners"].engine) as session:
        Audit(Core(session), town["partners"].desk.store.kit).add(
            str(question.application_id),
            "outcome_confirmed",
            "人工录入的答复经复核采用",
            at=town.clock.now(),
            caller=TWO,
        )
        session.commit()
    assert unproved(town) == ["这一步须由经办人签名，记录中没有签名。"]
