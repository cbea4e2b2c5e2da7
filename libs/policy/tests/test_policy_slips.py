"""Slips of a policy officer's pen: each is refused with the line it stands on and why."""

from pathlib import Path

import pytest

import policy
from policy.errors import PackError

CLOCK = """
[sms_window_open]
document = "灵补设计"
paragraph = "短信时段"
trust = "reading"
from = 2018-07-01
value = "{}"
"""
PILOT = """[rural_pilot]
document = "某文"
paragraph = "第一条"
trust = "stated"
from = 2020-10-01
[[rural_pilot.row]]
code = "110199"
name = "某区"
"""


def refused(packs: Path) -> tuple[str, PackError]:
    """The line that is named, and what is said of it."""
    with pytest.raises(PackError) as caught:
        policy.load(packs)
    wrong = caught.value
    assert wrong.line is not None, wrong
    lines = (packs / wrong.file).read_text(encoding="utf-8-sig").splitlines()
    return lines[wrong.line - 1], wrong


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "reason"),
    [
        # income boxes
        ("codes.toml", "low = 1001", "low = 1000", "low = 1000", "overlap: 1001 follows"),
        ("codes.toml", "low = 1001", "low = 1002", "low = 1002", "gap: 1001 follows"),
        ("codes.toml", "high = 1000", "high = 900", "low = 1001", "gap: 901 follows"),
        ("codes.toml", "high = 2000", "high = 200", "high = 200", "at least low 1001"),
        ("codes.toml", "low = 0", "low = 100", "low = 100", "gap: 0 follows"),
        ("codes.toml", "low = 0", "low = -5", "low = -5", "at least 0"),
        ("codes.toml", "low = 5000", "low = 5000\nhigh = 9000", "high = 9000", "highest box"),
        ("codes.toml", "high = 4999\n", "", 'code = "C"', "only the highest box"),
        # categories
        ("categories.toml", "male = 45", "male = 450", "min_age_male = 450", "at most 100"),
        (
            "categories.toml",
            '"moderate"',
            '"medium"',
            'disability = "medium"',
            "moderate、severe",
        ),
        ("categories.toml", "cap_months = 60", "cap_months = 6000", "cap_months = 6", "most 600"),
        ("categories.toml", "cap_months = 36", "cap_months = 0", "cap_months = 0", "at least 1"),
        ("categories.toml", '"就业困难人员"', '"残疾人员"', "public_name", "残疾 is not published"),
        ("categories.toml", '"PZERO"', '"P ZERO"', 'code = "P ZERO"', "without spaces"),
        ("categories.toml", '"PZERO"', '"PARMY"', "[[categories.row]]", "overlap"),
        # money
        ("contribution.toml", '"0.06"', '"0.26"', "value", "is more than pension_rate, 0.20"),
        ("contribution.toml", '"0.20"', "0.20", "value", "a decimal in quotes"),
        ("contribution.toml", '"0.20"', '"20%"', "value", "a decimal in quotes"),
        ("contribution.toml", '"3613"', '"36130"', "value", "more than pension_base_ceiling"),
        ("contribution.toml", "[medical_base]", "[medcal_base]", "[medcal_", "mean medical_base"),
        # days
        (
            "flow.toml",
            "from = 2019-04-01",
            "from = 2109-04-01",
            "from = 2109",
            "1949-10-01 to 2099",
        ),
        ("flow.toml", "value = 24", "value = 24\nto = 2027-06-30", "to = ", "nothing follows"),
        ("flow.toml", "value = 20", "value = 25", "value = 25", "is more than cutoff_day, 24"),
        ("benefit.toml", '"2020-12"', '"2019-12"', "value", "more than extension_last_expiry"),
        ("benefit.toml", '"2020-10"', '"2020-13"', "value", "no such month"),
        ("benefit.toml", "[15, 5, 1]", "[15, 5, 5]", "value", "none twice"),
        ("benefit.toml", "[15, 5, 1]", "[]", "value", "at least one"),
        ("benefit.toml", "[15, 5, 1]", "[1500, 5, 1]", "value", "at most 366"),
        ("entitlement.toml", "value = 16", "value = 61", "value", "working_age_max_female, 50"),
        ("entitlement.toml", "value = 24", "value = 2400", "value", "at most 600"),
        (
            "contribution.toml",
            "published_to = 2026-06-30",
            "published_to = 2026-06-30\nto = 2026-06-30",
            "published_to",
            "row that ends",
        ),
        # texts
        ("messages.toml", "{n}", "｛n｝", "text", "gateways refuse"),
        ("messages.toml", "{name}（", "｛name｝（", "text", "gateways refuse"),
        ("messages.toml", "{n}", "{n:>4}", "text", "the name alone"),
        ("messages.toml", "{n}", "{n!r}", "text", "the name alone"),
        ("messages.toml", "{n}", "{n", "text", "not closed"),
        (
            "messages.toml",
            'code = "T2"',
            'code = "T2"\nto = 2027-01-01',
            "to = ",
            "nothing follows",
        ),
        ("commitment.toml", '"closing"', '"closng"', "[commitment]", "no row for closing"),
        ("commitment.toml", 'code = "3"', 'code = "8"', 'code = "4"', "item 3 is expected"),
        ("steps.toml", 'code = "flow"', 'code = "flow"\nto = 2027-01-01', "to = ", "nothing"),
        # checks, pilots, sections
        ("checks.toml", 'runs = ["intake", "second-post"]', "runs = []", "runs", "at least one"),
        ("checks.toml", 'reason = "身份信息核验不一致"\n', "", "severity", "needs the reason"),
        ("checks.toml", '"CHK-BLK"', '"CHK-BLACK"', "[checks]", "no row for CHK-BLK"),
        ("flow.toml", "[cutoff_day]", "[[cutoff_day.rows]]", "[[cutoff_day.rows]]", "headed [[cut"),
        ("pilot.toml", "from = 2020-10-01", "from = 2020", "from = 2020", "a date"),
        ("pilot.toml", "paragraph =", "paragraf =", "[rural_pilot]", "missing key paragraph"),
        ("pilot.toml", 'trust = "stated"', 'trust = "sure"', 'trust = "sure"', "trust: 取值只能是"),
        ("pilot.toml", "row = []", "row = []\nform = 2021-01-01", "form", "form: unknown key"),
        (
            "flow.toml",
            'paragraph = "附件1 四.1"',
            'paragraph = ""',
            "paragraph",
            "text is expected",
        ),
    ],
)
def test_a_slip_is_named_with_its_line(
    packs: Path, file: str, old: str, new: str, line: str, reason: str
) -> None:
    path = packs / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found, wrong = refused(packs)
    assert (wrong.file, found.startswith(line)) == (file, True), (found, wrong)
    assert reason in str(wrong)


@pytest.mark.parametrize(
    ("clock", "reason"),
    [
        ("25:00", "a time of day"),
        ("8:00", "a time of day"),
        ("08:60", "a time of day"),
        ("21:00", "less than sms_window_open, 21:00"),
    ],
)
def test_the_hours_for_messages_are_hours_and_in_order(
    packs: Path, clock: str, reason: str
) -> None:
    (packs / "more.toml").write_text(CLOCK.format(clock), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        policy.load(packs)
    assert caught.value.line is not None
    assert reason in str(caught.value)


def test_a_quarter_that_must_be_applied_for_needs_the_text_that_says_so(packs: Path) -> None:
    flow = packs / "flow.toml"
    head, name, rest = flow.read_text(encoding="utf-8").partition("[claim_required]")
    flow.write_text(head + name + rest.replace("value = false", "value = true", 1), "utf-8")
    found, wrong = refused(packs)
    assert (wrong.file, found) == ("flow.toml", "value = true")
    assert "messages has no T15" in str(wrong)


def test_a_pilot_is_a_district_there_is(packs: Path) -> None:
    (packs / "pilot.toml").write_text(PILOT, encoding="utf-8")
    found, wrong = refused(packs)
    assert (found, wrong.reason) == (
        'code = "110199"',
        "code: 110199 is no agency of divisions.csv",
    )


def test_editors_of_another_system_write_what_is_read_or_what_is_refused(packs: Path) -> None:
    flow = packs / "flow.toml"
    text = flow.read_text(encoding="utf-8")
    flow.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert policy.load(packs)  # a byte order mark and their ends of line
    flow.write_bytes(text.encode("gb18030"))
    with pytest.raises(PackError, match=r"flow\.toml: file: not written in UTF-8"):
        policy.load(packs)


@pytest.mark.parametrize(
    ("file", "section", "orphan"),
    [
        ("categories.toml", "categories", 'code = "P4045"'),
        ("stops.toml", "stops", 'code = "S01"'),
        ("contribution.toml", "pension_base", 'value = "1490"'),
    ],
)
def test_a_row_that_has_lost_its_heading_is_not_inherited_by_the_others(
    packs: Path, file: str, section: str, orphan: str
) -> None:
    """Without it 4045人员 would be gone, and its ages everybody's."""
    path = packs / file
    text = path.read_text(encoding="utf-8")
    heading = next(line for line in text.splitlines() if line.startswith(f"[[{section}.row]]"))
    path.write_text(text.replace(heading + "\n", "", 1), encoding="utf-8")
    found, wrong = refused(packs)
    assert found == orphan
    assert f"is [[{section}.row]] missing before it?" in str(wrong)
