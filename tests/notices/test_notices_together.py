"""Several replicas of a service count again: each deadline once; and a release that knows more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

from notice_cases import FESTIVAL, Case, enter

from kernel.clock import SHANGHAI
from policy.calendar import published_calendar
from review.service import ReviewService
from servicekit.assembly import make_desk
from servicekit.testing.house import world_at

BEFORE_FESTIVAL = date(2020, 1, 26)


def replicas(house, count, **world):
    made = world_at(house.clock, **world)
    return [make_desk(ReviewService, house["review"].url, made) for _ in range(count)]


def let_go(desks):
    for desk in desks:
        desk.sessions.kw["bind"].dispose()


def test_replicas_that_count_at_once_move_each_deadline_once(house):
    open_house = house(datetime(2020, 1, 20, 9), BEFORE_FESTIVAL)
    cases = [Case(open_house).report() for _ in range(30)]
    open_house.clock.set(datetime(2020, 1, 27, 9, tzinfo=SHANGHAI))
    enter(open_house, FESTIVAL)
    desks = replicas(open_house, 3, calendar=open_house["review"].desk.world.calendar)
    with ThreadPoolExecutor(len(desks)) as pool:
        counted = list(pool.map(lambda desk: desk.count_again(), desks))
    assert sum(counted) >= 90
    open_house.ring()
    for case in cases:
        view = case.view()
        assert view.publicity_until == date(2020, 2, 4)
        assert len(case.moves(view)) == 3
    let_go(desks)


def test_a_release_that_knows_more_counts_again_too(house):
    open_house = house(datetime(2020, 1, 20, 9), BEFORE_FESTIVAL)
    case = Case(open_house).report()
    newer = replicas(open_house, 1, calendar=published_calendar())
    assert newer[0].count_again() == 3
    assert case.view().publicity_until == date(2020, 2, 4)
    assert {clause for _, clause in case.moves(case.view())} == {"系统更新的放假安排"}
    assert newer[0].count_again() == 0
    let_go(newer)
