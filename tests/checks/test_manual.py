"""The manual (操作手册) tells of every page, and shows what there is."""

import re
from pathlib import Path

import pytest

from portal.contents import PAGES

MANUAL = Path(__file__).parents[2] / "docs" / "manual"
TEXTS = {text.stem: text.read_text() for text in MANUAL.glob("*.md")}
CHAPTERS = {"public": "applicant", "apply": "applicant", "entrance": "README"}
PAGES_SHOWN = [page for page in PAGES if page.shown]


@pytest.mark.parametrize("page", PAGES_SHOWN, ids=[page.name for page in PAGES_SHOWN])
def test_every_page_is_told_of_in_its_chapter(page):
    room = page.name.partition(".")[0]
    chapter = TEXTS[CHAPTERS.get(room, room)]
    assert page.title in chapter, f"docs/manual does not tell of {page.name}, {page.title}"


def test_every_picture_is_there_and_every_link_leads_somewhere():
    linked = {target for text in TEXTS.values() for target in re.findall(r"\]\(([^)#:]+)\)", text)}
    assert linked
    assert [target for target in sorted(linked) if not (MANUAL / target).exists()] == []


def test_no_picture_is_left_over():
    shown = "".join(TEXTS.values())
    kept = [path.name for path in (MANUAL / "pictures").glob("*")]
    assert kept
    assert [name for name in kept if f"(pictures/{name})" not in shown] == []
