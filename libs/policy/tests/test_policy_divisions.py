from datetime import date

import pytest

import policy
from kernel.errors import NotFound
from policy.divisions import Division

PLACES = policy.load().divisions
agencies, agency, agency_of = PLACES.agencies, PLACES.agency, PLACES.agency_of
division, streets_of = PLACES.division, PLACES.streets_of


def test_seventeen_agencies() -> None:
    codes = [agency.code for agency in agencies()]
    assert len(codes) == 17
    assert codes[0] == "110101"
    assert codes[-1] == "BDA"
    assert agency("BDA").name == "北京经济技术开发区"


@pytest.mark.parametrize(
    ("code", "name", "owner"),
    [
        ("110101001", "东华门街道", "110101"),
        ("110105021", "南磨房地区", "110105"),
        ("110106100", "北宫镇", "110106"),
        ("110111208", "霞云岭乡", "110111"),
        ("110115403", "北京经济技术开发区", "BDA"),
        ("110115404", "中关村国家自主创新示范区大兴生物医药产业基地", "110115"),
    ],
)
def test_a_street_belongs_to_one_agency(code: str, name: str, owner: str) -> None:
    assert (division(code).name, agency_of(code).code) == (name, owner)
    assert code in {street.code for street in streets_of(owner)}


@pytest.mark.parametrize(
    ("owner", "count"),
    [("110101", 17), ("110102", 15), ("110105", 43), ("110115", 25), ("BDA", 1), ("110119", 18)],
)
def test_streets_of_an_agency(owner: str, count: int) -> None:
    assert len(streets_of(owner)) == count
    assert len(streets_of(owner, date(2019, 4, 1))) == count


def test_no_street_is_lost_or_counted_twice() -> None:
    streets = [street.code for agency in agencies() for street in streets_of(agency.code)]
    assert len(streets) == len(set(streets)) == 349


@pytest.mark.parametrize("code", ["", "110103", "999999999", "BDA"])
def test_unknown_divisions(code: str) -> None:
    with pytest.raises(NotFound):
        division(code)


@pytest.mark.parametrize("code", ["110101", "110000", "BDA", "110101999"])
def test_what_is_no_street_has_no_agency(code: str) -> None:
    with pytest.raises(NotFound):
        agency_of(code)


@pytest.mark.parametrize("code", ["110115403", "110000", "110103"])
def test_unknown_agencies(code: str) -> None:
    with pytest.raises(NotFound):
        streets_of(code)


@pytest.mark.parametrize(
    ("day", "valid"),
    [(date(2019, 12, 31), False), (date(2020, 1, 1), True), (date(2021, 1, 1), False)],
)
def test_a_division_lives_from_day_to_day(day: date, valid: bool) -> None:
    street = Division("1", "某街道", "street", "110101", date(2020, 1, 1), date(2020, 12, 31))
    assert street.valid_on(day) is valid
