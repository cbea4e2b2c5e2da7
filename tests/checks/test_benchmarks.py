"""The page of measurements says what the raw results say."""

import sys
from pathlib import Path

BENCH = Path(__file__).parents[2] / "bench"
sys.path.insert(0, str(BENCH))

import benchmarks_page as page  # noqa: E402


def test_the_page_is_written_from_the_raw_results():
    assert page.PAGE.read_text(encoding="utf-8") == page.page(), "python bench/benchmarks_page.py"


def test_a_figure_changed_by_hand_is_seen(tmp_path, monkeypatch):
    for path in page.RESULTS.glob("*.json"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    changed = tmp_path / "deadlines.json"
    text = changed.read_text(encoding="utf-8").replace('"missed": 0', '"missed": 7')
    changed.write_text(text, encoding="utf-8")
    monkeypatch.setattr(page, "RESULTS", tmp_path)
    assert page.PAGE.read_text(encoding="utf-8") != page.page()
