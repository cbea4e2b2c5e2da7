"""Who stands at the counter: obstacles anywhere in the city, the last forms of this street."""

from datetime import date

import pytest

from contracts.intake import LookUpPerson, WithdrawApplication
from kernel.errors import Forbidden, Invalid

NUMBER = "110101197003070012"


def known(counter, caller=None, number=NUMBER):
    return counter.ask(LookUpPerson(id_number=number), caller or counter.clerk)


def test_a_number_says_sex_and_birth_date_and_that_nothing_is_known(counter):
    found = known(counter, number="110101700307001")
    assert (found.id_number, found.sex) == (NUMBER, "male")
    assert found.birth_date == date(1970, 3, 7)
    assert (found.open_state, found.running, found.form) == ("", False, {})


def test_an_open_application_is_told_in_every_street_and_opened_only_in_its_own(counter):
    case = counter.submit()
    here, elsewhere = known(counter), known(counter, counter.stranger)
    assert here.open_id == case
    for found in (here, elsewhere):
        assert (found.open_state, found.open_street) == ("draft", "东华门街道")
        assert found.open_since == counter.clock.today()
    assert (elsewhere.open_id, elsewhere.form, elsewhere.commitment) == (None, {}, {})


def test_the_last_forms_of_the_street_need_not_be_written_again_and_the_look_is_on_record(counter):
    case = counter.submit()
    counter.ask(WithdrawApplication(application_id=case, reason="本人放弃"))
    found = known(counter)
    assert found.open_state == ""
    assert (found.form["name"], found.form["work"]["content"]) == ("王晓明", "家政保洁")
    assert found.commitment["account"] == "6210980000000000003"
    assert "declared_on" not in found.form["work"]
    reads = [item for item in counter.view(case).history if item.what == "clear_read"]
    assert len(reads) == 1


def test_only_who_takes_applications_asks(counter):
    for caller in (counter.reader, counter.post, counter.district):
        with pytest.raises(Forbidden):
            known(counter, caller)


def test_what_is_no_number_is_told_at_its_field(counter):
    with pytest.raises(Invalid) as refused:
        known(counter, number="110101197003070013")
    assert "id_number" in refused.value.fields
