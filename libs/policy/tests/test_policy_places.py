"""Where a pack holds: its divisions, who is local, its steps; and what is refused about them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import policy
from kernel.errors import NotFound
from policy.__main__ import main
from policy.errors import PackError
from policy.known import STEPS

BEIJING, GUANGDONG = policy.load("beijing"), policy.load("guangdong")
MONDAY = date(2019, 4, 1)
STREET = "110101001,东华门街道,street,110101,,"


@pytest.mark.parametrize(
    ("book", "root", "street", "owner"),
    [
        (BEIJING, "北京市", "110101001", "东城区"),
        (GUANGDONG, "广东省", "440104004", "越秀区"),
        (GUANGDONG, "广东省", "441900003", "东莞市"),  # a city without districts decides itself
    ],
)
def test_each_pack_has_its_own_places(
    book: policy.Policy, root: str, street: str, owner: str
) -> None:
    assert book.divisions.root.name == root
    assert book.divisions.agency_of(street).name == owner
    other = GUANGDONG if book is BEIJING else BEIJING
    with pytest.raises(NotFound):
        other.divisions.street(street)


def test_who_is_local_is_told_by_the_first_digits_of_the_household() -> None:
    for code, beijing, guangdong in [("110105", True, False), ("445281", False, True)]:
        assert BEIJING.on(MONDAY).is_local(code) is beijing
        assert GUANGDONG.on(MONDAY).is_local(code) is guangdong


def test_every_step_has_a_clause_and_none_of_the_variant_cites_beijing() -> None:
    for step in STEPS:
        assert BEIJING.on(MONDAY).step(step).document
        cited = GUANGDONG.on(MONDAY).step(step)
        assert not cited.document.startswith("京")
        assert cited.trust in ("reading", "weak")


def _line(line: str, written: str) -> Callable[[str], str]:
    return lambda text: text.replace(line, written)


def _more(written: str) -> Callable[[str], str]:
    return lambda text: text + written + "\n"


NEW = "119999"
DISTRICT = f"{NEW},某区,district,110000,,"


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (lambda text: "", 1, "the columns are code,name,tier"),
        (lambda text: text.splitlines()[0] + "\n", None, "no province or city"),
        (_line("valid_from,valid_to", "valid_form,valid_to"), 1, "did you mean valid_from"),
        (_line(STREET, "110101001,东华门街道,street,110101"), None, "6 columns are expected"),
        (_line(STREET, "110101001,东华门街道,stret,110101,,"), None, "是否应为 street"),
        (_line(STREET, "11010101,东华门街道,street,110101,,"), None, "9 digits are expected"),
        (_line(STREET, "１１０１０１００１,东华门,street,110101,,"), None, "9 digits are expected"),
        (_line(STREET, "110101001,,street,110101,,"), None, "name: text is expected"),
        (_line(STREET, "110101001,东华门街道,street,,,"), None, "parent: a street needs one"),
        (_line(STREET, "110101001,东华门街道,street,110199,,"), None, "no division 110199"),
        (_line(STREET, "110101001,东华门街道,street,110000,,"), None, "110000 is a city"),
        (_line(STREET, STREET[:-1] + "2019-4-1,"), None, "valid_from: a date is expected"),
        (
            _line(STREET, STREET[:-1] + "2020-01-01,2019-12-31"),
            None,
            "valid_to 2019-12-31 lies before",
        ),
        (_more(STREET), 369, "overlap: the code stands on line"),
        (
            _more(
                f"{NEW},某区,district,110000,,2020-06-30\n{NEW},甲区,district,110000,2020-06-30,"
            ),
            370,
            "overlap",
        ),
        (
            _more(
                f"{NEW},某区,district,110000,,2020-06-30\n{NEW},甲区,district,110000,2020-07-02,"
            ),
            370,
            "gap: nothing between 2020-06-30 and 2020-07-02",
        ),
        (_more("120000,天津市,city,,,"), 369, "only one unit may have none"),
    ],
)
def test_divisions_are_refused_with_file_line_and_reason(
    packs: Path, change: Callable[[str], str], line: int | None, reason: str
) -> None:
    file = packs / "divisions.csv"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(PackError) as refused:
        policy.load(packs)
    assert refused.value.file == "divisions.csv"
    assert reason in str(refused.value)
    if line is not None:
        assert refused.value.line == line


def test_a_pack_without_divisions_or_without_streets_is_refused(packs: Path) -> None:
    file = packs / "divisions.csv"
    rows = file.read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if ",street," not in row and ",agency," not in row]
    file.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(PackError, match="no street"):
        policy.load(packs)
    file.unlink()
    with pytest.raises(PackError, match="not in the pack"):
        policy.load(packs)


def test_a_division_may_begin_later_and_may_be_renamed(packs: Path) -> None:
    added = [
        DISTRICT,
        f"{NEW}001,新设街道,street,{NEW},2021-01-01,",
        f"{NEW}002,旧名街道,street,{NEW},,2020-06-30",
        f"{NEW}002,新名街道,street,{NEW},2020-07-01,",
    ]
    file = packs / "divisions.csv"
    text = file.read_text(encoding="utf-8") + "\n".join(added) + "\n"
    file.write_text(text, encoding="utf-8")
    places = policy.load(packs).divisions
    with pytest.raises(NotFound):
        places.street(f"{NEW}001", date(2020, 12, 31))
    assert places.street(f"{NEW}001", date(2021, 1, 1)).name == "新设街道"
    assert [row.name for row in places.streets_of(NEW, date(2020, 12, 31))] == ["新名街道"]
    assert places.street(f"{NEW}002", date(2020, 6, 30)).name == "旧名街道"
    assert places.street(f"{NEW}002").name == "新名街道"


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("steps.toml", 'code = "roster"', 'code = "rooster"', "是否应为 roster"),
        ("steps.toml", '[[steps.row]] # 花名册\ncode = "roster"', "", "no row for roster"),
        ("steps.toml", 'code = "lists"', 'code = "reports"', "overlap"),
        ("steps.toml", 'paragraph = "附件5"', 'paragraph = ""', "text is expected"),
        ("places.toml", '"divisions.csv"', '"places.csv"', "the codes stand in divisions.csv"),
        ("places.toml", 'value = ["11"]', "value = []", "at least one"),
        ("places.toml", 'value = ["11"]', 'value = ["1 1"]', "first digits of division codes"),
        ("places.toml", 'value = ["11"]', 'value = "11"', "a list is expected"),
        ("places.toml", "[local_name]", "[local_nam]", "did you mean local_name"),
        ("places.toml", 'code = "110101001"', 'code = "110101"', "110101 is no street"),
        ("flow.toml", "value = false\n\n[claim_w", 'value = "no"\n\n[claim_w', "true or false"),
    ],
)
def test_the_new_data_are_refused_like_the_old(
    packs: Path, file: str, old: str, new: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (packs / file).read_text(encoding="utf-8")
    if "no row for" in reason:
        new, old = "", text[text.index(old) :].split("\n\n")[0]
    assert old in text
    (packs / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError) as refused:
        policy.load(packs)
    assert (refused.value.file, reason in str(refused.value)) == (file, True), refused.value
    assert refused.value.line
    assert main(["--province", str(packs), "--check"]) == 1
    assert file in capsys.readouterr().err
