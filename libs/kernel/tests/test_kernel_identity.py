from datetime import date

import pytest

from kernel.errors import Invalid
from kernel.identity import IdentityNumber, compose, normalise, parse


@pytest.mark.parametrize(
    ("text", "stored", "birth", "sex", "kind"),
    [
        ("110101197803070029", None, date(1978, 3, 7), "female", "citizen"),
        ("110101780307002", "110101197803070029", date(1978, 3, 7), "female", "citizen"),
        ("110223196901013019", None, date(1969, 1, 1), "male", "citizen"),  # 通县, long gone
        ("11010219750606004x", "11010219750606004X", date(1975, 6, 6), "female", "citizen"),
        (
            " １１０１０２19750606004Ｘ ",
            "11010219750606004X",
            date(1975, 6, 6),
            "female",
            "citizen",
        ),
        ("110101 19800101 0010", None, date(1980, 1, 1), "male", "citizen"),
        ("810000199001010019", None, date(1990, 1, 1), "male", "permit"),
        ("830000199201300022", None, date(1992, 1, 30), "female", "permit"),
        ("932682198501010017", None, date(1985, 1, 1), "male", "foreigner"),
    ],
)
def test_numbers_that_are_read(
    text: str, stored: str | None, birth: date, sex: str, kind: str
) -> None:
    number = parse(text)
    assert number.text == (stored or text.replace(" ", ""))
    assert (number.birth_date, number.sex, number.kind) == (birth, sex, kind)


@pytest.mark.parametrize(
    ("area", "year"), [("110223", 1970), ("110111", 1972), ("110221", 1965), ("110115", 1979)]
)
def test_the_area_code_is_not_held_against_the_birth_year(area: str, year: int) -> None:
    assert parse(compose(area, date(year, 1, 1), 1)).area == area


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "0位"),
        ("1101011978030700", "16位"),
        ("110101197803070020", "校验位"),
        ("11010119780230002X", "出生日期不存在"),
        ("110101197813070029", "出生日期不存在"),
        ("11010119780307A029", "应为数字"),
        ("X10101197803070029", "应为数字"),
        ("710000199001010019", "省级代码"),
        ("000000197803070029", "省级代码"),
        ("1101017803O7002", "15位"),
    ],
)
def test_what_is_wrong_is_said_in_chinese_without_the_number(text: str, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(text)
    assert says in refused.value.message
    assert not text or text not in refused.value.message


def test_only_the_mask_is_ever_printed() -> None:
    number = parse("110101197803070029")
    assert number.masked == "11**************29"
    assert number.tail4 == "0029"
    assert f"{number} {number!r}" == "11**************29 IdentityNumber(11**************29)"


def test_a_number_cannot_be_made_around_the_check() -> None:
    with pytest.raises(Invalid):
        IdentityNumber("110101197803070020")


def test_normalise_checks_nothing_and_repeats_itself() -> None:
    assert normalise("abc") == "ABC"
    assert normalise(normalise("110101780307002")) == "110101197803070029"


@pytest.mark.parametrize("sequence", range(0, 999, 37))
def test_composed_numbers_are_valid(sequence: int) -> None:
    number = parse(compose("110108", date(1980, 2, 29), sequence))
    assert number.sex == ("male" if sequence % 2 else "female")


@pytest.mark.parametrize(("area", "sequence"), [("1101", 1), ("110101", 1000), ("110101", -1)])
def test_compose_refuses_what_has_no_place(area: str, sequence: int) -> None:
    with pytest.raises(ValueError):
        compose(area, date(1980, 1, 1), sequence)
