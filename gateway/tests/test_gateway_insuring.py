"""POST /api/v1/insurability: 参保资格 as a counter asks for it."""

import pytest

from contracts.intake import AskInsurable
from kernel.errors import Conflict, Invalid

ADDRESS = "/api/v1/insurability"
ASKED = {
    "kind": "rural-worker",
    "sex": "male",
    "birth_date": "1980-03-07",
    "local": True,
    "registered": True,
}


def ask(desk, **changes):
    form = {name: value for name, value in (ASKED | changes).items() if value != "left out"}
    return desk.client.post(ADDRESS, json=form, headers=desk.headers())


def test_it_is_asked_without_a_key_and_answered_in_words(desk):
    headers = desk.headers()
    headers.pop("Idempotency-Key")
    answer = desk.client.post(ADDRESS, json=ASKED, headers=headers)
    assert answer.status_code == 200
    assert answer.json.keys() >= {"may", "place", "clause", "sentence", "basis"}
    [(command, caller, _)] = desk.doors.asked
    assert (command.kind, command.on) == ("rural-worker", None)
    assert caller.subject == "donghuamen-clerk"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "astronaut"}, "kind"),
        ({"sex": "left out"}, "sex"),
        ({"birth_date": "1980-02-30"}, "birth_date"),
        ({"local": "是"}, "local"),
        ({"registered": 1}, "registered"),
        ({"id_number": "11010119700101001X"}, "id_number"),
    ],
)
def test_facts_that_do_not_read_are_named(desk, changes, field):
    answer = ask(desk, **changes)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert list(answer.json["fields"]) == [field]
    assert desk.doors.asked == []


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Conflict("当日不能答复参保资格。", code="policy-missing"), 409),
        (Invalid("请填写毕业日期。", fields={"graduated_on": "请填写毕业日期。"}), 422),
    ],
)
def test_what_the_service_refuses_is_a_problem_with_its_sentence(desk, refusal, status):
    desk.doors.answers[AskInsurable] = lambda _: refusal
    answer = ask(desk)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert (answer.json["detail"], answer.json["code"]) == (refusal.message, refusal.code)
    assert answer.json["fields"] == refusal.fields


def test_nobody_asks_without_signing_in(desk):
    assert desk.client.post(ADDRESS, json=ASKED).status_code == 401
