"""The table of pages: no two alike, roles as the API has them, each page with its template."""

from contracts import caller
from portal import posts
from portal.contents import PAGES, menu


def test_no_name_and_no_address_stands_there_twice():
    assert len({page.name for page in PAGES}) == len(PAGES)
    assert len({page.rule for page in PAGES}) == len(PAGES)


def test_pages_are_for_posts_that_the_api_knows():
    assert frozenset(caller.TIER_OF) == posts.OFFICERS
    assert {caller.APPLICANT} == posts.APPLICANTS
    for page in PAGES:
        assert page.who <= posts.OFFICERS | posts.APPLICANTS, page.name


def test_a_page_with_something_in_its_address_tells_the_walk_what():
    for page in PAGES:
        assert page.walk or "<" not in page.rule, page.name


def test_a_portal_without_its_api_is_not_ready(visitor):
    visitor.api.table["GET", "/livez"] = {"status": "ok"}
    assert visitor.get("/readyz").json == {"status": "ok"}
    visitor.api.table["GET", "/livez"] = (503, {"code": "service-unavailable"})
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.json["status"]) == (503, "unready")


def test_whoever_is_inside_is_not_offered_the_way_in():
    outside = {page.name for page in menu(frozenset(), False)}
    inside = {page.name for page in menu(posts.APPLICANTS, True)}
    assert {"entrance.choose", "apply.begin", "public.notice"} <= outside
    assert {"entrance.choose", "apply.begin"}.isdisjoint(inside)
    assert {"public.notice", "applicant.case"} <= inside
