"""A word the programs compare with: another one is refused with its line and the words allowed."""

from importlib.resources import files
from pathlib import Path

import pytest

import policy
from policy.__main__ import main
from policy.errors import PackError

COMMON = files("policy") / "data" / "common"


def spoilt(packs: Path, file: str, old: str, new: str) -> Path:
    path = packs / file
    if not path.exists():  # a common file, kept by the office itself
        path.write_text((COMMON / file).read_text(encoding="utf-8"), encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("flow.toml", '"legacy"', '"legcy"', "value: 取值只能是 2019、legacy 之一，不是“legcy”"),
        ("flow.toml", '"2019"', '"2091"', "value: 取值只能是 2019、legacy 之一，不是“2091”"),
        (
            "benefit.toml",
            'value = "refund"',
            'value = "refnud"',
            "value: 取值只能是 keep、refund",
        ),
        ("checks.toml", '"warn"', '"wran"', "severity: 取值只能是 block、info、warn 之一"),
        ("checks.toml", '"monthly"', '"montly"', "runs: 取值只能是 account-change、enlist"),
        ("stops.toml", '"next-month"', '"nextmonth"', "effective: 取值只能是 first-employer"),
        ("stops.toml", '"S04"', '"S4"', "code: 取值只能是 S01、S02"),
        ("categories.toml", '"severe"', '"sever"', "disability: 取值只能是 moderate、severe"),
        ("categories.toml", '"graduate"', '"gradute"', "cap_group: 取值只能是 graduate、personal"),
        ("flow.toml", '"reading"', '"readng"', "trust: 取值只能是 computed、example、reading"),
        ("steps.toml", '"roster"', '"rooster"', "code: 取值只能是 acceptance、account"),
        ("messages.toml", '"T12"', '"T21"', "code: 取值只能是 T1、T10"),
        ("commitment.toml", '"7"', '"seven"', "code: 条目写序号；其余取值只能是 closing"),
        ("deductions.toml", '"09"', '"9"', "code: 取值只能是 00、01、02"),
        ("calendar.toml", 'kind = "off"', 'kind = "of"', "kind: 取值只能是 off、plain、work"),
        ("calendar.toml", 'before = "work"', 'before = "wrk"', "before: 取值只能是 off、plain"),
        ("divisions.csv", ",street,", ",stret,", "tier: 取值只能是 agency、city"),
    ],
)
def test_a_word_nobody_knows_is_refused_where_it_stands(
    packs: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, said: str
) -> None:
    path = spoilt(packs, file, old, new)
    with pytest.raises(PackError) as refused:
        policy.load(packs)
    wrong = refused.value
    assert wrong.file == file and wrong.line is not None
    assert new in path.read_text(encoding="utf-8").splitlines()[wrong.line - 1]
    assert wrong.reason.startswith(said)
    assert main(["--province", str(packs), "--check"]) == 1
    assert f"{file}:{wrong.line}: " in capsys.readouterr().err


def test_the_word_that_was_probably_meant_is_named(packs: Path) -> None:
    spoilt(packs, "flow.toml", '"legacy"', '"legcy"')
    with pytest.raises(PackError, match="是否应为 legacy？"):
        policy.load(packs)
