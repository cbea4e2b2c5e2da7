"""A form with something wrong: the field is named, and nothing is half-written."""

from datetime import date

import pytest
from bad_input import FORMS, FULL_WIDTH, ID, other_digit

from bench import MONDAY, refused
from kernel.identity import compose, parse


@pytest.mark.parametrize("what", FORMS)
def test_a_form_with_one_thing_wrong(bench, unharmed, what):
    path, value, status, code, field = FORMS[what]
    said = refused(lambda: bench.submit(bench.form({path: value})))
    assert (said.status, said.code) == (status, code)
    assert field in said.fields, said.fields


def test_a_sex_that_contradicts_the_number(bench, unharmed):
    person = bench.person()
    wrong = {"male": "female", "female": "male"}[parse(person.id_number).sex]
    said = refused(lambda: bench.submit(bench.form({"form.sex": wrong}, person)))
    assert (said.status, said.code) == (422, "sex-contradicts-id")
    assert list(said.fields) == ["form.sex"]


def test_every_fault_is_said_at_once(bench, unharmed):
    wrong = {ID: other_digit, "form.education": "01", "commitment.bank": "ICBC"}
    said = refused(lambda: bench.submit(bench.form(wrong)))
    assert set(said.fields) == set(wrong)


def test_full_width_and_lower_case_are_normalised(bench):
    number = compose("110102", date(1975, 6, 6), 4)
    assert number.endswith("X")
    written = " " + number.lower().translate(FULL_WIDTH)
    bench.submit(bench.form({}, bench.person(id_number=written)))
    assert found(bench, number) == 1


def test_fifteen_digits_are_converted(bench):
    number = compose("110101", date(1974, 3, 7), 21)
    bench.submit(bench.form({}, bench.person(id_number=number[:6] + number[8:17])))
    assert found(bench, number) == 1


def found(bench, number: str) -> int:
    query = {"id_number": number}
    return len(bench.east.clerk.post("/applications/search", query)["items"])


@pytest.mark.parametrize("same_street", [True, False])
def test_a_second_open_application_anywhere_in_the_city(bench, same_street):
    person = bench.person()
    bench.east.submit(person, MONDAY.date())
    before = bench.written()
    counter = bench.east if same_street else bench.south
    again = bench.person(id_number=person.id_number)
    said = refused(lambda: counter.submit(again, MONDAY.date()))
    assert (said.status, said.code) == (409, "open-application-exists")
    assert bench.written() == before


def test_a_street_beside_the_clerk(bench, unharmed):
    said = refused(lambda: bench.submit(bench.form({"street_code": bench.south.place.street})))
    assert (said.status, said.code) == (403, "street-outside-jurisdiction")
