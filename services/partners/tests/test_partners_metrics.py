"""What monitoring reads of the partners: who waits, how the lines are, what was answered."""

from other_side import PERSON
from prometheus_client.parser import text_string_to_metric_families
from test_partners_asking import answer, ask

from servicekit.metrics import exposition, readings


def text_of(town):
    desk = town["partners"].desk
    return exposition(desk.name, readings(desk, [])).decode()


def read(town, name, **labels):
    """The value of one sample; None where there is none."""
    wanted = {"service": "partners", **labels}
    for family in text_string_to_metric_families(text_of(town)):
        for sample in family.samples:
            if sample.name == f"lingbu_{name}" and sample.labels == wanted:
                return sample.value
    return None


def test_what_waits_and_since_when_by_partner(town):
    ask(town)
    town.turn(minutes=2)
    ask(town)
    assert read(town, "partner_requests", partner="police", state="waiting") == 2
    assert read(town, "partner_oldest_seconds", partner="police") == 120
    assert read(town, "partner_requests", partner="banks", state="waiting") == 0
    assert read(town, "partner_oldest_seconds", partner="banks") == 0


def test_a_breaker_that_opens_and_what_was_given_up(town):
    for _ in range(8):
        ask(town)
    assert read(town, "partner_line_open", partner="police") == 0
    town.turn(minutes=3)
    assert read(town, "partner_line_open", partner="police") == 1
    town.turn(hours=73)
    assert read(town, "partner_requests", partner="police", state="abandoned") == 8


def test_answers_of_the_last_day_by_outcome(town):
    for result in ("PASS", "PASS", "NO_DATA"):
        answer(town, ask(town), result)
    assert read(town, "partner_answers", partner="police", answer="PASS") == 2
    assert read(town, "partner_answers", partner="police", answer="NO_DATA") == 1
    town.turn(hours=25)
    assert read(town, "partner_answers", partner="police", answer="PASS") is None


def test_nobody_is_named(town):
    question = ask(town)
    answer(town, ask(town), "FAIL")
    said = text_of(town)
    for secret in (*PERSON.values(), str(question.application_id), str(question.request_id)):
        assert secret not in said or len(secret) < 6
