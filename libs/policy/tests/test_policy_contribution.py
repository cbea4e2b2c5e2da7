from decimal import Decimal

import pytest

import policy
from kernel.errors import MissingValue
from kernel.month import Month

RULEBOOK = policy.load()


@pytest.mark.parametrize(
    ("month", "total", "personal", "subsidy", "provisional"),
    [
        ("2009-04", "498.44", "118.46", "379.98", False),
        ("2017-07", "1030.96", "245.02", "785.94", False),  # the one fully published triple
        ("2018-06", "1030.96", "245.02", "785.94", False),
        ("2018-07", "1132.93", "269.26", "863.67", False),
        ("2020-07", "1141.16", "277.61", "863.55", False),
        ("2020-12", "1141.16", "277.61", "863.55", False),
        ("2021-01", "1133.93", "277.61", "856.32", False),  # unemployment 1.2% -> 1%
        ("2021-07", "1500.80", "385.92", "1114.88", False),
        ("2022-07", "1643.32", "422.57", "1220.75", False),
        ("2023-07", "1771.28", "455.47", "1315.81", False),
        ("2024-07", "1909.88", "491.11", "1418.77", False),
        ("2026-06", "2005.36", "515.66", "1489.70", False),
        ("2026-07", "2005.36", "515.66", "1489.70", True),  # the July run with the old base
    ],
)
def test_what_a_month_costs(
    month: str, total: str, personal: str, subsidy: str, provisional: bool
) -> None:
    due = RULEBOOK.contribution(Month.parse(month))
    assert (str(due.total), str(due.personal), str(due.subsidy)) == (total, personal, subsidy)
    assert due.total == due.personal + due.subsidy
    assert due.provisional is provisional


def test_each_insurance_is_rounded_for_itself() -> None:
    due = RULEBOOK.contribution(Month(2017, 7))
    shares = [
        (s.insurance, str(s.base), str(s.total), str(s.personal), str(s.subsidy)) for s in due
    ]
    assert shares == [
        ("pension", "3082.00", "616.40", "184.92", "431.48"),
        ("unemployment", "3082.00", "36.98", "6.16", "30.82"),
        ("medical", "5394.00", "377.58", "53.94", "323.64"),
    ]
    assert all(share.clauses for share in due)


@pytest.mark.parametrize(
    ("month", "name"),
    [
        ("2019-07", "medical_base"),
        ("2020-06", "medical_base"),
        ("2010-04", "pension_base"),
        ("2017-06", "pension_base"),
        ("2009-03", "pension_base"),
    ],
)
def test_an_unpublished_base_is_never_zero(month: str, name: str) -> None:
    with pytest.raises(MissingValue, match=f"{name}.*{month}"):
        RULEBOOK.contribution(Month.parse(month))


def test_the_insurances_that_are_known_can_still_be_asked_for() -> None:
    share = RULEBOOK.share(Month(2019, 7), "pension")
    assert (share.total, share.personal) == (Decimal("722.60"), Decimal("216.78"))
