"""Who may be insured, by age, registration and graduation."""

from dataclasses import replace
from datetime import date

import pytest

import policy
from kernel.errors import MissingValue
from policy.insuring import Insurant, insurable

RULEBOOK = policy.load()
DAY = date(2020, 11, 2)
WORKER = Insurant(
    kind="rural-worker",
    sex="male",
    birth=date(1960, 11, 3),
    on=DAY,
    local=True,
    registered=True,
)
WOMAN = replace(WORKER, sex="female", birth=date(1970, 11, 3))
TRAINEE = replace(WORKER, in_traineeship=True)
YOUNG = replace(TRAINEE, kind="unemployed-trainee", birth=date(1995, 11, 3))
GRADUATE = replace(
    TRAINEE,
    kind="graduate-trainee",
    registered=False,
    jobless=True,
    graduated_on=date(2018, 11, 2),
)


@pytest.mark.parametrize(
    ("person", "may", "at"),
    [
        (WORKER, True, "household-street"),
        (replace(WORKER, birth=date(1960, 11, 2)), False, "household-street"),  # sixty today
        (replace(WORKER, registered=False), False, "household-street"),
        (replace(WORKER, local=False), False, "household-street"),
        (WOMAN, True, "household-street"),
        (replace(WOMAN, birth=date(1970, 11, 2)), False, "household-street"),  # fifty today
        (GRADUATE, True, "file-agency"),  # two years today
        (replace(GRADUATE, graduated_on=date(2018, 11, 1)), False, "file-agency"),
        (replace(GRADUATE, graduated_on=date(2020, 11, 3)), False, "file-agency"),  # not yet
        (replace(GRADUATE, graduated_on=None), False, "file-agency"),
        (replace(GRADUATE, local=False), False, "file-agency"),
        (replace(GRADUATE, jobless=False), False, "file-agency"),
        (replace(GRADUATE, in_traineeship=False), False, "file-agency"),
        (YOUNG, True, "file-agency"),  # twenty-four until tomorrow
        (replace(YOUNG, birth=date(1995, 11, 2)), False, "file-agency"),
        (replace(YOUNG, birth=date(2004, 11, 2)), True, "file-agency"),  # sixteen today
        (replace(YOUNG, birth=date(2004, 11, 3)), False, "file-agency"),
        (replace(YOUNG, registered=False), False, "file-agency"),
        (replace(YOUNG, kind="rural-trainee"), True, "file-agency"),
        (replace(YOUNG, kind="rural-trainee", registered=False), False, "file-agency"),
        (replace(YOUNG, kind="rural-trainee", in_traineeship=False), False, "file-agency"),
        (replace(YOUNG, in_traineeship=False), False, "file-agency"),
        (replace(YOUNG, local=False), False, "file-agency"),
    ],
)
def test_who_may_be_insured_and_where(person: Insurant, may: bool, at: str) -> None:
    found = insurable(person, RULEBOOK.on(person.on))
    assert (found.may, found.at) == (may, at)
    assert str(found.clause) == "京人社就发〔2020〕19号 第三条"


def test_before_the_measure_nobody_can_say() -> None:
    person = replace(WORKER, on=date(2020, 9, 30))
    with pytest.raises(MissingValue, match="insurable_age_max_male"):
        insurable(person, RULEBOOK.on(person.on))


def test_a_no_names_what_is_not_met_and_a_yes_all_that_was_asked() -> None:
    rules = RULEBOOK.on(DAY)
    said = [ground.sentence for ground in insurable(WOMAN, rules).basis]
    assert said == [
        "须为本市农业户籍。",
        "须未满50周岁，当日49周岁。",
        "须已实现灵活就业并办理就业登记。",
    ]
    [age] = insurable(replace(WOMAN, birth=date(1970, 11, 2)), rules).basis
    assert age.sentence == "须未满50周岁，当日50周岁。"
    assert (age.clause, age.trust) == ("京人社就发〔2020〕19号 第三条", "stated")
    assert age.values == {"年龄": "50", "须未满": "50", "符合": "否"}
    assert age.dates == {"办理日期": "2020-11-02"}
