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
YOUNG = replace(WORKER, kind="unemployed-trainee", birth=date(1995, 11, 3))
GRADUATE = replace(
    WORKER, kind="graduate-trainee", registered=False, graduated_on=date(2018, 11, 2)
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
        (YOUNG, True, "file-agency"),  # twenty-four until tomorrow
        (replace(YOUNG, birth=date(1995, 11, 2)), False, "file-agency"),
        (replace(YOUNG, birth=date(2004, 11, 2)), True, "file-agency"),  # sixteen today
        (replace(YOUNG, birth=date(2004, 11, 3)), False, "file-agency"),
        (replace(YOUNG, registered=False), False, "file-agency"),
        (replace(YOUNG, kind="rural-trainee"), True, "file-agency"),
        (replace(YOUNG, kind="rural-trainee", registered=False), False, "file-agency"),
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
