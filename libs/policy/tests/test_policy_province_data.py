"""What the packs of a province may and may not say."""

from datetime import date
from pathlib import Path

import pytest

import policy

BEIJING, GUANGDONG = policy.load("beijing"), policy.load("guangdong")
MONDAY = date(2019, 4, 1)


def test_nothing_of_the_variant_pretends_to_be_law() -> None:
    rules = GUANGDONG.on(MONDAY)
    given = ("review_publicity_working_days", "matter_working_days", "application_cycle_months")
    assert {rules.clause(name).trust for name in given} == {"weak"}
    own = {
        name: series.rows[0].clause.trust
        for name, series in GUANGDONG.values.items()
        if series != BEIJING.values[name]
    }
    assert [name for name, trust in own.items() if trust == "stated"] == ["working_age_min"]


def test_what_holds_everywhere_is_the_same_object_of_law() -> None:
    day = date(2025, 1, 1)
    for name in ("retire_age_male", "delay_step_male", "age_reached_on_birthday"):
        assert getattr(BEIJING.on(day), name) == getattr(GUANGDONG.on(day), name)


def test_an_office_may_keep_its_packs_in_a_directory_of_its_own(packs: Path) -> None:
    flow = packs / "flow.toml"
    written = flow.read_text(encoding="utf-8")
    flow.write_text(
        written.replace("value = 5\n\n[objection", "value = 9\n\n[objection"), encoding="utf-8"
    )
    assert policy.load(str(packs)).on(MONDAY).publicity_working_days == 9
    own = (
        '[retire_age_male]\ndocument = "某省规定"\nparagraph = "第一条"\ntrust = "reading"\n'
        "from = 2018-07-01\nvalue = 61\n"
    )
    (packs / "own.toml").write_text(own, encoding="utf-8")
    assert policy.load(packs).on(MONDAY).retire_age_male == 61  # in place of the common one


def test_an_unknown_province_is_refused_with_the_known_ones() -> None:
    with pytest.raises(policy.PackError, match="known are beijing, guangdong"):
        policy.load("atlantis")
