"""Who is not eligible is taken down, told why with the clause, and left to the initial review."""

from datetime import date

import pytest

from contracts.intake import ApplicationAccepted

TOO_EARLY = {"work_started_on": date(2019, 3, 12), "work_declared_on": date(2019, 4, 1)}
AGAINST = [
    (
        TOO_EARLY,
        "灵活就业须满30日，至申请之日20日，2019-04-11起满。",
        "昌平区2018年7月22日政策问答",
    ),
    (
        {"category": "PRURAL", "hukou_type": "21"},
        "本市农业户籍就业困难人员自2020-10-01起方可申请，申请之日不属于补贴范围。",
        "京人社就发〔2020〕19号 第十条",
    ),
    (
        {"category": "PGRAD"},
        "高校毕业生自2020-10-01起方可申请，申请之日不属于补贴范围。",
        "京人社就发〔2020〕19号 第四条",
    ),
    ({"category": "PLOW"}, "该人员类型在申请之日不属于补贴范围。", "昌平区2018年7月22日政策问答"),
]


def submitted(counter, case):
    [step] = [item for item in counter.view(case).history if item.what == "submitted"]
    return step


@pytest.mark.parametrize(("changes", "sentence", "clause"), AGAINST)
def test_it_is_taken_down_and_the_reason_is_shown_at_once(counter, changes, sentence, clause):
    step = submitted(counter, counter.submit(counter.paper(**changes)))
    assert step.title.endswith("按所填内容不符合享受条件1项")
    [ground] = step.basis
    assert ground.sentence == sentence
    assert ground.clause.startswith(clause)


@pytest.mark.parametrize("changes", [one[0] for one in AGAINST])
def test_it_is_accepted_like_any_other_and_review_hears_of_it(counter, changes):
    case = counter.accepted(counter.paper(**changes))
    assert counter.view(case).state == "accepted"
    [told] = counter.said_of(case, ApplicationAccepted)
    assert told.facts.category == changes.get("category", "P4045")
    assert told.facts.months_used == 0


def test_whoever_is_eligible_is_told_nothing(counter):
    step = submitted(counter, counter.submit())
    assert step.basis == () and "不符合" not in step.title


def test_all_that_speaks_against_it_is_told_together(counter):
    form = counter.paper(**TOO_EARLY, hukou_type="21")
    step = submitted(counter, counter.submit(form))
    assert step.title.endswith("不符合享受条件2项")
    assert all(ground.clause for ground in step.basis)


def test_the_answer_to_the_clerk_tells_it_at_once(counter):
    told = counter.ask(counter.submission(counter.paper(**TOO_EARLY)))
    [obstacle] = told.obstacles
    assert (told.state, obstacle.code) == ("draft", "R-30D")
    assert obstacle.basis == submitted(counter, told.application_id).basis[0]


def test_the_answer_tells_whoever_is_eligible_of_no_obstacle(counter):
    assert counter.ask(counter.submission()).obstacles == ()
