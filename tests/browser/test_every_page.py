"""Every page of the table, by somebody it is for: usable by all, small, whole on a phone."""

import pytest
from walk import address, come_in

from portal.contents import PAGES

MOST = 150 * 1024
SHOWN = [page for page in PAGES if page.shown]
each_page = pytest.mark.parametrize("page", SHOWN, ids=[page.name for page in SHOWN])


@each_page
@pytest.mark.parametrize("width", [360, 1366])
def test_a_page_can_be_used_by_everybody(page, width, open_reader, town):
    reader = open_reader(width)
    path = address(page, town)
    come_in(reader, page, town)
    answer = reader.open(path)
    assert answer.status == 200, path
    assert reader.page.get_by_role("heading", level=1).count() == 1
    assert reader.violations() == []
    assert reader.too_wide() == 0
    assert reader.faults == []
    assert weight(reader, path) < MOST
    reader.screenshot(page.name.replace(".", "/"))


@each_page
def test_a_page_needs_no_scripts(page, open_reader, town):
    reader = open_reader(360, scripts=False)
    path = address(page, town)
    come_in(reader, page, town)
    assert reader.open(path).status == 200
    assert reader.page.get_by_role("heading", level=1).count() == 1


def weight(reader, path):
    """Bytes of the page and of all that it loads, photographs left out."""
    sizes = []

    def count(answer):
        if not answer.headers.get("content-type", "").startswith("image/jpeg"):
            sizes.append(len(answer.body()))

    reader.page.on("response", count)
    reader.open(path)
    reader.page.wait_for_load_state("load")
    reader.page.remove_listener("response", count)
    return sum(sizes)
