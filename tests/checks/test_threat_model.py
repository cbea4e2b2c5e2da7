"""docs/threat-model.md cannot rot: what it names exists, and every threat names a test."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(test_\w+\.py)::(\w+)`", PAGE)))
WHO, STANDARDS = PAGE.split("## 3. ")
ROWS = [line for line in WHO.splitlines() if re.match(r"\| (?!Could|Good|-)", line)]
THREATS = [line for line in ROWS if line.count("|") == 4]


@cache
def files_of_tests():
    folders = [ROOT / "tests", *ROOT.glob("*/tests"), *ROOT.glob("*/*/tests")]
    return [path for folder in folders for path in folder.rglob("test_*.py")]


def source_of(name):
    found = [path for path in files_of_tests() if path.name == name]
    return "\n".join(path.read_text(encoding="utf-8") for path in found)


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_a_test_that_is_named_exists(file, test):
    assert re.search(rf"^def {test}\(", source_of(file), re.MULTILINE)


@pytest.mark.parametrize("row", THREATS)
def test_every_threat_is_shown_by_a_test(row):
    could, stops, shown = (cell.strip() for cell in row.strip("|").split("|"))
    assert could and stops
    assert re.search(r"`test_\w+\.py::\w+`", shown)


def test_everybody_is_there_with_what_remains_open():
    people = re.split(r"^### ", WHO, flags=re.MULTILINE)[1:]
    assert len(people) == 9
    assert [one.splitlines()[0] for one in people if "**Open**" not in one] == []
    assert len(THREATS) >= 40


def test_all_chapters_of_the_standards_are_there():
    assert re.findall(r"^\| V(\d+) ", STANDARDS, re.MULTILINE) == [str(n) for n in range(1, 18)]
    for chapter in ("物理环境", "通信网络", "区域边界", "身份鉴别", "安全审计", "管理中心"):
        assert chapter in STANDARDS


def test_what_it_links_to_is_there():
    for link in re.findall(r"\]\(([\w/.-]+)\)", PAGE):
        assert (ROOT / "docs" / link).exists(), link
