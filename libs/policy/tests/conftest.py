"""A copy of the packs that a test may spoil."""

from importlib.resources import files
from pathlib import Path

import pytest


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    for entry in (files("policy") / "data" / "beijing").iterdir():
        if entry.name.endswith((".toml", ".csv")):
            (tmp_path / entry.name).write_text(entry.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path
