"""Rule packs as a policy officer would write them by hand, beginning with a copy."""

from importlib.resources import files
from pathlib import Path

BASES = """
[{name}]
document = "某市公布的缴费标准（虚构，仅供试验）"
paragraph = "第一条"
trust = "reading"
from = 2019-04-01
value = "{value}"
"""
NUMBERS = {
    "pension_base": "3000",
    "pension_base_ceiling": "15000",
    "unemployment_base": "2000",
    "medical_base": "5000",
    "pension_rate": "0.20",
    "pension_rate_personal": "0.08",
    "unemployment_rate": "0.01",
    "unemployment_rate_personal": "0.002",
    "medical_rate": "0.07",
    "medical_rate_personal": "0.01",
}


def copy_of(province: str, folder: Path) -> Path:
    """The files of a province in a folder of one's own."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in (files("policy") / "data" / province).iterdir():
        (folder / entry.name).write_text(entry.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    """One edit of a pack; the old words must be there once."""
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def with_bases(folder: Path) -> Path:
    """Guangdong's pack with the bases and rates that nobody has given, invented for the test."""
    copy_of("guangdong", folder)
    text = "".join(BASES.format(name=name, value=value) for name, value in NUMBERS.items())
    choice = (folder / "contribution.toml").read_text(encoding="utf-8")
    kept = choice[choice.index("[base_choice_allowed]") :]
    (folder / "contribution.toml").write_text(text + "\n" + kept, encoding="utf-8")
    return folder
