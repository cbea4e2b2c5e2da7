"""达到退休年龄 (S05): the benefit stops by itself with the month after (domain §3, §6.3)."""

from dataclasses import replace

import pytest
from payments_cases import Case, at

from contracts.intake import ApplicationCorrected
from contracts.payments import BenefitExtended, BenefitStopped


def born(case, day):
    case.facts = replace(case.facts, birth_date=at(day).date())
    return case


def corrected(case, day):
    return ApplicationCorrected(
        application_id=case.id,
        dossier_version=2,
        digest="1" * 64,
        publicity_relevant=False,
        facts=replace(case.facts, birth_date=at(day).date()),
        person=case.accepted().person,
        person_key=case.person_key,
    )


def stopped(case):
    [said] = case.said(BenefitStopped)
    return said.code, said.from_month, said.reason_text


def reported(house, case, *months):
    for month in months:
        house.turn_to(at(f"{month}-15"))
        case.report()


def test_months_that_retirement_cut_off_end_with_retirement(house):
    house.clock.set(at("2019-05-06"))
    case = born(Case(house, months=3), "1969-07-15").active()
    house.turn_to(at("2019-07-31"))
    assert case.said(BenefitStopped) == []
    assert "retirement" in [due.kind for due in case.view().dues]
    case.report()
    house.turn_to(at("2019-08-01"))
    assert stopped(case) == ("S05", "2019-08", "达到退休年龄")
    [decided] = [item for item in case.view().history if item.what == "stop_decided"]
    assert decided.basis[0].dates["达到退休年龄月份"] == "2019-07"
    assert decided.basis[0].clause and case.view().state == "stopped"


def test_months_that_are_over_before_retirement_end_by_themselves(house):
    house.clock.set(at("2019-05-06"))
    case = born(Case(house, months=3), "1969-08-15").active()
    reported(house, case, "2019-07")
    house.turn_to(at("2019-08-01"))
    assert stopped(case)[:2] == ("S01", "2019-08")


def test_a_corrected_birth_date_moves_the_stop(house):
    house.clock.set(at("2019-05-06"))
    case = Case(house).active()
    house.tell(corrected(case, "1969-06-15"))
    house.turn_to(at("2019-06-30"))
    assert case.said(BenefitStopped) == []
    house.turn_to(at("2019-07-01"))
    assert stopped(case)[:2] == ("S05", "2019-07")


def test_a_birth_date_that_puts_retirement_into_the_past_stops_at_once(house):
    house.clock.set(at("2019-05-06"))
    case = Case(house).active()
    reported(house, case, "2019-07")
    house.tell(corrected(case, "1969-06-15"))
    house.turn(minutes=1)
    assert stopped(case)[:2] == ("S05", "2019-07")


def test_a_later_birth_date_takes_the_stop_away(house):
    house.clock.set(at("2019-05-06"))
    case = born(Case(house, months=3), "1969-07-15").active()
    house.tell(corrected(case, "1969-12-15"))
    reported(house, case, "2019-07")
    house.turn_to(at("2019-08-01"))
    assert stopped(case)[:2] == ("S01", "2019-08")


def test_an_extension_is_cut_off_by_retirement(house):
    house.clock.set(at("2020-09-06"))
    case = born(Case(house, start="2020-09", months=3), "1971-03-07").active()
    reported(house, case, "2020-10", "2021-02")
    assert [said.end_month for said in case.said(BenefitExtended)] == ["2021-03"]
    house.turn_to(at("2021-04-01"))
    assert stopped(case)[:2] == ("S05", "2021-04")


def test_the_gradual_delay_moves_the_stop(house):
    """At 50 in 2025-03, two months later by the law of 2025 (domain §3)."""
    house.clock.set(at("2025-01-06"))
    case = born(Case(house, start="2025-01", months=12), "1975-03-07").active()
    reported(house, case, "2025-02")
    house.turn_to(at("2025-05-31"))
    assert case.said(BenefitStopped) == []
    house.turn_to(at("2025-06-01"))
    assert stopped(case)[:2] == ("S05", "2025-06")


@pytest.mark.parametrize(
    ("birthday", "months", "code", "month"),
    [
        ("1974-12-07", 3, "S05", "2025-01"),  # reached before 2025: not delayed
        ("1975-03-07", 6, "S01", "2025-04"),  # counted by the old law; by the new one not yet
    ],
)
def test_who_was_approved_before_the_delay(house, birthday, months, code, month):
    house.clock.set(at("2024-10-08"))
    case = born(Case(house, start="2024-10", months=36), birthday).active()
    assert case.view().months == months
    reported(house, case, "2024-12")
    if code == "S01":
        reported(house, case, "2025-03")
    house.turn_to(at(f"{month}-01"))
    assert stopped(case)[:2] == (code, month)
