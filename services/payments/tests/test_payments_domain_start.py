"""The rules of the start as tables: domain §6.2, §6.3."""

from datetime import date

import pytest
from payments_rules import CALENDAR, MAY, RULES, month

from payments.domain.start import Line, Person, find, first_free, term
from payments.domain.states import LIVE, allowed
from policy.deadlines import is_fresh, start_cutoff_of


def lines(*given: tuple[str, str, bool]) -> list[Line]:
    return [Line(month(when), payer, open_ended) for when, payer, open_ended in given]


UNIT, SELF, BENEFIT = "employer", "self", "unemployment_insurance"


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        ([], "clean"),
        ([("2019-05", SELF, False)], "self_paid"),
        ([("2019-05", UNIT, False)], "employer_ended"),
        ([("2019-05", UNIT, True)], "employer_open"),
        ([("2019-05", BENEFIT, False)], "unemployment"),
        ([("2019-04", SELF, False)], "clean"),  # the month before does not matter
        ([("2019-06", SELF, False)], "clean"),  # nor does the month after
        ([("2019-06", UNIT, True)], "employer_open"),  # insured for good from next month
        ([("2019-04", UNIT, True)], "employer_open"),  # since last month
        ([("2019-05", SELF, False), ("2019-05", UNIT, False)], "employer_ended"),
        ([("2019-05", SELF, False), ("2019-05", BENEFIT, False)], "unemployment"),
    ],
)
def test_what_the_record_says_about_the_start_month(given, finding):
    assert find(lines(*given), MAY) == finding


@pytest.mark.parametrize(
    ("given", "start"),
    [
        ([("2019-05", SELF, False)], "2019-06"),
        ([("2019-05", SELF, False), ("2019-06", SELF, False)], "2019-07"),
        ([("2019-05", SELF, False), ("2019-07", SELF, False)], "2019-06"),
        ([("2019-05", UNIT, False), ("2019-06", UNIT, False)], "2019-07"),  # §16.10
        ([("2019-12", SELF, False)], "2019-06"),
    ],
)
def test_the_start_moves_to_the_first_month_without_contribution(given, start):
    assert first_free(lines(*given), MAY) == month(start)


@pytest.mark.parametrize(
    ("birth", "sex", "granted", "start", "months"),
    [
        (date(1962, 8, 15), "male", 40, "2019-05", 40),
        (date(1962, 8, 15), "male", 40, "2019-07", 38),  # retirement takes them
        (date(1978, 3, 7), "female", 36, "2019-07", 36),  # the term moves along
        (date(1978, 3, 7), "female", 22, "2019-07", 22),  # what was granted stays the limit
        (date(1960, 1, 9), "male", 9, "2020-01", 1),
        (date(1960, 1, 9), "male", 9, "2020-02", 0),  # §16.11: R-RET
    ],
)
def test_months_after_a_postponement(birth, sex, granted, start, months):
    person = Person(
        category="P4045",
        sex=sex,
        retire_class="worker",
        birth=birth,
        approved_on=date(2019, 4, 20),
    )
    assert term(granted, month(start), person, RULES) == months


@pytest.mark.parametrize(
    ("start", "last_day"),
    [
        ("2019-05", date(2019, 5, 24)),
        ("2019-08", date(2019, 8, 23)),
        ("2019-11", date(2019, 11, 22)),
        ("2020-01", date(2020, 1, 23)),  # the 24th is New Year's Eve
        ("2020-10", date(2020, 10, 23)),
    ],
)
def test_the_cutoff_rolls_back_to_a_working_day(start, last_day):
    assert start_cutoff_of(month(start), CALENDAR, RULES) == last_day


def test_a_finding_is_fresh_for_five_working_days():
    assert is_fresh(date(2019, 5, 6), date(2019, 5, 13), CALENDAR, RULES)
    assert not is_fresh(date(2019, 5, 6), date(2019, 5, 14), CALENDAR, RULES)


@pytest.mark.parametrize(
    ("state", "finding", "commands"),
    [
        ("start_check", "", {"check_contributions", "stop_benefit"}),
        ("finding", "clean", {"confirm_start", "check_contributions", "stop_benefit"}),
        (
            "finding",
            "self_paid",
            {"request_refund", "postpone_start", "check_contributions", "stop_benefit"},
        ),
        ("finding", "employer_open", {"refuse_start", "check_contributions", "stop_benefit"}),
        ("confirmed", "", {"close_addition_list", "transfer_benefit", "stop_benefit"}),
        ("active", "", {"file_report", "transfer_benefit", "stop_benefit"}),
        ("stopped", "", set()),
        ("refused", "", set()),
    ],
)
def test_what_may_be_done_in_a_state(state, finding, commands):
    assert set(allowed(state, finding)) == commands
    assert ("stop_benefit" in allowed(state, finding)) == (state in LIVE)
