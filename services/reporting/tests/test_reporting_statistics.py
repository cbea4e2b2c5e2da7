"""统计 by every dimension: parts add up, each figure says what it counts, own places only."""

from datetime import date

import pytest
from reporting_story import (
    CITY_CLERK,
    CLERK,
    STREET_OFFICER,
    accepted,
    active,
    rejected,
    stopped,
    subsidised,
)

from contracts.payments import BenefitTransferred
from contracts.reporting import GetStatistics
from contracts.reporting.statistics import BY, MEASURES
from kernel.errors import Forbidden, Invalid

OTHER = {"agency": "110105", "street_code": "110105021"}


@pytest.fixture
def populated(house):
    first = subsidised(subsidised(active(accepted("n1")), "2019-05"), "2019-06")
    stopped(first).tell(house)
    subsidised(active(accepted("n2", **OTHER, sex="male", income_band="D")), "2019-05").tell(house)
    rejected(accepted("n3", birth_date=date(1990, 1, 1), project="04")).tell(house)
    return house


def ask(house, measure, by, caller=CITY_CLERK, months=("2019-04", "2019-08")):
    form = GetStatistics(measure=measure, by=by, from_month=months[0], to_month=months[1])
    return house.ask(form, caller)


def figures(*asked, **more):
    return {item.label: item.value for item in ask(*asked, **more).items}


@pytest.mark.parametrize(
    ("measure", "by", "expected"),
    [
        ("accepted", "district", {"东城区": "2", "朝阳区": "1"}),
        ("accepted", "age_band", {"0-29岁": "1", "40-44岁": "2"}),
        ("approved", "month", {"2019-04": "2"}),
        ("approved", "project", {"家政": "2"}),
        ("benefiting", "sex", {"女": "1", "男": "1"}),
        ("benefiting", "street", {"东华门街道": "1", "南磨房地区": "1"}),
        ("months", "month", {"2019-05": "2", "2019-06": "1"}),
        ("subsidy", "district", {"东城区": "1727.34", "朝阳区": "863.67"}),
        ("subsidy", "income_band", {"1001元至2000元": "1727.34", "5000元以上": "863.67"}),
        ("stopped", "stop_reason", {"连续2个月扣款不成功": "1"}),
        ("stopped", "month", {"2019-08": "1"}),
    ],
)
def test_figures(populated, measure, by, expected):
    assert figures(populated, measure, by) == expected


@pytest.mark.parametrize("measure", MEASURES)
def test_every_dimension_adds_up_to_the_same_and_says_what_it_counts(populated, measure):
    found = [ask(populated, measure, by) for by in BY if (measure, by) != ("benefiting", "month")]
    assert len({one.total for one in found}) == 1
    assert all(one.definition.endswith("。") and one.unit for one in found)


def test_a_district_sees_its_own_and_a_street_none(populated):
    assert figures(populated, "subsidy", "district", caller=CLERK) == {"东城区": "1727.34"}
    assert figures(populated, "accepted", "district", caller=CLERK) == {"东城区": "2"}
    with pytest.raises(Forbidden):
        ask(populated, "accepted", "district", STREET_OFFICER)


def test_months_stay_with_the_district_that_owned_them(house):
    story = subsidised(active(accepted()), "2019-05").says(
        BenefitTransferred,
        from_street="110101001",
        from_agency="110101",
        to_street="110105021",
        to_agency="110105",
        from_month="2019-06",
    )
    subsidised(story, "2019-06").tell(house)
    assert figures(house, "months", "district") == {"东城区": "1", "朝阳区": "1"}
    assert figures(house, "months", "month", caller=CLERK) == {"2019-05": "1"}
    assert figures(house, "accepted", "district") == {"朝阳区": "1"}


@pytest.mark.parametrize("months", [("2019-05", "2019-04"), ("2016-01", "2019-04")])
def test_the_months_are_in_order_and_at_most_36(house, months):
    with pytest.raises(Invalid):
        ask(house, "accepted", "month", months=months)
