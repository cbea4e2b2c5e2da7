"""Work queues by legal due date, and what the public may see (domain 12)."""

import base64
import json
from dataclasses import replace
from datetime import date

import pytest

import policy
from contracts.caller import (
    CITY,
    CITY_OFFICER,
    DISTRICT_CLERK,
    POST_ONE,
    POST_TWO,
    STREET,
    STREET_CLERK,
)
from contracts.review import (
    CountQueues,
    GetCase,
    ListCases,
    ListCaseWork,
    ListPublicity,
    PassSecondPost,
    RejectCase,
    ReturnCase,
)

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


def test_the_city_sees_what_is_late_in_every_district(counter):
    desk = counter()
    late = {desk.accept(), desk.accept(desk.facts_with(street_code="110108001", agency="110108"))}
    desk.house.turn(days=9)
    city = desk.officer("c", CITY_OFFICER, "110000", tier=CITY)
    assert set(ids(desk.ask(ListCases(queue="overdue"), city))) == late
    for case in late:
        assert desk.see(case, city).history[-1].what == "initial_review_overdue"


def test_what_waits_is_counted_by_district_and_step_as_the_queues_list_it(counter):
    desk = counter()
    desk.accept()
    desk.ask(ReturnCase(application_id=desk.ready(), reason="请补正住址"), desk.clerk)
    far = desk.facts_with(street_code="110108001", agency="110108")
    desk.accept(far)
    desk.house.turn(days=9)
    desk.accept(far)
    city = desk.officer("c", CITY_OFFICER, "110000", tier=CITY)
    here, there = desk.facts_with().agency, "110108"

    def counted(caller):
        found = desk.ask(CountQueues(), caller).items
        return {(one.agency, one.step): (one.waiting, one.overdue) for one in found}

    assert counted(city) == {
        (here, "initial"): (1, 1),
        (here, "returned"): (1, 0),  # the applicant's own correction has no term
        (there, "initial"): (2, 1),
    }
    supervisor = desk.officer("supervisor", DISTRICT_CLERK, there)
    assert counted(supervisor) == {(there, "initial"): (2, 1)}
    for agency in (here, there):
        queue = ListCases(queue="overdue", agency=agency)
        late = sum(found[1] for place, found in counted(city).items() if place[0] == agency)
        assert len(desk.ask(queue, city).items) == late == 1
    assert desk.ask(ListCases(agency=here), supervisor).items == ()
    assert desk.refused(CountQueues(), desk.clerk).code == "forbidden"


def bar_of(desk, case, officer, queue):
    """(codes of what bars this officer, working days left) as the queue tells it."""
    [line] = [
        line
        for line in desk.ask(ListCases(queue=queue), officer).items
        if line.application_id == case
    ]
    return [bar.code for bar in line.bars], line.days_left


def test_a_queue_says_what_an_officer_may_not_press_and_why(counter):
    desk = counter(2019, 4, 3, 9)
    case = desk.ready()
    desk.report(case)
    assert bar_of(desk, case, desk.one, "first") == ([], 5)
    desk.first(case)
    assert bar_of(desk, case, desk.two, "publicity") == (["publicity-running"], 5)
    desk.at(2019, 4, 12, 9)
    assert bar_of(desk, case, desk.two, "second") == (["checks-outdated"], 0)
    desk.match(case)
    assert bar_of(desk, case, desk.two, "second") == ([], 0)
    both = replace(desk.one, roles=(POST_ONE, POST_TWO))
    assert bar_of(desk, case, both, "second") == (["same-officer"], 0)
    borrowed = replace(desk.two, key_serial=desk.one.key_serial)
    assert bar_of(desk, case, borrowed, "second") == (["same-key"], 0)
    assert bar_of(desk, case, desk.clerk, "second") == ([], 0)  # it is no post of theirs
    desk.at(2019, 4, 16, 9)
    assert bar_of(desk, case, desk.two, "second") == ([], -2)
    desk.at(2019, 4, 22, 9)  # whose own hand it is stands before answers that have aged
    assert bar_of(desk, case, desk.two, "second")[0] == ["checks-outdated"]
    assert bar_of(desk, case, both, "second")[0] == ["same-officer"]
    shown = desk.ask(GetCase(application_id=case), borrowed)
    refused = desk.refused(PassSecondPost(application_id=case, dossier_version=1), borrowed)
    assert [(bar.code, bar.sentence) for bar in shown.bars] == [(refused.code, str(refused))]


def test_an_objection_bars_the_second_post_in_its_own_words(counter):
    desk = counter(2019, 4, 3, 9)
    case = desk.ready()
    desk.report(case)
    desk.first(case)
    desk.at(2019, 4, 4, 9)
    desk.object(case)
    desk.at(2019, 4, 12, 9)
    assert bar_of(desk, case, desk.two, "second")[0] == ["objection-open"]


def test_a_queue_may_be_narrowed_to_one_street_of_the_district(counter):
    desk = counter()
    here, there = desk.ready(), desk.ready(desk.facts_with(street_code="110105002"))
    near, far = ListCases(street_code="110105001"), ListCases(street_code="110105002")
    assert ids(desk.ask(near, desk.one)) == [here]
    assert ids(desk.ask(far, desk.one)) == [there]
    assert ids(desk.ask(far, desk.clerk)) == []  # the clerk's street is another


def test_a_streets_work_is_counted_whole_and_told_in_part(counter):
    desk = counter()
    late, back = desk.accept(), desk.ready()
    desk.ask(ReturnCase(application_id=back, reason="请补正住址"), desk.clerk)
    desk.house.turn(days=9)
    desk.accept()
    work = desk.ask(ListCaseWork(limit=1), desk.clerk)
    assert [line.application_id for line in work.reviews] == [late]
    counts = {one.kind: (one.waiting, one.overdue) for one in work.counts}
    assert counts == {"review": (3, 1), "objection": (0, 0)}
    assert desk.ask(ListCaseWork(kind="objection"), desk.clerk).reviews == ()
    elsewhere = desk.officer("elsewhere", STREET_CLERK, "110101001", tier=STREET)
    assert [one.waiting for one in desk.ask(ListCaseWork(), elsewhere).counts] == [0, 0]


def test_what_waits_is_counted_by_street_where_streets_are_supervised(counter):
    desk = counter()
    for _ in range(2):
        desk.accept()
    desk.accept(desk.facts_with(street_code="110108001", agency="110108"))
    desk.house.turn(days=9)
    desk.accept()

    def counted(caller):
        found = desk.ask(CountQueues(by="street"), caller).items
        return [(one.street_code, one.step, one.waiting, one.overdue) for one in found]

    near, far = ("110105001", "initial", 3, 2), ("110108001", "initial", 1, 1)
    assert counted(desk.officer("c", CITY_OFFICER, "110000", tier=CITY)) == [near, far]
    assert counted(desk.officer("supervisor", DISTRICT_CLERK)) == [near]
