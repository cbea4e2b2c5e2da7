"""What a policy officer sees on the screen."""

import re
from datetime import date
from pathlib import Path

import pytest

import policy
from policy.__main__ import main

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "policy.md"


def test_a_value_with_all_its_rows_and_the_one_in_force(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--on", "2020-12-31", "unemployment_rate"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("* unemployment_rate\t0.012\t自2009-04-01至2020-12-31\t")
    assert second == "unemployment_rate\t0.01\t自2021-01-01起\t京人社就发〔2020〕19号 第六条\t原文"


def test_everything_in_force_on_a_day_says_its_clause(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--on", "2019-12-31"]) == 0
    lines = dict(line.split("\t", 1) for line in capsys.readouterr().out.splitlines())
    assert lines["publicity_working_days"].startswith("5\t自2019-04-01起\t京劳服失发〔2019〕1号")
    assert lines["medical_base"].startswith("未公布\t自2019-07-01至2020-06-30")
    assert lines["report_remind_days"].startswith("15、5、1\t")
    assert lines["cutoff_inclusive"].endswith("\t我方理解")
    assert lines["extension_months"] == "2019-12-31没有取值"


def test_what_changes_between_two_days(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--on", "2020-09-30", "--diff", "2020-10-01"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "+ extension_months\t12\t自2020-10-01起\t京人社就发〔2020〕19号 第五条\t原文" in lines
    assert any(
        line.startswith("+ categories.PGRAD\t高校毕业生\t自2020-10-01起\t") for line in lines
    )
    assert main(["--on", "2020-12-31", "--diff", "2021-01-01", "unemployment_rate"]) == 0
    before, after = capsys.readouterr().out.splitlines()
    assert before.startswith("- unemployment_rate\t0.012\t")
    assert after.startswith("+ unemployment_rate\t0.01\t")
    assert main(["--on", "2019-05-01", "--diff", "2019-05-02"]) == 0
    assert capsys.readouterr().out == ""


def test_another_province(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--province", "guangdong", "matter_working_days"]) == 0
    assert "\t30\t" in capsys.readouterr().out


def test_a_directory_is_checked(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--province", str(packs), "--check"]) == 0
    assert "通过检查" in capsys.readouterr().out
    flow = packs / "flow.toml"
    text = flow.read_text(encoding="utf-8")
    flow.write_text(text.replace("value = 24", 'value = "24"'), encoding="utf-8")
    line = 1 + text[: text.index("value = 24")].count("\n")
    assert main(["--province", str(packs), "--check"]) == 1
    said = capsys.readouterr().err
    assert f"flow.toml:{line}: cutoff_day" in said
    assert "a whole number is expected" in said


def test_an_unknown_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publicty_working_days"]) == 2
    assert "publicty_working_days" in capsys.readouterr().err


def _example(packs: Path) -> tuple[Path, str, str]:
    """The flow pack, its text with the single row, and with the guide's two rows."""
    flow = packs / "flow.toml"
    single = flow.read_text(encoding="utf-8")
    old, new = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert old in single
    return flow, single, single.replace(old, new)


def test_the_example_of_the_guide_works(packs: Path) -> None:
    flow, _, changed = _example(packs)
    flow.write_text(changed, encoding="utf-8")
    rulebook = policy.load(packs)
    days = [date(2027, 6, 30), date(2027, 7, 1)]
    assert [rulebook.on(day).publicity_working_days for day in days] == [5, 7]
    assert str(rulebook.on(days[1]).clause("publicity_working_days")) == "某文〔2027〕1号 第三条"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[publicity_working_days]", "[publicty_working_days]"),
        ("value = 7\n\n[objection", 'value = "7"\n\n[objection'),
        ("to = 2027-06-30", "to = 2019-03-31"),
        ("from = 2027-07-01", "from = 2027-06-01"),
        ("from = 2027-07-01", "from = 2027-07-02"),
    ],
)
def test_the_guide_shows_what_is_really_said(packs: Path, old: str, new: str) -> None:
    flow, single, changed = _example(packs)
    text = single if "publicty" in new else changed
    assert old in text
    flow.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(policy.PackError) as refused:
        policy.load(packs)
    assert f"`{refused.value}`" in GUIDE.read_text(encoding="utf-8")
