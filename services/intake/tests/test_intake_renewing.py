"""Before the second post no answer is older than five working days (domain §10)."""

from datetime import date, datetime
from uuid import uuid4

import pytest

from contracts.intake import MatchingCompleted, OverrideWarning
from contracts.review import ApplicationApproved, CaseReturned, InitialReviewPassed, PublicityClosed
from kernel.clock import SHANGHAI
from policy import load

AGAIN = {check.code for check in load().on(date(2019, 4, 1)).checks_for("second-post", "P4045")}
MUST = sorted(AGAIN - {"CHK-SB-UI"})
PUBLICITY_ENDED = datetime(2019, 4, 10, tzinfo=SHANGHAI)


@pytest.fixture
def reported(counter):
    """Accepted, answered and reported up on 1 April; publicity lasts until the 9th."""
    case = counter.accepted()
    counter.answer_all(case)
    report(counter, case)
    return case


def report(counter, case, until=date(2019, 4, 9)):
    counter.house.tell(
        InitialReviewPassed(
            application_id=case,
            reviewer="zhang.clerk",
            second_reader="sun.reader",
            proposed_start="2019-05",
            months=36,
            publicity_from=date(2019, 4, 2),
            publicity_until=until,
        )
    )


def close(counter, case, at=PUBLICITY_ENDED):
    counter.house.turn_to(at)
    counter.house.tell(PublicityClosed(application_id=case, closed_at=at))


def asked(counter, case):
    """The checks that are being asked now."""
    return {code for code, check in counter.checks(case).items() if check.result == "PENDING"}


def test_the_run_before_the_second_post_is_asked_again_when_publicity_ends(counter, reported):
    close(counter, reported)

    assert asked(counter, reported) == AGAIN
    held = counter.said(MatchingCompleted)[-1]
    assert held.blocked and {o.code for o in held.outcomes if o.result == "PENDING"} == AGAIN

    counter.answer_all(reported)
    told = counter.said(MatchingCompleted)[-1]
    assert not told.blocked
    days = {o.code: o.answered_on for o in told.outcomes}
    assert {days[code] for code in AGAIN} == {date(2019, 4, 10)}
    assert {days[code] for code in days.keys() - AGAIN} == {date(2019, 4, 1)}


def test_while_others_are_awaited_a_pass_is_not_told(counter, reported):
    close(counter, reported)
    before = len(counter.said(MatchingCompleted))
    *most, last = (counter.requests(reported)[code] for code in ["CHK-SB-UI", *MUST])
    for request in most:
        counter.answer(request)
    assert len(counter.said(MatchingCompleted)) == before
    counter.answer(last)
    assert len(counter.said(MatchingCompleted)) == before + 1


def test_an_answer_that_bars_is_told_at_once(counter, reported):
    close(counter, reported)
    dead = counter.requests(reported)["CHK-GA-DEAD"]
    counter.answer(dead, "FAIL")
    outcomes = {o.code: o.result for o in counter.said(MatchingCompleted)[-1].outcomes}
    assert outcomes["CHK-GA-DEAD"] == "FAIL" and outcomes["CHK-GA-ID"] == "PENDING"


def test_while_the_case_waits_the_answers_are_renewed_as_they_age(counter, reported):
    close(counter, reported)
    counter.answer_all(reported)

    counter.house.turn_to(datetime(2019, 4, 17, 23, tzinfo=SHANGHAI))  # the fifth working day
    assert asked(counter, reported) == set()
    counter.house.turn_to(datetime(2019, 4, 18, 0, 1, tzinfo=SHANGHAI))
    assert asked(counter, reported) == AGAIN


def test_silence_is_asked_again_when_it_is_old(counter, reported):
    close(counter, reported)
    counter.house.turn(hours=25)
    assert {counter.checks(reported)[code].result for code in AGAIN} == {"TIMEOUT"}
    counter.house.turn_to(datetime(2019, 4, 18, 1, tzinfo=SHANGHAI))
    assert asked(counter, reported) == AGAIN


def test_an_explained_warning_stays_explained(counter):
    case = counter.accepted()
    counter.answer_all(case, CHK_SB_UI="FAIL")
    counter.ask(OverrideWarning(application_id=case, check_code="CHK-SB-UI", reason="已停领"))
    report(counter, case)

    close(counter, case)

    assert asked(counter, case) == AGAIN - {"CHK-SB-UI"}


def test_telling_it_twice_asks_once(counter, reported):
    close(counter, reported)
    first = counter.requests(reported)
    close(counter, reported)
    report(counter, reported)
    assert counter.requests(reported) == first


def test_after_a_return_under_an_ended_publicity_it_is_asked_with_the_report(counter, reported):
    counter.house.tell(CaseReturned(application_id=reported, to="street", reason="请核实"))
    close(counter, reported)
    assert asked(counter, reported) == set()

    report(counter, reported)
    assert asked(counter, reported) == AGAIN


def test_a_decided_case_is_left_alone(counter, reported):
    close(counter, reported)
    counter.answer_all(reported)
    counter.house.tell(
        ApplicationApproved(
            application_id=reported,
            approved_at=counter.clock.now(),
            applied_on=date(2019, 4, 1),
            proposed_start="2019-05",
            months=36,
            first_officer="one",
            second_officer="two",
        )
    )
    assert counter.waiting() == set()
    counter.house.turn(days=30)
    assert asked(counter, reported) == set()


def test_a_case_unknown_here_is_no_trouble(counter):
    close(counter, uuid4())
    assert counter.house["intake"].parked() == []
