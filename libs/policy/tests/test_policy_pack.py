from datetime import date
from pathlib import Path

import pytest

import policy
from policy.errors import PackError

SECTION = """
[publicity_working_days]
document = "京劳服失发〔2019〕1号"
paragraph = "附件1 三.2"
trust = "stated"
from = 2019-04-01
value = 5
"""


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (SECTION.replace("publicity_work", "publicty_work"), "did you mean publicity_working_days"),
        (SECTION.replace("value = 5", "valeu = 5"), "valeu"),
        (SECTION.replace("value = 5", ""), "either value or missing"),
        (SECTION.replace("value = 5", "value = 5\nmissing = true"), "either value or missing"),
        (SECTION.replace("value = 5", 'value = "5"'), "whole number"),
        (SECTION.replace("value = 5", "value = 5.0"), "whole number"),
        (SECTION.replace("value = 5", "value = true"), "whole number"),
        (SECTION.replace("from = 2019-04-01", ""), "missing key from"),
        (SECTION.replace("2019-04-01", '"2019-04-01"'), "a date is expected"),
        (SECTION.replace("2019-04-01", "2019-04-01T00:00:00"), "a date is expected"),
        (SECTION.replace('"stated"', '"hearsay"'), "trust: 取值只能是 computed"),
        (SECTION.replace('"stated"', "1"), "text is expected"),
        (SECTION + "to = 2019-03-31\n", "lies before"),
        (SECTION + 'to = "soon"\n', "to: a date is expected"),
        (SECTION + "row = 5\n", "list of tables"),
        (SECTION + "row = [5]\n", "a table is expected"),
        (SECTION + "row = []\n", "no row"),
        (SECTION + SECTION, "syntax"),
        ("publicity_working_days = 5", "a section is expected"),
    ],
)
def test_a_bad_row_is_refused_with_file_place_and_reason(
    packs: Path, written: str, reason: str
) -> None:
    _replace(packs / "flow.toml", "publicity_working_days", written)
    with pytest.raises(PackError) as refused:
        policy.load(packs)
    assert reason in str(refused.value)
    assert refused.value.file == "flow.toml"
    assert "public" in refused.value.place or refused.value.place == "syntax"


HEAD = SECTION.replace("value = 5", "").replace("from = 2019-04-01", "")
ROW = "[[publicity_working_days.row]]\nvalue = 5\nfrom = {}\n"


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("2019-04-01\nto = 2019-12-31", "2019-12-31", "overlap"),
        ("2019-04-01", "2020-01-01", "overlap"),
        ("2019-04-01\nto = 2019-12-31", "2020-01-02", "gap"),
    ],
)
def test_days_may_neither_overlap_nor_leave_a_gap(
    packs: Path, first: str, second: str, reason: str
) -> None:
    _replace(
        packs / "flow.toml", "publicity_working_days", HEAD + ROW.format(first) + ROW.format(second)
    )
    with pytest.raises(PackError, match=reason):
        policy.load(packs)


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        # file, what is written, what is written instead, what stands on the line that is named
        ("flow.toml", "[cutoff_day]", "[cutof_day]", "[cutof_day]"),
        ("flow.toml", "value = 24", "valeu = 24", "valeu = 24"),
        ("flow.toml", "value = 24", 'value = "24"', 'value = "24"'),
        ("flow.toml", "value = 24", "value = 24\nto = 2019-01-01", "to = 2019-01-01"),
        ("flow.toml", "value = 24", "value = ", "value = "),
        ("flow.toml", "[process_version]", "cutoff = 1\n[process_version]", "cutoff = 1"),
        ("flow.toml", "to = 2019-03-31", "to = 2019-04-02", "from = 2019-04-01"),
        ("flow.toml", "to = 2019-03-31", "to = 2019-03-30", "from = 2019-04-01"),
        ("flow.toml", 'paragraph = "附件1 四.1"\n', "", "[[process_version.row]]"),
        ("benefit.toml", "value = 2021-12-31", "value = 2021-12-32", "value = 2021-12-32"),
        ("categories.toml", "min_age_male = 45", 'min_age_male = "45"', 'min_age_male = "45"'),
        ("categories.toml", 'code = "PZERO"', 'code = "PARMY"', "[[categories.row]]"),
        ("checks.toml", 'runs = ["start"]', 'runs = ["star"]', 'runs = ["star"]'),
        ("contribution.toml", "to = 2021-06-30", "to = 2021-05-31", "from = 2021-07-01"),
        ("reasons.toml", 'code = "R-RET"\n', "", "[[reasons.row]]"),
        ("pilot.toml", "row = []", "row = 3", "row = 3"),
        ("flow.toml", "value = 24", "value = -24", "value = -24"),
        ("flow.toml", "value = 24", "value = 31", "value = 31"),
        ("benefit.toml", "[15, 5, 1]", "[15, -5, 1]", "value = [15, -5, 1]"),
        ("benefit.toml", 'value = "refund"', 'value = "refnud"', 'value = "refnud"'),
        ("contribution.toml", '"0.012"', '"1.2"', 'value = "1.2"'),
        ("contribution.toml", '"3082"', '"-3082"', 'value = "-3082"'),
        ("contribution.toml", '"3082"', '"0"', 'value = "0"'),
        ("contribution.toml", "to = 2026-06-30", "to = 2020-06-30", "published_to = 2020-06-30"),
        ("stops.toml", 'code = "S04"', 'code = "S4"', 'code = "S4"'),
        ("stops.toml", '"month-after-end"', '"month-after-ned"', 'effective = "month-after-ned"'),
        ("checks.toml", 'code = "CHK-JY-CUM"', 'code = "CHK-JY-CMU"', "[checks]"),
        ("checks.toml", 'not_for = ["PGRAD"]', 'not_for = ["PGARD"]', "not_for = "),
        ("reasons.toml", 'code = "R-AGE"', 'code = "R-AEG"', "[reasons]"),
        ("categories.toml", '["CHK-JY-UNEMP", ', '["CHK-JY-UNEMPL", ', "evidence = "),
        ("categories.toml", "cap_months = 36", "cap_months = -36", "cap_months = -36"),
        ("messages.toml", 'code = "T2"', 'code = "T22"', 'code = "T22"'),
        ("messages.toml", "{tail4}", "{tial4}", "text = "),
        ("messages.toml", "享受{n}个月", "享受若干个月", "text = "),
    ],
)
def test_a_fault_is_named_with_its_line(
    packs: Path, file: str, old: str, new: str, fault: str
) -> None:
    path = packs / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError) as refused:
        policy.load(packs)
    wrong = refused.value
    assert wrong.line is not None
    line = path.read_text(encoding="utf-8").splitlines()[wrong.line - 1]
    assert line.startswith(fault)
    assert str(wrong).startswith(f"{file}:{wrong.line}: {wrong.place}: ")


def test_the_hint_names_the_placeholder_that_was_meant(packs: Path) -> None:
    path = packs / "messages.toml"
    text = path.read_text(encoding="utf-8").replace("{tail4}", "{tial4}", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=r"T1 is not told \{tial4\}; did you mean tail4\?"):
        policy.load(packs)


def test_a_new_number_takes_over_on_its_day(packs: Path) -> None:
    rows = ROW.format("2019-04-01\nto = 2019-12-31") + ROW.format("2020-01-01").replace("5", "7")
    _replace(packs / "flow.toml", "publicity_working_days", HEAD + rows)
    rulebook = policy.load(packs)
    assert rulebook.on(date(2019, 12, 31)).publicity_working_days == 5
    assert rulebook.on(date(2020, 1, 1)).publicity_working_days == 7


def test_a_name_in_two_files_or_in_none_is_refused(packs: Path) -> None:
    (packs / "more.toml").write_text(SECTION, encoding="utf-8")
    with pytest.raises(PackError, match=r"also in flow\.toml"):
        policy.load(packs)
    (packs / "more.toml").unlink()
    (packs / "flow.toml").unlink()
    with pytest.raises(PackError, match=r"publicity_working_days.*not in any pack"):
        policy.load(packs)


def _replace(path: Path, section: str, written: str) -> None:
    before, _, rest = path.read_text(encoding="utf-8").partition(f"[{section}]\n")
    after = rest.partition("\n\n")[2]
    # First, so that a bare key is not read as part of the section before it.
    path.write_text(f"{written}\n{before}\n{after}", encoding="utf-8")
