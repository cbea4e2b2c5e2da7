from datetime import date

import pytest

import policy
from kernel.errors import MissingValue
from kernel.identity import Sex
from kernel.month import Month
from policy.duration import extension
from policy.retirement import RetireClass, months_later, retirement_date, retirement_month

RULEBOOK = policy.load()


@pytest.mark.parametrize(
    ("birth", "sex", "retire_class", "day", "month"),
    [
        # before 2025 the old ages, whatever comes later
        (date(1978, 3, 7), "female", "worker", date(2019, 4, 1), "2028-03"),
        (date(1965, 1, 1), "male", "worker", date(2024, 12, 31), "2025-01"),
        # from 2025 on: one month for four of birth, men and women in management
        (date(1964, 12, 31), "male", "worker", date(2025, 1, 1), "2024-12"),
        (date(1965, 1, 1), "male", "worker", date(2025, 1, 1), "2025-02"),
        (date(1965, 4, 1), "male", "worker", date(2025, 1, 1), "2025-05"),
        (date(1965, 5, 1), "male", "worker", date(2025, 1, 1), "2025-07"),
        (date(1976, 9, 1), "male", "worker", date(2025, 1, 1), "2039-09"),
        (date(1990, 1, 1), "male", "worker", date(2025, 1, 1), "2053-01"),
        (date(1970, 1, 1), "female", "cadre", date(2025, 1, 1), "2025-02"),
        (date(1981, 9, 1), "female", "cadre", date(2025, 1, 1), "2039-09"),
        (date(1990, 1, 1), "female", "cadre", date(2025, 1, 1), "2048-01"),
        # and one month for two, women workers, five years at most
        (date(1974, 12, 1), "female", "worker", date(2025, 1, 1), "2024-12"),
        (date(1975, 1, 1), "female", "worker", date(2025, 1, 1), "2025-02"),
        (date(1975, 2, 1), "female", "worker", date(2025, 1, 1), "2025-03"),
        (date(1975, 3, 1), "female", "worker", date(2025, 1, 1), "2025-05"),
        (date(1984, 11, 1), "female", "worker", date(2025, 1, 1), "2039-11"),
        (date(1990, 1, 1), "female", "worker", date(2025, 1, 1), "2045-01"),
    ],
)
def test_retirement_month(
    birth: date, sex: Sex, retire_class: RetireClass, day: date, month: str
) -> None:
    assert str(retirement_month(birth, sex, retire_class, RULEBOOK.on(day))) == month


def test_a_leap_birthday_retires_on_28_february() -> None:
    rules = RULEBOOK.on(date(2019, 4, 1))
    assert retirement_date(date(1972, 2, 29), "female", "worker", rules) == date(2022, 2, 28)
    assert months_later(date(2019, 8, 31), 6) == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("end", "retires", "new_end", "automatic"),
    [
        ("2019-12", "2030-01", None, None),
        ("2020-01", "2030-01", "2021-01", False),  # before the measure took effect
        ("2020-09", "2030-01", "2021-09", False),
        ("2020-10", "2030-01", "2021-10", True),
        ("2020-11", "2030-01", "2021-11", True),
        ("2020-12", "2030-01", "2021-12", True),
        ("2021-01", "2030-01", None, None),
        ("2020-11", "2021-03", "2021-03", True),  # retirement cuts it
        ("2020-11", "2020-11", None, None),
    ],
)
def test_the_extension_of_2020(
    end: str, retires: str, new_end: str | None, automatic: bool | None
) -> None:
    rules = RULEBOOK.on(date(2020, 10, 15))
    longer = extension(Month.parse(end), Month.parse(retires), rules)
    found = (str(longer.end), longer.automatic) if longer else (None, None)
    assert found == (new_end, automatic)


def test_there_was_no_extension_before_its_measure() -> None:
    with pytest.raises(MissingValue, match="extension_months"):
        extension(Month(2020, 1), Month(2030, 1), RULEBOOK.on(date(2020, 9, 30)))
