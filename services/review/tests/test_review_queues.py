"""Work queues by legal due date, and what the public may see (domain 12)."""

import base64
import json
from dataclasses import replace
from datetime import date

import pytest

import policy
from contracts.caller import CITY, CITY_OFFICER, DISTRICT_CLERK, STREET, STREET_CLERK
from contracts.review import ListCases, ListPublicity, RejectCase, ReturnCase

QUEUES = ("initial", "first", "second", "objections", "returned", "all")


def ids(page):
    return [line.application_id for line in page.items]


def test_each_queue_holds_what_waits_for_it(counter):
    desk = counter(2019, 4, 3, 9)
    at = {name: desk.ready() for name in ("initial", "first", "second", "objections", "returned")}
    for name in ("first", "second", "objections"):
        desk.report(at[name])
    desk.first(at["second"])
    desk.ask(ReturnCase(application_id=at["returned"], reason="照片不清"), desk.clerk)
    desk.at(2019, 4, 4, 9)
    desk.object(at["objections"])
    desk.at(2019, 4, 12, 9)

    def queue(name, caller=desk.clerk):
        return set(ids(desk.ask(ListCases(queue=name), caller)))

    assert queue("initial") == {at["initial"]}
    assert queue("first", desk.one) == {at["first"], at["objections"]}
    assert queue("second", desk.two) == {at["second"]}
    assert queue("objections") == {at["objections"]}
    assert queue("returned") == {at["returned"]}
    assert queue("all") == set(at.values())
    desk.second(at["second"])
    desk.ask(RejectCase(application_id=at["initial"], reason_code="R-DOC"), desk.clerk)
    assert queue("all") == {at["first"], at["objections"], at["returned"]}


def test_jurisdiction_bounds_every_queue(counter):
    desk = counter()
    here = desk.ready()
    far = desk.ready(desk.facts_with(street_code="110108001", agency="110108"))
    street = desk.officer("s", STREET_CLERK, "110108001", tier=STREET)
    city = desk.officer("c", CITY_OFFICER, "110000", tier=CITY)
    assert ids(desk.ask(ListCases(), desk.clerk)) == [here]
    assert ids(desk.ask(ListCases(), street)) == [far]
    assert ids(desk.ask(ListCases(), desk.one)) == [here]
    assert set(ids(desk.ask(ListCases(), city))) == {here, far}
    applicant = replace(city, tier="applicant", division="")
    assert desk.refused(ListCases(), applicant).code == "forbidden"


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_follow_the_legal_due_date_without_gap_or_repeat(counter, limit):
    desk = counter()
    cases = []
    for _ in range(3):
        cases += [desk.ready() for _ in range(2)]
        desk.house.turn(days=1)
    seen, cursor = [], None
    while True:
        page = desk.ask(ListCases(queue="initial", limit=limit, cursor=cursor), desk.clerk)
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
        assert len(page.items) == limit
    assert {line.application_id for line in seen} == set(cases) and len(seen) == 6
    assert [line.due_at for line in seen] == sorted(line.due_at for line in seen)


def cursor_at(moment):
    place = json.dumps([moment, "00000000-0000-0000-0000-000000000001"])
    return base64.urlsafe_b64encode(place.encode()).decode()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"limit": 0}, "bad-limit"),
        ({"limit": 101}, "bad-limit"),
        ({"cursor": "nonsense"}, "bad-cursor"),
        ({"cursor": "WyIyMDE5IiwgMV0="}, "bad-cursor"),
        ({"cursor": "e30="}, "bad-cursor"),
        ({"cursor": "张"}, "bad-cursor"),
        ({"cursor": cursor_at("2019-05-24T00:00:00+23:59")}, "bad-cursor"),
        ({"cursor": cursor_at("2019-05-24T00:00:00+08:00:00.000001")}, "bad-cursor"),
    ],
)
def test_a_bad_page_is_refused(counter, changes, code):
    desk = counter()
    for query in (ListCases, ListPublicity):
        assert desk.refused(query(**changes), desk.clerk).code == code


def test_the_public_page_shows_only_what_runs_today_and_masked(counter):
    desk = counter(2019, 4, 3, 9)
    case = desk.reported(desk.facts_with(category="PDIS3"), name="欧阳某")
    page = ListPublicity(agency="110105")
    assert desk.ask(page).items == ()  # begins tomorrow
    desk.at(2019, 4, 4, 0)
    [line] = desk.ask(page).items
    number = desk.person["id_number"]
    assert line.application_id == case
    assert (line.name, line.id_number) == ("欧**", f"11{'*' * 14}{number[-2:]}")
    assert line.category == "就业困难人员"
    assert line.street_name == policy.load().divisions.division("110105001").name
    assert (line.months, line.proposed_start) == (40, "2019-05")
    assert (line.publicity_from, line.publicity_until) == (date(2019, 4, 4), date(2019, 4, 11))
    assert line.supervision_phone
    assert desk.ask(ListPublicity(agency="110108")).items == ()
    desk.at(2019, 4, 11, 23, 59)
    assert len(desk.ask(page).items) == 1
    desk.at(2019, 4, 12, 0)
    assert desk.ask(page).items == ()


def test_the_public_page_turns(counter):
    desk = counter(2019, 4, 3, 9)
    cases = {desk.reported() for _ in range(5)}
    desk.at(2019, 4, 4, 9)
    seen, cursor = [], None
    while not seen or cursor:
        page = desk.ask(ListPublicity(limit=2, cursor=cursor))
        seen += ids(page)
        cursor = page.next_cursor
    assert set(seen) == cases and len(seen) == 5


def test_a_case_is_masked_and_names_what_may_be_done(counter):
    desk = counter()
    case = desk.ready()
    view = desk.see(case)
    assert (view.name, view.id_number[2:-2]) == ("张*", "*" * 14)
    assert view.allowed == ("pass_initial_review", "return_case", "reject_case")
    assert desk.see(case, desk.one).allowed == ()
    desk.report(case)
    assert desk.see(case, desk.one).allowed == ("pass_first_post", "return_case", "reject_case")
    assert desk.see(case).allowed == ()


@pytest.mark.parametrize("name", QUEUES)
def test_every_queue_may_be_empty(counter, name):
    assert counter().ask(ListCases(queue=name)).items == ()


def test_the_overdue_are_listed_down_to_the_case(counter):
    desk = counter()
    late, back = desk.accept(), desk.ready()
    desk.ask(ReturnCase(application_id=back, reason="请补正住址"), desk.clerk)  # without a term
    desk.house.turn(days=9)
    desk.accept()
    district = desk.officer("supervisor", DISTRICT_CLERK)
    for caller in (desk.clerk, district):
        [line] = desk.ask(ListCases(queue="overdue"), caller).items
        assert (line.application_id, line.overdue, line.next_step) == (late, True, "initial")
    elsewhere = desk.officer("elsewhere", DISTRICT_CLERK, "110101")
    assert desk.ask(ListCases(queue="overdue"), elsewhere).items == ()
