"""Counts by each dimension and sums of a month, inside the jurisdiction."""

import pytest
from reporting_story import (
    CITY_CLERK,
    CLERK,
    STREET_OFFICER,
    Story,
    accepted,
    active,
    published,
    rejected,
    subsidised,
)

from contracts.caller import (
    APPLICANT,
    Caller,
)
from contracts.reporting import GetCounts, GetSubsidySums
from kernel.errors import Forbidden


@pytest.fixture
def populated(house):
    active(accepted("n1")).tell(house)
    rejected(accepted("n2", sex="male", income_band="D")).tell(house)
    accepted("n3", street_code="110101002", project="04").tell(house)
    accepted("n4", agency="110105", street_code="110105021").tell(house)
    published(Story()).tell(house)  # intake's letter about this one is still under way
    return house


def counts(house, by, caller=CITY_CLERK):
    answer = house.ask(GetCounts(by=by), caller)
    assert answer.total == sum(item.count for item in answer.items)
    return {item.label: item.count for item in answer.items}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("district", {"东城区": 3, "朝阳区": 1}),
        ("street", {"东华门街道": 2, "景山街道": 1, "南磨房地区": 1}),
        ("state", {"已受理，初审中": 2, "享受中": 1, "审核未通过": 1}),
        ("category", {"4045人员": 4}),
        ("project", {"家政": 3, "网约车": 1}),
        ("sex", {"女": 3, "男": 1}),
        ("income_band", {"1001元至2000元": 3, "5000元以上": 1}),
    ],
)
def test_counts_by_each_dimension_add_up(populated, by, expected):
    assert counts(populated, by) == expected


def test_counts_stay_inside_the_jurisdiction(populated):
    assert counts(populated, "district", CLERK) == {"东城区": 3}
    assert counts(populated, "street", STREET_OFFICER) == {"东华门街道": 2}
    with pytest.raises(Forbidden):
        counts(populated, "state", Caller(subject="nobody", tier=APPLICANT))


def test_sums_of_a_month_by_district(house):
    for number, street in (("n1", "110101001"), ("n2", "110101002")):
        subsidised(active(accepted(number, street_code=street)), "2019-05").tell(house)
    subsidised(active(accepted("n3", agency="110105", street_code="110105021")), "2019-05").tell(
        house
    )

    def sums(month, caller):
        answer = house.ask(GetSubsidySums(month=month), caller)
        return [(s.agency_name, s.persons, s.personal, s.subsidy, s.total) for s in answer.items]

    east = ("东城区", 2, "538.52", "1727.34", "2265.86")
    assert sums("2019-05", CLERK) == [east]
    assert sums("2019-05", CITY_CLERK) == [east, ("朝阳区", 1, "269.26", "863.67", "1132.93")]
    assert sums("2019-06", CITY_CLERK) == []
    own = [("东城区", 1, "269.26", "863.67", "1132.93")]  # of two streets that drew in this month
    assert sums("2019-05", STREET_OFFICER) == own
