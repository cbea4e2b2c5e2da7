from datetime import date

import pytest

import policy
from kernel.errors import NotFound
from kernel.identity import Sex
from kernel.month import Month
from policy.duration import Grant, months_granted
from policy.retirement import RetireClass

RULEBOOK = policy.load()


def grant(
    birth: date,
    start: str,
    approved: date,
    *,
    sex: Sex = "female",
    retire_class: RetireClass = "worker",
    category: str = "P4045",
    used: int = 0,
) -> Grant:
    return months_granted(
        category=category,
        sex=sex,
        retire_class=retire_class,
        birth=birth,
        first_approval_date=approved,
        start=Month.parse(start),
        months_used=used,
        rules=RULEBOOK.on(approved),
    )


MAN_1962, WOMAN_1972, WOMAN_1978 = date(1962, 8, 15), date(1972, 11, 3), date(1978, 3, 7)
APRIL, JUNE = date(2019, 4, 20), date(2019, 6, 20)


@pytest.mark.parametrize(
    ("granted", "months", "end"),
    [
        (grant(MAN_1962, "2019-05", APRIL, sex="male"), 40, "2022-08"),
        (grant(WOMAN_1972, "2019-07", JUNE), 41, "2022-11"),
        (grant(WOMAN_1972, "2019-07", JUNE, retire_class="cadre"), 36, "2022-06"),
        (grant(WOMAN_1978, "2019-05", APRIL), 36, "2022-04"),
        # exactly five years left is not "不足5年"
        (grant(date(1964, 6, 30), "2019-07", date(2019, 6, 30), sex="male"), 36, "2022-06"),
        (grant(date(1964, 6, 29), "2019-07", date(2019, 6, 30), sex="male"), 60, "2024-06"),
        (grant(date(1960, 1, 9), "2019-05", APRIL, sex="male"), 9, "2020-01"),
        # postponed by two months: retirement takes them away, a plain cap does not
        (grant(MAN_1962, "2019-07", APRIL, sex="male"), 38, "2022-08"),
        (grant(WOMAN_1978, "2019-07", APRIL), 36, "2022-06"),
        (grant(WOMAN_1978, "2019-05", APRIL, category="PDIS3"), 60, "2024-04"),
        (grant(WOMAN_1978, "2019-05", APRIL, used=14), 22, "2021-02"),
        (grant(WOMAN_1972, "2019-07", JUNE, used=36), 24, "2021-06"),
        # a graduate's three years do not grow near retirement
        (grant(date(1973, 1, 1), "2020-12", date(2020, 11, 1), category="PGRAD"), 26, "2023-01"),
        (
            grant(date(1973, 1, 1), "2020-12", date(2020, 11, 1), category="PGRAD", sex="male"),
            36,
            "2023-11",
        ),
    ],
)
def test_months_granted(granted: Grant, months: int, end: str) -> None:
    assert (granted.months, str(granted.end)) == (months, end)
    assert granted.code is None
    assert all(why.sentence and why.clause and why.trust for why in granted.reasons)


@pytest.mark.parametrize(
    ("granted", "code"),
    [
        (grant(WOMAN_1978, "2019-05", APRIL, used=36), "R-CUM"),
        (grant(WOMAN_1978, "2019-05", APRIL, used=40), "R-CUM"),
        (grant(date(1959, 3, 1), "2019-05", APRIL, sex="male"), "R-RET"),
    ],
)
def test_nothing_left_is_an_answer(granted: Grant, code: str) -> None:
    assert (granted.months, granted.end, granted.code) == (0, None, code)


def test_reasons_say_what_decided() -> None:
    granted = grant(MAN_1962, "2019-05", APRIL, sex="male")
    texts = [why.sentence for why in granted.reasons]
    assert texts == [
        "初次核定时距退休年龄不足5年，最长60个月。",
        "至2022年08月达到退休年龄为止。",
    ]


def test_a_category_must_be_in_force() -> None:
    with pytest.raises(NotFound):
        grant(WOMAN_1978, "2019-05", APRIL, category="PGRAD")
