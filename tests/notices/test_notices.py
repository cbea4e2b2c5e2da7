"""放假通知 entered while cases run: their deadlines move, on the real services.

The dates are those of the two changes of these years: May Day 2019 (announced on 22 March) and the
longer Spring Festival of 2020 (announced on 27 January); domain 7.3.
"""

import random
from datetime import date, datetime

import pytest
from notice_cases import (
    CITY,
    CLERK,
    FESTIVAL,
    MAY_DAY,
    YEAR_2020,
    YEAR_2027,
    Case,
    at,
    enter,
    notice,
)
from sqlalchemy import text

from contracts.calendar import CalendarChanged, ListHolidayNotices
from contracts.payments import ReportDue
from contracts.review import ListPublicity, PublicityClosed, PublicityMoved
from contracts.runs import ListMovedDeadlines
from kernel.clock import SHANGHAI
from kernel.errors import Forbidden, Invalid

BEFORE_MAY_DAY, BEFORE_FESTIVAL = date(2019, 3, 21), date(2020, 1, 26)


@pytest.mark.parametrize(
    ("accepted", "before", "after"),
    [
        (datetime(2019, 4, 26, 9), "2019-04-30", "2019-04-29"),
        (datetime(2019, 4, 29, 9), "2019-05-02", "2019-05-05"),
        (datetime(2019, 4, 30, 9), "2019-05-03", "2019-05-06"),
    ],
)
def test_may_day_moves_an_initial_review(house, accepted, before, after):
    open_house = house(accepted, BEFORE_MAY_DAY)
    case = Case(open_house)
    assert case.due("initial_review") == {"initial_review": before}
    enter(open_house, MAY_DAY)
    open_house.ring()
    assert case.due("initial_review") == {"initial_review": after}
    title = f"因放假安排公布或调整，初审期限由{before}改为{after}"
    assert case.moves(case.view()) == [(title, MAY_DAY.document)]
    [moved] = open_house.ask(ListMovedDeadlines(of="review"), CITY).items
    assert (f"{moved.was}", f"{moved.now}", moved.title) == (before, after, "初审")
    assert (moved.number, moved.subject) == (case.view().number, str(case.id))
    assert moved.notice == MAY_DAY.document
    assert open_house.ask(ListMovedDeadlines(of="payments"), CITY).items == ()


def test_a_longer_festival_moves_publicity_and_both_posts(house):
    """Reported on 20 January: five working days ended on 1 February, then on the 4th."""
    open_house = house(datetime(2020, 1, 17, 9), BEFORE_FESTIVAL)
    case = Case(open_house)
    at(open_house, 2020, 1, 20, 10)
    case.report()
    kinds = ("publicity_end", "first_post", "second_post")
    assert list(case.due(*kinds).values()) == ["2020-02-01", "2020-02-01", "2020-02-03"]
    at(open_house, 2020, 1, 27, 9)
    enter(open_house, FESTIVAL)
    open_house.ring()

    assert list(case.due(*kinds).values()) == ["2020-02-04", "2020-02-04", "2020-02-05"]
    view = case.view()
    assert (view.publicity_from, view.publicity_until) == (date(2020, 1, 21), date(2020, 2, 4))
    assert len(case.moves(view)) == 3
    [moved] = open_house.said("review", PublicityMoved)
    assert moved.publicity_until == date(2020, 2, 4)
    with open_house["reporting"].engine.connect() as connection:
        days = connection.execute(text("SELECT publicity_from, publicity_until FROM cases")).all()
    assert days == [(date(2020, 1, 21), date(2020, 2, 4))]

    at(open_house, 2020, 2, 4, 23)
    assert open_house.said("review", PublicityClosed) == []
    assert len(open_house.ask(ListPublicity()).items) == 1
    at(open_house, 2020, 2, 5, 0)
    assert len(open_house.said("review", PublicityClosed)) == 1
    assert open_house.ask(ListPublicity()).items == ()


def test_no_stale_deadline_fires_before_it_was_counted_again(house):
    """The notice is there, the round that counts again is not: the old day passes in silence."""
    open_house = house(datetime(2020, 1, 20, 9), BEFORE_FESTIVAL)
    case = Case(open_house).report()
    open_house.clock.set(datetime(2020, 1, 27, 9, tzinfo=SHANGHAI))
    enter(open_house, FESTIVAL)
    desk = open_house["review"].desk
    open_house.clock.set(datetime(2020, 2, 2, 9, tzinfo=SHANGHAI))
    assert desk.fire_due() == 0
    assert not case.view().publicity_closed
    open_house.ring()
    assert not case.view().publicity_closed
    assert case.view().publicity_until == date(2020, 2, 4)


def test_a_publicity_that_has_ended_stays_ended(house):
    open_house = house(datetime(2020, 1, 20, 9), BEFORE_FESTIVAL)
    case = Case(open_house).report()
    at(open_house, 2020, 2, 2, 9)
    closed = case.view()
    assert closed.publicity_closed
    enter(open_house, FESTIVAL)
    open_house.ring()
    after = case.view()
    assert (after.publicity_until, after.publicity_closed) == (date(2020, 2, 1), True)
    assert after.state == closed.state
    assert open_house.said("review", PublicityMoved) == []


def test_a_publicity_that_has_not_begun_begins_later(house):
    open_house = house(datetime(2019, 4, 30, 9), BEFORE_MAY_DAY)
    case = Case(open_house).report()
    before = case.view()
    assert (before.publicity_from, before.publicity_until) == (date(2019, 5, 2), date(2019, 5, 8))
    enter(open_house, MAY_DAY)
    open_house.ring()
    after = case.view()
    assert (after.publicity_from, after.publicity_until) == (date(2019, 5, 5), date(2019, 5, 9))


def test_an_objection_and_what_is_overdue(house):
    open_house = house(datetime(2020, 1, 20, 9), BEFORE_FESTIVAL)
    case = Case(open_house).report()
    at(open_house, 2020, 1, 21, 9)
    case.object()
    assert case.due("objection_check") == {"objection_check": "2020-02-03"}
    enter_late = datetime(2020, 2, 4, 9)
    at(open_house, *enter_late.timetuple()[:4])
    enter(open_house, FESTIVAL)
    open_house.ring()
    shown = {due.kind: (due.due_at[:10], due.overdue) for due in case.view().dues}
    assert shown["objection_check"] == ("2020-02-03", True)  # its day had passed and was recorded


def test_a_notice_that_comes_three_times_in_any_order_counts_once(house):
    open_house = house(datetime(2020, 1, 20, 9), BEFORE_FESTIVAL)
    case = Case(open_house).report()
    open_house.clock.set(datetime(2020, 1, 27, 9, tzinfo=SHANGHAI))
    for _ in range(3):
        open_house.ask(FESTIVAL, CITY)
        open_house.settle(copies=3, shuffle=random.Random(7))
        open_house.ring(copies=3)
    assert len(open_house.said("intake", CalendarChanged)) == 1
    assert len(case.moves(case.view())) == 3
    assert len(open_house.said("review", PublicityMoved)) == 1


def test_a_cutoff_of_an_unpublished_year_is_provisional_and_settles(house):
    """The 24th of January 2020 turns out to be New Year's Eve: the 23rd it is."""
    open_house = house(datetime(2019, 12, 12, 9), date(2019, 11, 20))
    case = Case(open_house).approve("2020-01")
    [before] = [due for due in case.benefit().dues if due.kind == "start_check"]
    assert (before.due_at[:10], before.provisional) == ("2020-01-24", True)
    enter(open_house, YEAR_2020)
    open_house.ring()
    [after] = [due for due in case.benefit().dues if due.kind == "start_check"]
    assert (after.due_at[:10], after.provisional) == ("2020-01-23", False)
    title = "因放假安排公布或调整，社保状态确认期限由2020-01-24改为2020-01-23"
    assert case.moves(case.benefit()) == [(title, YEAR_2020.document)]
    at(open_house, 2020, 1, 23, 23)
    assert case.benefit().proposed_start == "2020-01"
    at(open_house, 2020, 1, 24, 0)
    assert case.benefit().proposed_start == "2020-02"  # 顺延: nobody confirmed in time


def test_a_report_window_closes_when_the_offices_open_again(house):
    open_house = house(datetime(2019, 5, 6, 9), BEFORE_FESTIVAL)
    case = Case(open_house).approve("2019-05").begin("2019-05")
    for month in (7, 10):
        at(open_house, 2019, month, 15, 9)
        case.tell_of_work()
    at(open_house, 2020, 1, 27, 9)
    assert case.benefit().windows[2].due == date(2020, 1, 31)
    enter(open_house, FESTIVAL)
    open_house.ring()
    told = open_house.said("payments", ReportDue)[-2:]
    assert [(said.due, said.days_left) for said in told] == [
        (date(2020, 1, 31), 5),
        (date(2020, 2, 3), 5),  # who was told the day that no longer holds is told the new one
    ]
    assert case.benefit().windows[2].due == date(2020, 2, 3)
    at(open_house, 2020, 2, 3, 23)
    assert case.benefit().state == "active"
    at(open_house, 2020, 2, 4, 1)
    stopped = case.benefit()
    assert (stopped.stop_code, stopped.stop_month) == ("S03", "2020-02")


def test_a_deadline_in_2027_is_provisional_until_its_notice(house):
    open_house = house(datetime(2026, 12, 31, 9), date(2026, 11, 22))
    case = Case(open_house)
    [before] = case.view().dues
    assert (before.due_at[:10], before.provisional) == ("2027-01-05", True)
    enter(open_house, YEAR_2027)
    open_house.ring()
    [after] = case.view().dues
    assert (after.due_at[:10], after.provisional) == ("2027-01-06", False)


def test_a_provisional_day_that_proves_right_is_settled_and_noted(house):
    open_house = house(datetime(2026, 12, 31, 9), date(2026, 11, 22))
    case = Case(open_house)
    form = notice("另一个虚构的2027年通知", "2026-12-31", "off 2027-01-01", year=2027)
    enter(open_house, form)
    open_house.ring()
    [due] = case.view().dues
    assert (due.due_at[:10], due.provisional) == ("2027-01-05", False)
    title = "因放假安排公布或调整，初审期限2027-01-05确定下来"
    assert case.moves(case.view()) == [(title, form.document)]


def test_the_notice_published_last_holds_whatever_was_entered_first(house):
    open_house = house(datetime(2020, 1, 28, 9), BEFORE_FESTIVAL)
    back = notice("撤销", "2020-01-28", "work 2020-02-01")
    for form in (back, FESTIVAL):
        enter(open_house, form)
    for name in ("intake", "review", "payments"):
        with open_house[name].desk.uow() as uow:
            assert uow.calendar.is_working_day(date(2020, 2, 1))
            assert not uow.calendar.is_working_day(date(2020, 1, 31))


def test_who_enters_a_notice_and_what_is_refused(house):
    open_house = house(datetime(2020, 1, 27, 9), BEFORE_FESTIVAL)
    with pytest.raises(Forbidden):
        open_house.ask(FESTIVAL, CLERK)
    for form, field in [
        (notice("明天的通知", "2020-01-28", "off 2020-01-31"), "published_on"),
        (notice("空的通知", "2020-01-27"), "days"),
        (notice("重复的通知", "2020-01-27", "off 2020-01-31", "work 2020-01-31"), "days"),
        (notice("别的年份", "2020-01-27", "off 2020-01-31", year=2021), "days"),
    ]:
        with pytest.raises(Invalid) as refused:
            open_house.ask(form, CITY)
        assert list(refused.value.fields) == [field]
    first, again = (open_house.ask(FESTIVAL, CITY) for _ in range(2))
    assert first == again
    assert open_house.ask(ListHolidayNotices(), CLERK).items == (first,)
    assert (first.document, first.entered_by) == (FESTIVAL.document, "city")
