"""base.adjust: a publication is kept; where the pack says the same, nobody waits any longer."""

import pytest
from payments_cases import CLERK, Case, at
from sqlalchemy import text

from contracts.outside import BasesAnnounced
from contracts.payments import ListAnnouncedBases, PersonalAmountChanged
from kernel.clock import FixedClock
from payments.service import PaymentsService
from servicekit.testing.house import House

OF_2021 = {"pension": "5360.00", "unemployment": "5360.00", "medical": "5360.00"}


@pytest.fixture
def house():
    made = House(FixedClock(at("2021-05-06")), PaymentsService)
    yield made
    made.close()


def publish(house, year=2021, edition=1, **bases):
    form = BasesAnnounced(year=year, edition=edition, document="公告", bases=OF_2021 | bases)
    house.tell(form)
    return house.ask(ListAnnouncedBases(), CLERK).items[0]


def waiting(house, moment):
    """As if July's telling had been put off to a day, as it is while a base is not published."""
    with house["payments"].engine.begin() as connection:
        statement = "UPDATE deadlines SET due_at = :day WHERE kind = 'yearly_amount'"
        connection.execute(text(statement + " AND fired_at IS NULL"), {"day": moment})


def test_a_publication_that_the_pack_has_tells_those_who_wait(house):
    case = Case(house, start="2021-05").active()
    house.clock.set(at("2021-07-20"))
    waiting(house, at("2021-08-01"))
    assert publish(house).standing == "agrees"
    assert case.said(PersonalAmountChanged) == []
    house["payments"].desk.fire_due()
    [told] = case.said(PersonalAmountChanged)
    assert told.from_month == "2021-07"
    publish(house, edition=2)
    house["payments"].desk.fire_due()
    assert len(case.said(PersonalAmountChanged)) == 1


@pytest.mark.parametrize(
    ("year", "bases", "standing"),
    [
        (2021, {"pension": "3614.00"}, "differs"),
        (2021, {"pension": "many"}, "differs"),
        (2021, {"housing": "1.00"}, "differs"),
        (2019, {}, "missing"),
        (2030, {}, "missing"),
    ],
)
def test_one_that_the_pack_has_not_stands_on_the_list_and_wakes_nobody(
    house, year, bases, standing
):
    case = Case(house, start="2021-05").active()
    house.clock.set(at("2021-07-20"))
    waiting(house, at("2021-08-01"))
    found = publish(house, year, **bases)
    assert (found.standing, found.year) == (standing, year)
    assert found.sentence
    house["payments"].desk.fire_due()
    assert case.said(PersonalAmountChanged) == []


def test_an_edition_is_kept_once_and_never_changed(house):
    publish(house)
    publish(house)
    assert house["payments"].parked() == []
    publish(house, pension="1.00")
    assert [each.reason for each in house["payments"].parked()] == ["bases-edition-taken"]
    [kept] = house.ask(ListAnnouncedBases(), CLERK).items
    assert kept.bases == OF_2021


def test_an_older_edition_that_comes_late_wakes_nobody(house):
    case = Case(house, start="2021-05").active()
    house.clock.set(at("2021-07-20"))
    waiting(house, at("2021-08-01"))
    publish(house, edition=2, pension="9.00")
    publish(house, edition=1)
    house["payments"].desk.fire_due()
    assert case.said(PersonalAmountChanged) == []
