"""Data matching: what is asked, what answers and silence do, what is explained."""

import json
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text

from contracts.intake import (
    ApplicationAccepted,
    ListApplications,
    MatchingCompleted,
    OverrideWarning,
    ResendCheck,
)
from contracts.outside import CheckAnswered
from kernel.errors import Conflict


def test_acceptance_tells_review_first_and_then_asks_each_registry_once(counter):
    case = counter.accepted()

    [accepted] = counter.said(ApplicationAccepted)
    assert accepted.number == "110101-20190401-00001"
    assert (accepted.process_version, accepted.dossier_version) == ("2019", 1)
    assert accepted.facts.sex == "male" and accepted.facts.birth_date == date(1970, 3, 7)
    assert accepted.facts.unemployed_on == date(2018, 12, 1)
    assert json.loads(accepted.person)["phone"] == "13800000000"
    letters = [row.body["meta"]["event"] for row in counter.house["intake"].letters()]
    assert letters[0] == "application_accepted"
    assert letters.count("check_requested") == len(counter.requests(case)) == 18
    own = {"CHK-JY-CUM", "CHK-JY-DUP", "CHK-BLK"}
    assert {c.code for c in counter.view(case).checks if c.result == "PASS"} == own


def test_a_graduate_is_not_asked_for_what_applies_to_the_unemployed(counter):
    counter.house.turn(days=600)
    form = counter.paper(category="PGRAD", graduated_on=date(2020, 7, 1))
    case = counter.accepted(form)

    asked = set(counter.requests(case))

    assert "CHK-JY-GRAD" in asked
    assert not asked & {"CHK-JY-UNEMP", "CHK-JY-DIFF", "CHK-DA-FILE", "CHK-CL-DIS"}
    assert counter.checks(case)["CHK-GS-SELF"].severity == "W"  # since 2020-10-01


@pytest.mark.parametrize("copies", [1, 3])
def test_matching_is_told_once_when_every_mandatory_answer_is_there(counter, copies):
    case = counter.accepted()
    requests = counter.requests(case)
    last = requests.pop("CHK-GA-ID")
    for request in requests.values():
        for _ in range(copies):
            counter.answer(request)
    assert counter.said(MatchingCompleted) == []

    for _ in range(copies):
        counter.answer(last)

    [told] = counter.said(MatchingCompleted)
    assert not told.blocked and told.dossier_version == 1
    assert {o.result for o in told.outcomes} == {"PASS"}


@pytest.mark.parametrize("result", ["FAIL", "NO_DATA", "ERROR", "TIMEOUT"])
def test_whatever_is_not_a_pass_blocks(counter, result):
    case = counter.accepted()

    counter.answer_all(case, CHK_GA_HK=result)

    assert [told.blocked for told in counter.said(MatchingCompleted)] == [True]


def test_silence_is_recorded_as_timeout_and_a_late_answer_replaces_it(counter):
    case = counter.accepted()
    requests = counter.requests(case)
    silent = requests.pop("CHK-GA-HK")
    for request in requests.values():
        counter.answer(request)
    counter.house.turn(hours=23)
    assert counter.checks(case)["CHK-GA-HK"].result == "PENDING"

    counter.house.turn(hours=1)
    assert counter.checks(case)["CHK-GA-HK"].result == "TIMEOUT"
    counter.answer(silent)

    assert counter.checks(case)["CHK-GA-HK"].result == "PASS"
    assert [told.blocked for told in counter.said(MatchingCompleted)] == [True, False]


def test_each_silent_check_is_given_its_full_time(counter):
    case = counter.accepted()
    silent, again, *answered = counter.requests(case).values()
    for request in answered:
        counter.answer(request)
    counter.house.turn(hours=10)
    counter.ask(ResendCheck(application_id=case, check_code=again.check_code))

    seen = []
    for hours in (13, 1, 9, 1):  # 23, 24, 33 and 34 hours after the first asking
        counter.house.turn(hours=hours)
        checks = counter.checks(case)
        seen.append((checks[silent.check_code].result, checks[again.check_code].result))

    kept_waiting, one, both = ("PENDING",) * 2, ("TIMEOUT", "PENDING"), ("TIMEOUT",) * 2
    assert seen == [kept_waiting, one, one, both]
    assert counter.waiting() == set()


def test_asked_again_only_the_newest_request_counts(counter):
    case = counter.accepted()
    counter.answer_all(case, CHK_GA_HK="FAIL")
    old = counter.requests(case)["CHK-GA-HK"]

    counter.ask(ResendCheck(application_id=case, check_code="CHK-GA-HK"))
    counter.answer(old, "PASS")
    assert counter.checks(case)["CHK-GA-HK"].result == "PENDING"
    counter.answer(counter.requests(case)["CHK-GA-HK"])

    blocked = [told.blocked for told in counter.said(MatchingCompleted)]
    assert blocked == [True, True, False]  # failed, asked again, passed
    assert "stale_answer" in {item.what for item in counter.view(case).history}


def test_an_answer_nobody_asked_for_is_no_trouble(counter):
    case = counter.accepted()
    before = counter.checks(case)
    stray = CheckAnswered(
        request_id=uuid4(), check_code="CHK-GA-HK", result="FAIL", answered_at=counter.clock.now()
    )

    counter.house.tell(stray)
    counter.answer(counter.changed_code(case))

    assert counter.checks(case) == before
    assert counter.house["intake"].parked() == []


def test_what_a_registry_quotes_of_the_person_is_not_kept(counter):
    case = counter.accepted()
    request = counter.requests(case)["CHK-GA-HK"]
    person = json.loads(request.subject)
    said = f"{person['name']}，证号{person['id_number']}，户籍已迁出"
    counter.house.tell(
        CheckAnswered(
            request_id=request.request_id,
            check_code=request.check_code,
            result="FAIL",
            detail=said,
            answered_at=counter.clock.now(),
        )
    )
    kept = counter.checks(case)["CHK-GA-HK"].detail
    assert kept.endswith("户籍已迁出")
    for secret in (person["name"], person["id_number"]):
        assert secret not in kept
        assert secret not in counter.house["intake"].dump()


def test_a_real_answer_stands_whatever_the_registry_says_later(counter):
    case = counter.accepted()
    request = counter.requests(case)["CHK-GA-HK"]

    for result in ("ERROR", "FAIL", "PASS", "ERROR"):
        counter.answer(request, result)

    assert counter.checks(case)["CHK-GA-HK"].result == "FAIL"


def test_a_failed_warning_blocks_until_it_is_explained(counter):
    case = counter.accepted()
    counter.answer_all(case, CHK_SB_UI="FAIL")

    counter.ask(OverrideWarning(application_id=case, check_code="CHK-SB-UI", reason="已停领"))

    assert [told.blocked for told in counter.said(MatchingCompleted)] == [True, False]


def test_an_explanation_is_sealed_where_it_is_kept(counter):
    case = counter.accepted()
    counter.answer_all(case, CHK_SB_UI="FAIL")
    words = "王晓明已于上月停领"

    counter.ask(OverrideWarning(application_id=case, check_code="CHK-SB-UI", reason=words))

    with counter.house["intake"].engine.connect() as connection:
        found = connection.scalars(text("SELECT override_reason FROM checks")).all()
    kept = [token for token in found if token]
    assert kept and all(token.startswith("s1.") and words not in token for token in kept)
    assert counter.checks(case)["CHK-SB-UI"].override_reason == words


def test_some_warnings_take_two_officers(counter):
    case = counter.accepted()
    counter.answer_all(case, CHK_SB_OUT="FAIL")
    order = OverrideWarning(application_id=case, check_code="CHK-SB-OUT", reason="外省已停保")

    counter.ask(order)
    with pytest.raises(Conflict) as again:
        counter.ask(order)
    assert again.value.code == "second-person-required"
    assert counter.said(MatchingCompleted)[-1].blocked
    counter.ask(order, counter.reader)

    assert not counter.said(MatchingCompleted)[-1].blocked


def test_a_block_cannot_be_argued_away(counter):
    case = counter.accepted()
    counter.answer_all(case, CHK_GA_HK="FAIL")

    with pytest.raises(Conflict) as refused:
        counter.ask(OverrideWarning(application_id=case, check_code="CHK-GA-HK", reason="情况属实"))

    assert refused.value.code == "block-cannot-be-overridden"


def test_those_a_registry_has_not_answered_for_days_are_a_worklist(counter):
    def waiting(days, caller=counter.clerk):
        found = counter.ask(ListApplications(unanswered_days=days), caller).items
        return [one.application_id for one in found]

    case = counter.accepted()
    assert (waiting(0), waiting(2)) == ([case], [])
    counter.house.turn(days=3)
    assert waiting(2) == waiting(2, counter.district) == [case]
    assert waiting(2, counter.stranger) == []
    for request in counter.requests(case).values():
        counter.answer(request)
    assert waiting(2) == []
