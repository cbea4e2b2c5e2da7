"""Rule packs as a policy officer would write them by hand, beginning with a copy."""

from importlib.resources import files
from pathlib import Path


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
