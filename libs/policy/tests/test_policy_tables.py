from datetime import date
from pathlib import Path

import pytest

import policy
from kernel.errors import MissingValue, NotFound
from policy.dated import Clause
from policy.errors import PackError
from policy.rulebase import TABLES


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("checks.toml", 'severity = "block"', 'severity = "bloc"', "severity: 取值只能是 block"),
        ("checks.toml", '"intake"', '"intak"', "是否应为 intake"),
        ("checks.toml", "source = ", "sauce = ", "unknown key sauce"),
        ("checks.toml", 'code = "CHK-GJJ"\n', "", "missing key code"),
        ("reasons.toml", "灵活就业未满30日", "灵活就业未满30日" * 3, "longer than 20"),
        ("stops.toml", 'reason = "补贴期满"', f'reason = "{"满" * 21}"', "longer than 20"),
        ("categories.toml", "min_age_male = 45", 'min_age_male = "45"', "min_age_male: a whole"),
        ("categories.toml", 'code = "PZERO"', 'code = "PARMY"', "overlap"),
        ("contribution.toml", 'value = "3082"', "value = 3082", "a decimal in quotes"),
        ("contribution.toml", 'value = "3082"', 'value = "3o82"', "decimal in quotes"),
        ("contribution.toml", 'value = "3082"', 'value = "NaN"', "finite"),
        ("benefit.toml", 'value = "2020-01"', 'value = "2020-13"', "no such month"),
        ("benefit.toml", "value = [15, 5, 1]", "value = 15", "a list is expected"),
        ("benefit.toml", "value = false", "value = 0", "true or false"),
    ],
)
def test_tables_are_checked_as_well(
    packs: Path, file: str, old: str, new: str, reason: str
) -> None:
    path = packs / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError, match=reason):
        policy.load(packs)


def test_every_value_knows_its_clause() -> None:
    rules = policy.load().on(date(2026, 11, 22))
    for name in rules.values:
        clause = rules.clause(name)
        assert clause.document
        assert clause.paragraph
    stated = Clause("京劳服失发〔2019〕1号", "附件1 三.2", "stated")
    assert rules.clause("publicity_working_days") == stated
    assert str(stated) == "京劳服失发〔2019〕1号 附件1 三.2"
    with pytest.raises(AttributeError, match="publicty"):
        rules.clause("publicty")


def test_a_value_nobody_published_fails_with_its_name_and_day() -> None:
    rulebook = policy.load()
    cases = [
        (date(2019, 3, 31), "publicity_working_days"),  # the old flow's numbers are not known
        (date(2019, 12, 31), "medical_base"),
        (date(2026, 11, 22), "false_commitment_bar_months"),
    ]
    for day, name in cases:
        with pytest.raises(MissingValue, match=f"{name}.*{day}"):
            getattr(rulebook.on(day), name)


def test_every_table_has_rows_but_the_pilot() -> None:
    rules = policy.load().on(date(2020, 10, 1))
    empty = [table for table in TABLES if not rules.tables[table]]
    assert empty == ["rural_pilot"]
    with pytest.raises(NotFound):
        rules.category("P9999")


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("个体经营者", ["个体经营"]),
        ("非全日制从业人员", ["非全日制"]),
        ("新就业形态人员", ["网约车", "网络送餐", "快递物流", "电商直播"]),
        ("其他灵活就业人员", ["家政", "社区服务", "自由职业", "其他"]),
    ],
)
def test_the_kinds_of_flexible_work_of_article_two(kind: str, names: list[str]) -> None:
    listed = [project.name for project in policy.load().on(date(2020, 10, 1)).codes("projects")]
    assert [name for name in listed if name in names], kind
    assert set(names) <= set(listed)
