"""A hole before the first row is a gap: a pack is whole from its first day."""

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

import policy
from kernel.errors import MissingValue
from policy.__main__ import main
from policy.errors import PackError
from policy.reading import sections

DATA = files("policy") / "data"
BEGINS = date(2019, 4, 1)


def later(packs: Path, file: str, heading: str, first: str = "2019-04-01", day: str = "") -> Path:
    """The same pack, where what stands under a heading begins on another day."""
    path = packs / file
    head, name, rest = path.read_text(encoding="utf-8").partition(heading)
    assert f"from = {first}" in rest
    changed = rest.replace(f"from = {first}", f"from = {day}", 1)
    path.write_text(head + name + changed, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("file", "heading", "first", "day"),
    [
        ("flow.toml", "[cutoff_day]", "2019-04-01", "2019-06-01"),
        ("flow.toml", "[publicity_working_days]", "2019-04-01", "2099-04-01"),
        ("flow.toml", "[cutoff_day]", "2019-04-01", "2019-04-02"),
        ("benefit.toml", "[report_window_months]", "2019-04-01", "2019-07-01"),
        ("entitlement.toml", "[flexible_days_min]", "2018-07-01", "2020-07-01"),
        ("checks.toml", "[checks]", "2018-07-01", "2019-07-01"),
        ("stops.toml", "[stops]", "2019-04-01", "2019-05-01"),
        ("messages.toml", "[messages]", "2019-04-01", "2019-05-01"),
        ("steps.toml", "[steps]", "2006-01-01", "2026-01-01"),
        ("codes.toml", "[banks]", "2018-07-01", "2028-07-01"),
    ],
)
def test_what_begins_after_the_pack_is_refused(
    packs: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    heading: str,
    first: str,
    day: str,
) -> None:
    path = later(packs, file, heading, first, day)
    with pytest.raises(PackError) as refused:
        policy.load(packs)
    wrong = refused.value
    assert wrong.file == file and wrong.line is not None
    assert path.read_text(encoding="utf-8").splitlines()[wrong.line - 1] == f"from = {day}"
    assert wrong.reason.startswith(f"from: {day} 起才有取值，而规则包自{BEGINS}起施行")
    assert main(["--province", str(packs), "--check"]) == 1
    assert f"{file}:{wrong.line}: " in capsys.readouterr().err


@pytest.mark.parametrize("code", ["CHK-GA-DEAD", "CHK-BLK"])
def test_a_check_that_would_silently_not_be_asked_is_refused(packs: Path, code: str) -> None:
    path = packs / "checks.toml"
    text = path.read_text(encoding="utf-8")
    mark = f'code = "{code}"\n'
    path.write_text(text.replace(mark, f"{mark}from = 2099-07-01\n"), encoding="utf-8")
    with pytest.raises(PackError, match=r"checks\.toml:\d+: checks row \d+: from: 2099-07-01 起"):
        policy.load(packs)


def test_what_a_later_document_brought_in_says_so(packs: Path) -> None:
    path = packs / "benefit.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("introduced = true\n", "", 1), encoding="utf-8")
    with pytest.raises(PackError) as refused:
        policy.load(packs)
    assert refused.value.place == "extension_months row 1"
    assert "写 introduced = true" in str(refused.value)


def test_what_was_always_there_is_not_called_new(packs: Path) -> None:
    path = packs / "flow.toml"
    head, name, rest = path.read_text(encoding="utf-8").partition("[cutoff_day]")
    path.write_text(head + name + "\nintroduced = true" + rest, encoding="utf-8")
    with pytest.raises(PackError) as refused:
        policy.load(packs)
    assert refused.value.reason.startswith("introduced: 规则包自2019-04-01起施行")
    path.write_text(head + name + "\nintroduced = 1" + rest, encoding="utf-8")
    with pytest.raises(PackError, match="introduced: true or false is expected"):
        policy.load(packs)


def test_the_flow_itself_may_not_begin_after_its_first_step(packs: Path) -> None:
    flow = packs / "flow.toml"
    text = flow.read_text(encoding="utf-8")
    later_flow = text.replace("to = 2019-03-31", "to = 2098-03-31").replace(
        'value = "2019"\nfrom = 2019-04-01', 'value = "2019"\nfrom = 2098-04-01'
    )
    flow.write_text(later_flow, encoding="utf-8")
    with pytest.raises(PackError) as refused:
        policy.load(packs)
    assert refused.value.reason.startswith("from: 流程自2098-04-01起")


@pytest.mark.parametrize("province", policy.provinces())
def test_every_value_of_our_packs_can_be_asked_on_the_first_day(province: str) -> None:
    rules = policy.load(province).on(BEGINS)
    found = sections(DATA / "common") | sections(DATA / province)
    introduced = {name for name, one in found.items() if any(r.introduced for r in one.rows)}
    for name in rules.values.keys() - introduced:
        assert rules.clause(name), name  # MissingValue where no row holds


def test_what_nobody_published_stays_missing_when_it_is_used() -> None:
    rules = policy.load().on(date(2019, 12, 1))
    with pytest.raises(MissingValue, match="medical_base"):
        _ = rules.medical_base
