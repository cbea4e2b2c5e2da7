"""A question and its answer: early, late, twice, wrong, or never."""

from uuid import uuid4

from other_side import PERSON, START, SUBJECT

from contracts.outside import CheckAnswered, CheckRequested
from outside.problem import Problem
from outside.registries import CheckResponse


def ask(town, code="CHK-GA-ID"):
    question = CheckRequested(
        application_id=uuid4(),
        request_id=uuid4(),
        check_code=code,
        asked_at=town.clock.now(),
        subject=SUBJECT,
    )
    town.tell(question)
    return question


def finding(town, question, result="PASS", **other):
    return CheckResponse(
        check_code=question.check_code, result=result, answered_at=town.clock.now(), **other
    )


def said(town):
    return [event.result for event in town.said("partners", CheckAnswered)]


def answer(town, question, result="PASS", partner="police"):
    return town.partner(partner).say(finding(town, question, result), str(question.request_id))


def test_a_question_goes_to_who_can_answer_it_and_the_answer_comes_back(town):
    question = ask(town)
    [letter] = town.partner("police").told()
    assert letter.letter.subject.id_number == PERSON["id_number"]
    assert letter.envelope.request == str(question.request_id)
    assert answer(town, question) == "applied"
    [event] = town.said("partners", CheckAnswered)
    assert (event.request_id, event.result) == (question.request_id, "PASS")
    kept = town.request(question.request_id)
    assert (kept.state, kept.answer, kept.body) == ("answered", "PASS", None)


def test_nobody_is_told_more_than_needed(town):
    ask(town)
    ask(town, "CHK-YH-ACC")
    assert town.partner("police").told()[0].letter.subject.account == ""
    assert town.partner("banks").told()[0].letter.subject.account == PERSON["account"]


def test_nothing_personal_lies_open(town):
    ask(town)
    dump = town["partners"].dump()
    assert PERSON["id_number"] not in dump and PERSON["name"] not in dump


def test_an_answer_counts_once(town):
    question = ask(town)
    body = town.partner("police").close(finding(town, question), str(question.request_id))
    desk = town["partners"].desk
    assert [desk.hear(body, "police") for _ in range(3)] == ["applied", "duplicate", "duplicate"]
    assert answer(town, question, "FAIL") == "applied"  # said again, in another letter
    assert said(town) == ["PASS"]


def test_a_question_told_twice_is_asked_once(town):
    question = ask(town)
    town.tell(question)
    assert len(town.partner("police").told()) == 1


def test_nobody_answers_for_another(town):
    question = ask(town)
    assert answer(town, question, partner="market") == "parked"
    letter = finding(town, question)
    assert town.partner("market").say(letter, str(question.request_id), over="police") == "parked"
    forged = town.partner("police").close(letter, str(question.request_id))
    forged["signature"] = forged["signature"][:-4] + "AAAA"
    assert town["partners"].desk.hear(forged, "police") == "parked"
    assert said(town) == []
    assert town.open_letters() == ["unknown-request", "wrong-partner", "bad-signature"]


def test_an_answer_to_something_else_is_none(town):
    question, other = ask(town), ask(town, "CHK-GA-HK")
    letter = finding(town, other)
    assert town.partner("police").say(letter, str(question.request_id)) == "parked"
    assert said(town) == []


def test_a_registry_in_trouble_is_asked_again(town):
    question = ask(town)
    answer(town, question, "ERROR")
    assert said(town) == ["ERROR"]
    town.turn(minutes=2)
    assert len(town.partner("police").told()) == 2
    answer(town, question)
    assert said(town) == ["ERROR", "PASS"]


def test_a_problem_is_waited_out_or_shown(town):
    question, other = ask(town), ask(town)
    police = town.partner("police")
    police.say(Problem(code="unavailable"), str(question.request_id))
    police.say(Problem(code="refused"), str(other.request_id))
    assert town.request(question.request_id).state == "waiting"
    assert town.request(other.request_id).state == "refused"
    assert said(town) == ["ERROR", "ERROR"]
    answer(town, other)  # who refused has thought better of it
    assert said(town)[2:] == ["PASS"]


def test_a_letter_of_no_use_is_answered_with_a_problem(town):
    question = ask(town)
    police = town.partner("police")
    police.say(finding(town, question, "MAYBE"), str(question.request_id))
    problem = police.told()[-1]
    assert problem.letter.code == "malformed"
    assert problem.envelope.request == str(question.request_id)
    assert said(town) == [] and town.open_letters() == []


def test_a_check_nobody_answers_is_an_error_at_once(town):
    ask(town, "CHK-XX-NEW")
    assert said(town) == ["ERROR"]


def test_silence_is_asked_again_under_the_same_number(town):
    question = ask(town)
    town.turn(minutes=2)
    numbers = [letter.envelope.request for letter in town.partner("police").told()]
    assert numbers == [str(question.request_id)] * 2
    letters = {letter.envelope.letter for letter in town.partner("police").told()}
    assert len(letters) == 2


def silent(town, minutes):
    """The partner says nothing for so long, and somebody looks every half minute."""
    for _ in range(minutes * 2):
        town.turn(seconds=30)


def test_who_never_answers_is_left_alone_but_for_a_probe(town):
    asked = [ask(town) for _ in range(20)]
    silent(town, 10)
    assert town.line("police").state == "open"
    before = len(town.partner("police").told())
    fresh = ask(town)
    assert len(town.partner("police").told()) == before  # kept back
    silent(town, 30)
    probes = len(town.partner("police").told()) - before
    assert 2 <= probes <= 5  # a longer wait each time, ten minutes at most
    assert town.line("tax").state == "closed"
    answer(town, asked[0])
    assert town.line("police").state == "closed"
    silent(town, 1)
    assert str(fresh.request_id) in {e.envelope.request for e in town.partner("police").told()}
    for question in [*asked, fresh]:
        answer(town, question)
    assert said(town) == ["PASS"] * 21


def test_after_three_days_nobody_is_asked_any_more_but_an_answer_still_counts(town):
    question = ask(town)
    for _ in range(73):
        town.turn(hours=1)
    assert (town.clock.now() - START).days == 3
    assert town.request(question.request_id).state == "abandoned"
    count = len(town["partners"].letters())
    for _ in range(24):
        town.turn(hours=1)
    assert len(town["partners"].letters()) == count
    answer(town, question)
    assert said(town) == ["PASS"]
    assert town.request(question.request_id).state == "answered"
