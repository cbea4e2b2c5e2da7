"""Which base somebody pays on, and the deferred months of 2020."""

from datetime import date
from decimal import Decimal

import pytest

import policy
from kernel.errors import Conflict, Invalid, MissingValue
from kernel.month import Month
from policy.bases import arrears, base_of, derived_base, may_defer
from policy.contributions import share

RULEBOOK = policy.load()
IN_2021 = RULEBOOK.on(date(2021, 3, 1))


@pytest.mark.parametrize(
    ("annual", "fraction", "base"),
    [
        ("44715", "0.40", "1490"),
        ("44715", "0.60", "2236"),
        ("44715", "0.70", "2608"),
        ("44715", "3", "11178"),  # three times the rounded month, not 11179
        (str(7706 * 12), "0.40", "3082"),
        (str(7706 * 12), "0.70", "5394"),
        (str(8467 * 12), "0.40", "3387"),
        (str(8467 * 12), "0.70", "5927"),
        (str(8467 * 12), "3", "25401"),
    ],
)
def test_how_floors_were_made_until_2018(annual: str, fraction: str, base: str) -> None:
    assert derived_base(Decimal(annual), Decimal(fraction)) == Decimal(base)


@pytest.mark.parametrize(
    ("day", "floor", "medical", "ceiling"),
    [
        (date(2009, 4, 1), "1490", "2608", None),
        (date(2017, 7, 1), "3082", "5394", None),
        (date(2018, 7, 1), "3387", "5927", "25401"),
        (date(2020, 7, 1), "3613", "5360", "26541"),
        (date(2021, 7, 1), "5360", "5360", "28221"),
        (date(2022, 7, 1), "5869", "5869", "31884"),
    ],
)
def test_the_bases_of_a_year(day: date, floor: str, medical: str, ceiling: str | None) -> None:
    rules = RULEBOOK.on(day)
    assert (rules.pension_base, rules.medical_base) == (Decimal(floor), Decimal(medical))
    if ceiling:
        assert rules.pension_base_ceiling == Decimal(ceiling)
    else:
        with pytest.raises(MissingValue, match="pension_base_ceiling"):
            _ = rules.pension_base_ceiling


def test_a_ceiling_nobody_has_seen_is_missing() -> None:
    with pytest.raises(MissingValue, match=r"pension_base_ceiling.*2023-07-01"):
        base_of(RULEBOOK.on(date(2023, 7, 1)), subsidised=False, wanted=Decimal(7000))


@pytest.mark.parametrize(
    ("subsidised", "wanted", "base"),
    [
        (True, None, "3613"),
        (True, "9000", "3613"),  # who is subsidised stays on the floor
        (False, None, "3613"),
        (False, "3613", "3613"),
        (False, "9000", "9000"),
        (False, "26541", "26541"),
    ],
)
def test_from_2021_the_base_may_be_chosen(subsidised: bool, wanted: str | None, base: str) -> None:
    amount = Decimal(wanted) if wanted else None
    assert base_of(IN_2021, subsidised=subsidised, wanted=amount) == Decimal(base)


@pytest.mark.parametrize("wanted", ["3612.99", "26541.01", "0"])
def test_a_base_outside_the_limits_is_refused(wanted: str) -> None:
    with pytest.raises(Invalid, match="3613元至26541元"):
        base_of(IN_2021, subsidised=False, wanted=Decimal(wanted))


def test_before_2021_nothing_could_be_chosen() -> None:
    december = RULEBOOK.on(date(2020, 12, 31))
    with pytest.raises(Conflict) as refused:
        base_of(december, subsidised=False, wanted=Decimal(9000))
    assert refused.value.code == "base-not-chosen-yet"
    assert IN_2021.clause("base_choice_allowed").paragraph == "第六条"


@pytest.mark.parametrize(
    ("month", "base", "total", "personal"),
    [
        ("2020-12", None, "43.36", "7.23"),
        ("2021-01", None, "36.13", "7.23"),
        ("2021-01", "26541", "265.41", "53.08"),  # 1% of the ceiling, as published
    ],
)
def test_unemployment_costs_one_percent_from_2021(
    month: str, base: str | None, total: str, personal: str
) -> None:
    when = Month.parse(month)
    chosen = Decimal(base) if base else None
    due = share(RULEBOOK.on(when.first_day), when, "unemployment", chosen)
    assert (str(due.total), str(due.personal)) == (total, personal)


@pytest.mark.parametrize(
    ("month", "deferrable"),
    [("2019-12", False), ("2020-01", True), ("2020-12", True), ("2021-01", False)],
)
def test_months_of_2020_could_be_put_off(month: str, deferrable: bool) -> None:
    assert may_defer(Month.parse(month), IN_2021) is deferrable
    assert not IN_2021.deferred_counts_as_failure


def test_nothing_could_be_put_off_before_or_elsewhere() -> None:
    with pytest.raises(MissingValue, match="deferral_allowed"):
        may_defer(Month(2020, 3), RULEBOOK.on(date(2020, 9, 30)))
    assert not may_defer(Month(2020, 3), policy.load("guangdong").on(date(2020, 11, 1)))


@pytest.mark.parametrize(
    ("paid_on", "base", "total"),
    [
        (date(2021, 6, 30), "3613", "722.60"),
        (date(2021, 7, 1), "5360", "1072.00"),  # the limits of the day it is paid
        (date(2021, 12, 31), "28221", "5644.20"),
    ],
)
def test_paying_up_uses_the_limits_of_its_own_day(paid_on: date, base: str, total: str) -> None:
    rules = RULEBOOK.on(paid_on)
    cost = arrears(Month(2020, 3), Decimal(base), paid_on, rules)
    assert (cost.total, cost.personal, cost.subsidy) == (Decimal(total), Decimal(total), 0)


@pytest.mark.parametrize(
    ("month", "base", "paid_on", "code"),
    [
        ("2020-03", "3613", date(2021, 7, 1), "base-outside-limits"),  # last year's floor
        ("2020-03", "5360", date(2022, 1, 1), "arrears-too-late"),
        ("2021-01", "5360", date(2021, 7, 1), "month-not-deferrable"),
    ],
)
def test_paying_up_has_limits(month: str, base: str, paid_on: date, code: str) -> None:
    with pytest.raises((Conflict, Invalid)) as refused:
        arrears(Month.parse(month), Decimal(base), paid_on, RULEBOOK.on(paid_on))
    assert refused.value.code == code
