"""Tables of cases for the rules themselves, no database in sight."""

from datetime import UTC, date, datetime
from itertools import product
from uuid import uuid4

import pytest

import policy
from intake.domain import states
from intake.domain.checks import Asked, due_on, replaces, standing
from intake.domain.commitment_text import Addition, Altered, compose
from intake.domain.form_rules import days_engaged, same_name, tidy
from intake.domain.forms import Form, Work
from intake.domain.own_checks import Benefit, Record, answer
from intake.domain.promise_rules import same_paragraph
from kernel.errors import Conflict

POLICY = policy.load()
RULES = POLICY.on(date(2019, 4, 1))


def check(severity, result, **more):
    values = {"code": f"CHK-{severity}", "title": "", "severity": severity, "result": result}
    where = {"request_id": uuid4(), "application_id": uuid4(), "dossier_version": 1}
    return Asked(asked_at=datetime(2019, 4, 1, tzinfo=UTC), **where, **values, **more)


@pytest.mark.parametrize(
    ("checks", "complete", "blocked"),
    [
        ([check("B", "PASS"), check("W", "PASS")], True, False),
        ([check("B", "PENDING")], False, True),
        ([check("B", "PASS"), check("W", "PENDING")], True, False),
        ([check("B", "PASS"), check("W", "FAIL")], True, True),
        ([check("B", "PASS"), check("W", "FAIL", overridden_by="a")], True, False),
        ([check("W", "FAIL", overridden_by="a", two_persons=True)], True, True),
        ([check("W", "FAIL", overridden_by="a", seconded_by="b", two_persons=True)], True, False),
        ([check("B", "PASS"), check("I", "FAIL")], True, False),
        ([check("B", "NO_DATA")], True, True),
        ([check("B", "TIMEOUT")], True, True),
        ([check("W", "NO_DATA")], True, False),
        ([], True, False),
    ],
)
def test_where_the_matching_stands(checks, complete, blocked):
    now = standing(checks)
    assert (now.complete, now.blocked) == (complete, blocked)


@pytest.mark.parametrize(
    ("known", "better"),
    [
        ("PENDING", {"PASS", "FAIL", "NO_DATA", "ERROR", "TIMEOUT"}),
        ("TIMEOUT", {"PASS", "FAIL", "NO_DATA"}),
        ("ERROR", {"PASS", "FAIL", "NO_DATA"}),
        ("PASS", set()),
        ("FAIL", set()),
        ("NO_DATA", set()),
    ],
)
def test_which_answer_replaces_which(known, better):
    every = {"PASS", "FAIL", "NO_DATA", "ERROR", "TIMEOUT"}
    assert {answer for answer in every if replaces(known, answer)} == better


@pytest.mark.parametrize(
    ("category", "day", "asked", "spared"),
    [
        ("P4045", date(2019, 4, 1), {"CHK-JY-DIFF", "CHK-DA-FILE"}, {"CHK-CL-DIS", "CHK-JY-GRAD"}),
        ("PDIS2", date(2019, 4, 1), {"CHK-CL-DIS"}, {"CHK-MZ-LOW"}),
        ("PGRAD", date(2020, 11, 2), {"CHK-JY-GRAD"}, {"CHK-JY-UNEMP", "CHK-DA-FILE"}),
        ("PRURAL", date(2020, 11, 2), {"CHK-JY-UNEMP"}, {"CHK-DA-FILE", "CHK-JY-GRAD"}),
    ],
)
def test_which_checks_a_category_is_due(category, day, asked, spared):
    codes = {planned.code for planned in due_on("intake", POLICY.on(day), category)}
    assert asked <= codes and not spared & codes
    assert not {"CHK-YH-ACC", "CHK-SB-SELF", "CHK-GJJ"} & codes  # other runs


def form(category="P4045"):
    work = Work(
        started_on=date(2019, 2, 1),
        project="01",
        content="",
        days_engaged=59,
        income_band="A",
        no_contract=True,
        declared_by="",
        declared_on=date(2019, 4, 1),
    )
    texts = dict.fromkeys(
        (
            "name",
            "id_number",
            "education",
            "former_status",
            "home_address",
            "household_address",
            "hukou_type",
            "file_unit",
        ),
        "",
    )
    return Form(
        **texts,
        category=category,
        sex="male",
        birth_date=date(1970, 3, 7),
        unemployed_on=date(2018, 1, 1),
        retire_class="worker",
        graduated_on=None,
        work=work,
    )


@pytest.mark.parametrize(
    ("code", "record", "result"),
    [
        ("CHK-JY-DUP", Record(other_open=False), "PASS"),
        ("CHK-JY-DUP", Record(other_open=True), "FAIL"),
        ("CHK-JY-DUP", [("P4045", 3, False, "")], "FAIL"),
        ("CHK-JY-DUP", [("P4045", 3, True, "S02")], "PASS"),
        ("CHK-JY-CUM", [("P4045", 35, True, "S02")], "PASS"),
        ("CHK-JY-CUM", [("P4045", 36, True, "S01")], "FAIL"),
        ("CHK-JY-CUM", [("PUN1Y", 20, True, "S02"), ("P4045", 16, True, "S02")], "FAIL"),
        ("CHK-JY-CUM", [("PGRAD", 36, True, "S01")], "PASS"),  # counted apart
        ("CHK-BLK", [("P4045", 3, True, "S02")], "PASS"),
        ("CHK-BLK", [("P4045", 3, True, "S09")], "FAIL"),
    ],
)
def test_what_we_know_ourselves(code, record, result):
    if isinstance(record, list):
        names = ("category", "months_used", "ended", "stop_code")
        benefits = tuple(Benefit(**dict(zip(names, row, strict=True))) for row in record)
        record = Record(other_open=False, benefits=benefits)
    rules = policy.load().on(date(2021, 3, 1))  # a day on which every category exists
    assert answer(code, form(), record, rules)[0] == result


def test_the_table_of_moves_knows_every_state_and_loses_nobody():
    for moves in (*states.COMMANDS.values(), *states.NEWS.values()):
        assert set(moves) | set(moves.values()) <= set(states.STATES)
        ended = {state: to for state, to in moves.items() if state not in states.OPEN}
        assert all(state == to for state, to in ended.items())  # what is over stays over
    for state, step in product(states.STATES, states.COMMANDS):
        if states.move(step, state) is None:
            with pytest.raises(Conflict) as refusal:
                states.must_move(step, state)
            assert step not in refusal.value.allowed


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("阿依古丽•买买提", "阿依古丽·买买提", True),
        (" 王 晓明", "王晓明", True),
        ("王晓明", "王小明", False),
    ],
)
def test_when_two_writings_are_one_name(one, other, same):
    assert same_name(one, other) is same
    assert tidy("王  晓明 ") == "王 晓明"


def test_small_rules():
    assert days_engaged(date(2019, 3, 2), date(2019, 4, 1)) == 30
    assert same_paragraph("甲，乙。 ", "甲,乙") and not same_paragraph("，。", "甲")
    city = POLICY.commitment(date(2019, 4, 1))
    values = {"agency": "110101", "n": 1, "clauses": ("x",), "made_on": date(2019, 4, 1)}
    forged = Addition(**values, city_version=city.version, city_digest="0" * 64)
    with pytest.raises(Altered):
        compose(city, forged)
