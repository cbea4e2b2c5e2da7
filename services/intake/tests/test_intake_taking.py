"""One open application for a person, three photographs, one number."""

import threading
from datetime import date

import pytest

from contracts.intake import (
    AcceptApplication,
)
from kernel import identity
from kernel.errors import Conflict, Forbidden, Refusal


def test_an_officer_without_the_street_cannot_submit(counter):
    with pytest.raises(Forbidden) as other:
        counter.ask(counter.submission(), counter.stranger)
    assert other.value.code == "street-outside-jurisdiction"
    with pytest.raises(Forbidden):
        counter.ask(counter.submission(), counter.post)


def test_one_open_application_for_a_person_in_the_city(counter):
    counter.submit()

    with pytest.raises(Conflict) as again:
        counter.submit(counter.paper(id_number=" 110101197003070012 "))

    assert again.value.code == "open-application-exists"


def test_a_race_for_the_second_application_ends_in_the_same_refusal(counter):
    gate, outcomes = threading.Barrier(4), []

    def hurry():
        gate.wait()
        try:
            outcomes.append(counter.submit() and "taken")
        except Refusal as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=hurry) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["open-application-exists"] * 3 + ["taken"]


def test_without_three_photographs_nothing_is_accepted(counter):
    case = counter.submit()
    counter.attach(case, "commitment")
    assert "accept_application" not in counter.view(case).allowed

    with pytest.raises(Conflict) as refusal:
        counter.ask(AcceptApplication(application_id=case))

    assert refusal.value.code == "photos-missing"
    assert set(refusal.value.fields) == {"photos.identity_card", "photos.application_form"}


def test_numbers_run_for_each_agency_and_day(counter):
    people = [identity.compose("110101", date(1970, 3, 7), n) for n in (11, 13)]
    cases = [counter.accepted(counter.paper(id_number=number)) for number in people]
    counter.house.turn(days=1)
    later = counter.accepted()

    numbers = [counter.view(case).number for case in (*cases, later)]

    assert numbers == [
        "110101-20190401-00001",
        "110101-20190401-00002",
        "110101-20190402-00001",
    ]


@pytest.mark.parametrize("step", ["attach", "accept", "correct"])
def test_a_step_out_of_turn_names_what_may_be_done(counter, step):
    case = counter.accepted()

    with pytest.raises(Conflict) as refusal:
        getattr(counter, step)(case)

    assert refusal.value.code == "not-in-this-state"
    assert "withdraw_application" in refusal.value.allowed == counter.view(case).allowed
