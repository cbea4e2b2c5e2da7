from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import policy
from policy.eligibility import Facts, assess, days_engaged
from policy.tables import REASON_LENGTH

RULEBOOK = policy.load()

WOMAN = Facts(
    category="P4045",
    sex="female",
    birth=date(1978, 3, 7),
    applied_on=date(2019, 4, 1),
    engaged_since=date(2019, 3, 2),
    agency="110101",
    local_household=True,
    hukou_code="11",
    unemployed_since=date(2018, 1, 1),
)
GRADUATE = replace(
    WOMAN,
    category="PGRAD",
    birth=date(1998, 1, 1),
    applied_on=date(2022, 6, 30),
    engaged_since=date(2022, 5, 1),
    hukou_code="21",
    unemployed_since=None,
    graduated_on=date(2020, 7, 1),
    first_employment=True,
)
RURAL = replace(
    WOMAN,
    category="PRURAL",
    hukou_code="21",
    applied_on=date(2020, 11, 2),
    engaged_since=date(2020, 9, 1),
)


def codes(facts: Facts) -> list[str]:
    return [reason.code for reason in assess(facts, RULEBOOK.on(facts.applied_on)).reasons]


@pytest.mark.parametrize(
    "facts",
    [
        WOMAN,
        replace(WOMAN, birth=date(1979, 4, 1)),  # forty on the day itself
        replace(WOMAN, sex="male", birth=date(1974, 4, 1)),
        replace(WOMAN, hukou_code="50"),
        replace(WOMAN, category="PDIS3", disability="severe", birth=date(1990, 1, 1)),
        replace(WOMAN, category="PZERO", birth=date(1990, 1, 1)),
        replace(WOMAN, category="PARMY", birth=date(1990, 1, 1)),
        replace(WOMAN, category="PUN1Y", birth=date(1990, 1, 1), unemployed_since=date(2018, 3, 1)),
        GRADUATE,
        replace(GRADUATE, applied_on=date(2022, 7, 1)),
    ],
)
def test_eligible(facts: Facts) -> None:
    assert assess(facts, RULEBOOK.on(facts.applied_on)).eligible


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (replace(WOMAN, engaged_since=date(2019, 3, 3)), ["R-30D"]),  # 29 days
        (replace(WOMAN, engaged_since=date(2019, 5, 1)), ["R-30D"]),
        (replace(WOMAN, birth=date(1979, 4, 2)), ["R-4045"]),
        (replace(WOMAN, sex="male"), ["R-4045"]),
        (replace(WOMAN, birth=date(1969, 4, 1)), ["R-AGE"]),  # fifty on the day
        (replace(WOMAN, sex="male", birth=date(1959, 4, 1)), ["R-AGE"]),
        (replace(WOMAN, category="PZERO", birth=date(2003, 4, 2)), ["R-AGE"]),
        (replace(WOMAN, local_household=False), ["R-HUKOU"]),
        (replace(WOMAN, hukou_code="12"), ["R-HUKOU"]),
        (replace(WOMAN, hukou_code="21"), ["R-RURAL"]),
        (replace(WOMAN, unemployed_since=None), ["R-UNEMP"]),
        (replace(WOMAN, unemployed_since=date(2019, 3, 3)), ["R-UNEMP"]),
        (replace(WOMAN, category="PUN1Y", unemployed_since=date(2018, 4, 2)), ["R-1Y"]),
        (replace(WOMAN, category="PUN1Y", unemployed_since=date(2018, 4, 1)), []),
        (replace(WOMAN, category="PDIS2", disability="severe"), ["R-DIS"]),
        (replace(WOMAN, category="PDIS2"), ["R-DIS"]),
        (replace(WOMAN, employed_by_unit=True), ["R-EMP"]),
        (replace(WOMAN, category="PGRAD"), ["R-CAT"]),  # not before 2020-10-01
        (replace(WOMAN, category="P4050"), ["R-CAT"]),
        (replace(WOMAN, category="PLOW"), ["R-CAT"]),
        (replace(WOMAN, category="nonsense"), ["R-CAT"]),
        (replace(GRADUATE, applied_on=date(2022, 7, 2)), ["R-GRAD"]),
        (replace(GRADUATE, graduated_on=date(2019, 12, 31)), ["R-GRAD"]),
        (replace(GRADUATE, graduated_on=None), ["R-GRAD"]),
        (replace(GRADUATE, first_employment=False), ["R-GRAD"]),
        (replace(GRADUATE, local_household=False), ["R-HUKOU"]),
        (RURAL, ["R-PILOT"]),
        (replace(RURAL, hukou_code="11"), ["R-URBAN", "R-PILOT"]),
        (
            replace(WOMAN, local_household=False, birth=date(1990, 1, 1), employed_by_unit=True),
            ["R-HUKOU", "R-4045", "R-EMP"],
        ),
    ],
)
def test_not_eligible_is_an_answer_with_every_reason(facts: Facts, found: list[str]) -> None:
    assert codes(facts) == found


def test_reasons_can_be_read_aloud_and_rest_on_a_clause() -> None:
    facts = replace(WOMAN, engaged_since=date(2019, 3, 3))
    (reason,) = assess(facts, RULEBOOK.on(facts.applied_on)).reasons
    assert reason.basis.sentence == "灵活就业须满30日，至申请之日29日，2019-04-02起满。"
    assert reason.text == "灵活就业未满30日"
    assert len(reason.text) <= REASON_LENGTH
    assert reason.basis.clause
    assert reason.basis.values == {"须满日数": "30", "已满日数": "29"}
    assert reason.basis.dates["从事灵活就业日期"] == "2019-03-03"
    assert days_engaged(facts) == 29


def test_from_2025_the_working_age_ends_with_retirement() -> None:
    turning_fifty = date(1975, 3, 7)
    facts = replace(
        WOMAN,
        birth=turning_fifty,
        applied_on=date(2025, 4, 1),
        engaged_since=date(2025, 1, 1),
    )
    assert codes(facts) == []  # retires two months later than at fifty
    assert codes(replace(facts, applied_on=date(2025, 5, 7))) == ["R-AGE"]
    assert codes(replace(facts, applied_on=date(2025, 5, 6))) == []


def test_a_pilot_opens_and_closes_by_its_days(packs: Path) -> None:
    row = "[[rural_pilot.row]]\ncode = '110101'\nname = '东城区'\nto = 2021-12-31\n"
    pilot = packs / "pilot.toml"
    written = pilot.read_text(encoding="utf-8").replace("row = []", row)
    pilot.write_text(written, encoding="utf-8")
    rulebook = policy.load(packs)
    for day, eligible in [(date(2020, 11, 2), True), (date(2022, 1, 4), False)]:
        facts = replace(RURAL, applied_on=day, engaged_since=day - timedelta(days=30))
        assert assess(facts, rulebook.on(day)).eligible is eligible
