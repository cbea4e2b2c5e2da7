"""What the counter refuses, with code and field, and what it makes of the rest."""

from datetime import date

import pytest

from contracts.intake import (
    GetApplication,
)
from intake.store.rows import ApplicationRow
from kernel import identity
from kernel.errors import Invalid

UNBORN = identity.compose("110101", date(2019, 4, 2), 1)
FORM_FAULTS = [
    ({"sex": "female"}, "form.sex", "sex-contradicts-id"),
    ({"birth_date": date(1970, 3, 8)}, "form.birth_date", "birth-date-contradicts-id"),
    ({"id_number": "110101197003070010"}, "form.id_number", "invalid-identity"),
    ({"unemployed_on": date(2019, 2, 2)}, "form.unemployed_on", "unemployed-after-start"),
    ({"work_started_on": date(2019, 4, 2)}, "form.work.started_on", "work-starts-in-future"),
    ({"work_project": "77"}, "form.work.project", "unknown-project"),
    ({"education": "01"}, "form.education", "unknown-education"),
    ({"former_status": "42"}, "form.former_status", "unknown-former-status"),
    ({"hukou_type": "00"}, "form.hukou_type", "unknown-hukou-type"),
    ({"category": "P9999"}, "form.category", "unknown-category"),  # in no pack on any day
    ({"work_no_contract": False}, "form.work.no_contract", "contract-not-denied"),
    ({"work_declared_by": "李四"}, "form.work.declared_by", "declared-by-another"),
    ({"work_days_engaged": 29}, "form.work.days_engaged", "days-engaged-wrong"),
    ({"name": "王<b>"}, "form.name", "name-invalid"),
    ({"name": " \u200b"}, "form.name", "blank"),
    ({"home_address": "\u3000 "}, "form.home_address", "blank"),
    ({"household_address": "\u200b\u2060\ufeff"}, "form.household_address", "blank"),
    ({"work_content": "\u3164\u2800"}, "form.work.content", "blank"),
    ({"graduated_on": date(2019, 4, 2)}, "form.graduated_on", "graduated-on-in-future"),
    ({"id_number": UNBORN}, "form.id_number", "birth-date-in-future"),
    ({"work_started_on": date(1970, 3, 6)}, "form.work.started_on", "work-starts-before-birth"),
    ({"unemployed_on": date(1970, 3, 6)}, "form.unemployed_on", "unemployed-before-birth"),
    ({"file_unit": "\u200b"}, "form.file_unit", "file-unit-missing"),
    ({"file_unit": " "}, "form.file_unit", "file-unit-missing"),
]
PROMISE_FAULTS = [
    ({"bank": "ICBC"}, "commitment.bank", "bank-not-accepted"),
    ({"account": "6217991000000000000"}, "commitment.account", "invalid-account"),
    ({"contact": "12345"}, "commitment.contact", "invalid-contact"),
    ({"emergency_contact": "?"}, "commitment.emergency_contact", "invalid-contact"),
    ({"confirms_name": False}, "commitment.confirms_name", "not-confirmed"),
    ({"confirms_project": False}, "commitment.confirms_project", "not-confirmed"),
    ({"confirms_id_number": False}, "commitment.confirms_id_number", "not-confirmed"),
    ({"text_version": "2019-03-29+110101.1"}, "commitment.text_version", None),
    ({"promised_by": "李四"}, "commitment.promised_by", "promised-by-another"),
    ({"promised_on": date(2019, 4, 2)}, "commitment.promised_on", "promised-in-future"),
    ({"transcription": "上述事项"}, "commitment.transcription", "transcription-differs"),
]


def refused(counter, form=None, commitment=None):
    with pytest.raises(Invalid) as refusal:
        counter.submit(form, commitment)
    with counter.house["intake"].desk.sessions() as session:
        assert session.query(ApplicationRow).count() == 0  # nothing half-written
    return refusal.value


@pytest.mark.parametrize(("changes", "path", "code"), FORM_FAULTS)
def test_a_wrong_form_is_refused_at_its_field(counter, changes, path, code):
    if "work_started_on" in changes:
        changes = changes | {"work_declared_on": max(changes["work_started_on"], date(2019, 4, 1))}
    refusal = refused(counter, counter.paper(**changes))

    assert path in refusal.fields
    assert refusal.code in (code, "form-faults")


@pytest.mark.parametrize(("changes", "path", "code"), PROMISE_FAULTS)
def test_a_wrong_commitment_is_refused_at_its_field(counter, changes, path, code):
    refusal = refused(counter, commitment=counter.promise(**changes))

    assert list(refusal.fields) == [path]
    assert refusal.code == (code or "text-version-not-in-force")


def test_all_faults_are_said_at_once(counter):
    form = counter.paper(sex="female", education="01", unemployed_on=date(2019, 2, 2))
    order = counter.submission(form, counter.promise(bank="ICBC", contact="x"))
    order = type(order)(
        street_code="110101999",
        residence_basis="household",
        form=order.form,
        commitment=order.commitment,
    )
    with pytest.raises(Invalid) as refusal:
        counter.ask(order)

    assert set(refusal.value.fields) == {
        "street_code",
        "form.sex",
        "form.education",
        "form.unemployed_on",
        "commitment.bank",
        "commitment.contact",
    }
    assert form.id_number not in f"{refusal.value.fields}{refusal.value.message}"


def test_thirty_days_are_enough(counter):
    case = counter.submit(counter.paper(work_started_on=date(2019, 3, 2)))

    assert counter.view(case).form["work"]["days_engaged"] == 30


def test_numbers_are_normalised_and_what_they_say_is_filled_in(counter):
    old = "１１０１０１７８０３０７００２"  # 15 digits, full width
    case = counter.submit(counter.paper(id_number=old))

    form = counter.ask(GetApplication(application_id=case, clear=True, reason="核对原件")).form

    assert form["id_number"] == "110101197803070029"
    assert (form["sex"], form["birth_date"]) == ("female", "1978-03-07")


def test_the_transcription_forgives_spaces_and_punctuation_only(counter):
    text = counter.city_text.closing
    copied = text.replace("，", ", ").replace("。", " .").replace("、", "､")

    counter.submit(commitment=counter.promise(transcription=copied))
