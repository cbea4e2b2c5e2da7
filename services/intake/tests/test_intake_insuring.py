"""参保资格: who is asked answers with place, clause and grounds (京人社就发〔2020〕19号 第三条)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from contracts.intake import AskInsurable
from kernel.clock import SHANGHAI
from kernel.errors import Conflict, Forbidden, Invalid

CLAUSE = "京人社就发〔2020〕19号 第三条"
WORKER = AskInsurable(
    kind="rural-worker",
    sex="male",
    birth_date=date(1960, 11, 3),
    local=True,
    registered=True,
    on=date(2020, 11, 2),
)
TRAINEE = replace(
    WORKER, kind="unemployed-trainee", birth_date=date(1995, 11, 3), in_traineeship=True
)
GRADUATE = replace(
    TRAINEE,
    kind="graduate-trainee",
    registered=None,
    jobless=True,
    graduated_on=date(2018, 11, 2),
)
STREET, AGENCY = "户籍所在地街道", "个人委托存档人员参保流程"


@pytest.fixture
def counter(counter):
    counter.clock.set(datetime(2020, 11, 2, 9, tzinfo=SHANGHAI))
    return counter


@pytest.mark.parametrize(
    ("asked", "may", "place", "says"),
    [
        (WORKER, True, STREET, "可以作为农业户籍灵活就业人员参加社会保险"),
        (replace(WORKER, birth_date=date(1960, 11, 2)), False, STREET, "须未满60周岁，当日60周岁"),
        (replace(WORKER, sex="female"), False, STREET, "须未满50周岁，当日59周岁"),
        (replace(WORKER, registered=False), False, STREET, "办理就业登记"),
        (replace(WORKER, local=False), False, STREET, "须为本市农业户籍"),
        (GRADUATE, True, AGENCY, "可以作为见习的毕业生参加社会保险"),
        (replace(GRADUATE, graduated_on=date(2018, 11, 1)), False, AGENCY, "须在毕业24个月内"),
        (replace(GRADUATE, jobless=False), False, AGENCY, "须毕业后未就业"),
        (TRAINEE, True, AGENCY, "可以作为见习的登记失业人员参加社会保险"),
        (replace(TRAINEE, birth_date=date(1995, 11, 2)), False, AGENCY, "当日25周岁"),
        (replace(TRAINEE, registered=False), False, AGENCY, "须已办理失业登记"),
        (replace(TRAINEE, in_traineeship=False), False, AGENCY, "须在就业见习期间"),
        (replace(TRAINEE, kind="rural-trainee"), True, AGENCY, "可以作为见习的农村劳动力"),
        (replace(TRAINEE, kind="rural-trainee", registered=False), False, AGENCY, "转移就业登记"),
    ],
)
def test_the_answer_is_yes_or_no_with_place_and_clause(counter, asked, may, place, says):
    answer = counter.ask(asked)
    assert (answer.may, answer.clause, answer.on) == (may, CLAUSE, asked.on)
    assert place in answer.place
    assert says in answer.sentence
    assert {ground.values["符合"] for ground in answer.basis} == {"是" if may else "否"}
    assert {ground.clause for ground in answer.basis} == {CLAUSE}


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        (replace(WORKER, registered=None), {"registered"}),
        (replace(WORKER, graduated_on=date(2018, 7, 1)), {"graduated_on"}),
        (replace(WORKER, birth_date=date(2021, 1, 1)), {"birth_date"}),
        (replace(GRADUATE, graduated_on=None, jobless=None), {"graduated_on", "jobless"}),
        (replace(GRADUATE, graduated_on=date(2020, 11, 3)), {"graduated_on"}),
        (replace(TRAINEE, in_traineeship=None), {"in_traineeship"}),
        (replace(WORKER, on=date(9999, 12, 31)), {"on"}),
    ],
)
def test_facts_that_are_missing_or_cannot_be_are_asked_for(counter, asked, fields):
    with pytest.raises(Invalid) as refused:
        counter.ask(asked)
    assert refused.value.fields.keys() == fields
    assert refused.value.code == "insuring-facts-invalid"


def test_before_the_measure_nobody_can_say(counter):
    assert counter.ask(replace(WORKER, on=None)).on == date(2020, 11, 2)
    counter.clock.set(datetime(2020, 9, 30, 9, tzinfo=SHANGHAI))
    for day in (date(2020, 9, 30), None):
        with pytest.raises(
            Conflict, match="insurable_age_max_male 在 2020-09-30 没有取值"
        ) as refused:
            counter.ask(replace(WORKER, on=day))
        assert refused.value.code == "policy-missing"


def test_street_and_district_are_asked_and_nobody_else(counter):
    assert counter.ask(WORKER, counter.reader).may
    assert counter.ask(WORKER, counter.district).may
    with pytest.raises(Forbidden):
        counter.ask(WORKER, replace(counter.district, tier="applicant", roles=()))
