"""申请资格自测: the answer is that of the rules, with its clauses; nothing is kept."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.caller import PUBLIC_CALLER
from contracts.intake import AskEligible
from kernel.errors import Invalid

MAN = AskEligible(
    category="P4045",
    sex="male",
    birth_date=date(1970, 3, 7),
    local=True,
    hukou_type="11",
    work_started_on=date(2019, 2, 1),
    employed_by_unit=False,
    unemployed_on=date(2018, 12, 1),
)


def ask(counter, form):
    return counter.house.ask(form, PUBLIC_CALLER)


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"birth_date": date(1990, 3, 7)}, ["R-4045"]),
        ({"local": False}, ["R-HUKOU"]),
        ({"work_started_on": date(2019, 3, 30)}, ["R-30D"]),
        ({"unemployed_on": None}, ["R-UNEMP"]),
        ({"employed_by_unit": True}, ["R-EMP"]),
        ({"category": "XX"}, ["R-CAT"]),
    ],
)
def test_every_obstacle_is_told_with_its_clause(counter, changed, codes):
    answer = ask(counter, replace(MAN, **changed))
    assert [each.code for each in answer.obstacles] == codes
    assert answer.eligible is not bool(codes)
    assert all(each.basis.sentence and each.basis.clause for each in answer.obstacles)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"birth_date": date(2030, 1, 1)}, "birth_date"),
        ({"graduated_on": date(2030, 1, 1)}, "graduated_on"),
        ({"hukou_type": "zz"}, "hukou_type"),
    ],
)
def test_what_cannot_be_is_asked_again(counter, changed, field):
    with pytest.raises(Invalid) as refused:
        ask(counter, replace(MAN, **changed))
    assert field in refused.value.fields
