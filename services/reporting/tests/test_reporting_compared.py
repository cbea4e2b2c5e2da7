"""Districts beside each other, and the cases behind each figure: as many as the figure says."""

import itertools
from datetime import date, datetime

import pytest
from reporting_story import (
    CITY_CLERK,
    CLERK,
    ELSEWHERE,
    STREET_OFFICER,
    accepted,
    active,
    approved,
    corrected,
    failed,
    rejected,
    returned,
    subsidised,
)

from contracts.intake import CheckOutcome, MatchingCompleted
from contracts.payments import BenefitStopped
from contracts.reporting import CompareDistricts, GetStatistics, ListCounted
from contracts.reporting.statistics import BY
from contracts.review import ApplicationApproved
from kernel.clock import SHANGHAI
from kernel.errors import Forbidden, Invalid
from reporting.domain.spread import Spread

EAST, WEST = {}, {"agency": "110105", "street_code": "110105021"}
MONTHS = {"from_month": "2019-04", "to_month": "2019-08"}
APRIL_12 = datetime(2019, 4, 12, 10, tzinfo=SHANGHAI)


@pytest.fixture
def populated(house):
    """East: one enjoys, one is stopped with a claim, one was returned; west: two that differ."""
    subsidised(subsidised(active(accepted("n1", **EAST)), "2019-05"), "2019-06").tell(house)
    claimed = failed(subsidised(active(accepted("n2", sex="male")), "2019-05"), "2019-06")
    claimed.says(
        BenefitStopped,
        code="S03",
        from_month="2019-07",
        reason_text="就业",
        months_used=1,
        recovery="863.67",
    ).tell(house)
    corrected(returned(returned(accepted("n3", project="04")))).tell(house)
    rejected(accepted("n4", **WEST, birth_date=date(1990, 1, 1))).tell(house)
    hurried(overridden(accepted("n5", **WEST, income_band="D")), 4).tell(house)
    return house


def overridden(story):
    outcome = CheckOutcome(code="C11", severity="W", result="FAIL", overridden=True)
    said = {"dossier_version": 1, "blocked": False, "outcomes": (outcome,)}
    return story.says(MatchingCompleted, **said)


def hurried(story, seconds):
    story = approved(story)
    event, meta = story.letters.pop()
    fields = {name: getattr(event, name) for name in ApplicationApproved.__dataclass_fields__}
    story.letters.append((ApplicationApproved(**fields | {"looked_seconds": seconds}), meta))
    return story


def compared(house, caller=CITY_CLERK, **months):
    found = house.ask(CompareDistricts(**MONTHS | months), caller)
    return {item.agency: item for item in found.items}


def listed(house, figure, caller=CITY_CLERK, **more):
    return house.ask(ListCounted(figure=figure, **MONTHS | more), caller)


def numbers(house, figure, **more):
    return {item.number for item in listed(house, figure, **more).items}


def test_districts_stand_beside_each_other(populated):
    east, west = compared(populated)["110101"], compared(populated)["110105"]
    assert (east.accepted, east.decided, east.approved, east.rejected) == (3, 2, 2, 0)
    assert (west.accepted, west.decided, west.approved, west.rejected) == (2, 2, 1, 1)
    assert (east.returned, east.active, east.stopped, east.recovered) == (1, 1, 1, 1)
    assert (east.persons, east.months, east.subsidy, east.failed) == (2, 3, "2591.01", 1)
    assert (west.overridden, west.hasty) == (1, 1)
    assert (west.persons, west.months, west.subsidy) == (0, 0, "0.00")


def test_days_are_working_days_by_the_calendar_of_the_year(populated):
    east, west = compared(populated)["110101"], compared(populated)["110105"]
    # 2019-04-01 to 2019-04-12: two weekends and 清明 (5 April) between; west rejected on the day
    assert (east.days, east.median, east.longest) == ("8.0", "8", 8)
    assert (west.days, west.median, west.longest) == ("4.0", "4", 8)


def test_a_district_without_a_decision_has_no_days(populated):
    later = compared(populated, from_month="2019-07", to_month="2019-08")
    assert (later["110101"].days, later["110101"].median, later["110101"].longest) == ("", "", None)
    assert later["110101"].decided == 0


def test_a_district_sees_itself_and_a_street_nobody(populated):
    assert set(compared(populated, CLERK)) == {"110101"}
    assert set(compared(populated, ELSEWHERE)) == {"110105"}
    assert {one.agency for one in listed(populated, "accepted", CLERK).items} == {"110101"}
    assert listed(populated, "accepted", CLERK, district="110105").total == 0
    for asked in (CompareDistricts(**MONTHS), ListCounted(figure="accepted", **MONTHS)):
        with pytest.raises(Forbidden):
            populated.ask(asked, STREET_OFFICER)


@pytest.mark.parametrize("figure", ["accepted", "approved", "stopped", "benefiting"])
@pytest.mark.parametrize("by", [by for by in BY if by != "month"])
def test_as_many_cases_lie_behind_a_figure_as_it_says(populated, figure, by):
    found = populated.ask(GetStatistics(measure=figure, by=by, **MONTHS), CITY_CLERK)
    assert found.items
    for one in found.items:
        behind = listed(populated, figure, **{by: one.key})
        assert (behind.total, len(behind.items)) == (int(one.value), int(one.value)), one.label


@pytest.mark.parametrize(
    "figure",
    [
        *("accepted", "decided", "approved", "rejected", "returned", "overridden", "hasty"),
        *("active", "failed", "stopped", "recovered"),
    ],
)
def test_as_many_cases_lie_behind_a_figure_of_a_district(populated, figure):
    for agency, row in compared(populated).items():
        behind = listed(populated, figure, district=agency)
        assert behind.total == len(behind.items) == getattr(row, figure), agency


def test_what_is_odd_about_a_case_is_said_of_it(populated):
    def said(figure):
        return {one.number: one.note for one in listed(populated, figure).items}

    assert said("hasty") == {"n5": "打开卷宗4秒"}
    assert said("failed") == {"n2": "2019-06"}
    assert said("recovered")["n2"].startswith("须追回863.67元")
    assert said("returned")["n3"].startswith("退回2次")
    assert said("decided")["n1"] == "用时8个工作日"
    assert said("accepted")["n1"] == ""


@pytest.mark.parametrize("by", [by for by in BY if by != "month"])
@pytest.mark.parametrize("measure", ["accepted", "subsidy", "months"])
def test_the_parts_of_what_is_narrowed_to_one_value_equal_its_figure(populated, measure, by):
    """A cross table: each value of one dimension by every other comes to the same."""
    whole = populated.ask(GetStatistics(measure=measure, by=by, **MONTHS), CITY_CLERK)
    for one, other in itertools.product(whole.items, ("district", "project", "month")):
        asked = GetStatistics(measure=measure, by=other, **MONTHS, **{by: one.key})
        assert populated.ask(asked, CITY_CLERK).total == one.value, (one.label, other)


def test_two_values_narrow_together(populated):
    assert numbers(populated, "accepted", district="110101", sex="male") == {"n2"}
    assert numbers(populated, "accepted", district="110105", income_band="D") == {"n5"}
    assert numbers(populated, "accepted", district="110105", sex="male") == set()


def test_page_after_page_shows_every_case_once(populated):
    seen, cursor = [], None
    while True:
        page = listed(populated, "accepted", limit=2, cursor=cursor)
        seen += [one.number for one in page.items]
        assert page.total == 5
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(seen) == ["n1", "n2", "n3", "n4", "n5"]


@pytest.mark.parametrize(
    "wrong", [{"limit": 0}, {"limit": 101}, {"cursor": "x"}, {"to_month": "2019-03"}]
)
def test_what_cannot_be_asked_is_refused_by_field(populated, wrong):
    with pytest.raises(Invalid) as refused:
        listed(populated, "accepted", **wrong)
    assert set(refused.value.fields) == set(wrong)


@pytest.mark.parametrize(
    ("counts", "average", "median", "longest"),
    [
        ({}, "", "", None),
        ({5: 1}, "5.0", "5", 5),
        ({1: 1, 2: 1}, "1.5", "1.5", 2),
        ({1: 3, 20: 1}, "5.8", "1", 20),
        ({0: 1, 3: 1, 30: 1}, "11.0", "3", 30),
    ],
)
def test_how_long_cases_took(counts, average, median, longest):
    spread = Spread(counts)
    assert (spread.average, spread.median, spread.longest) == (average, median, longest)
