"""Months granted under the gradual delay of retirement from 2025 on."""

from datetime import date

import pytest

import policy
from kernel.identity import Sex
from kernel.month import Month
from policy.duration import months_granted

RULEBOOK = policy.load()
APPROVED = date(2025, 2, 10)


@pytest.mark.parametrize(
    ("birth", "sex", "start", "months", "end"),
    [
        (date(1965, 3, 10), "male", "2025-03", 2, "2025-04"),  # one month later than at sixty
        (date(1977, 6, 15), "female", "2025-07", 39, "2028-09"),  # fifteen months later
        (date(1980, 5, 1), "female", "2025-07", 36, "2028-06"),  # five years and more to go
    ],
)
def test_months_under_the_gradual_retirement(
    birth: date, sex: Sex, start: str, months: int, end: str
) -> None:
    granted = months_granted(
        category="P4045",
        sex=sex,
        retire_class="worker",
        birth=birth,
        first_approval_date=APPROVED,
        start=Month.parse(start),
        months_used=0,
        rules=RULEBOOK.on(APPROVED),
    )
    assert (granted.months, str(granted.end)) == (months, end)
