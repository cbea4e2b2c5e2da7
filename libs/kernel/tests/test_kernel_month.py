from datetime import date

import pytest

from kernel.month import Month

MAY = Month(2019, 5)


@pytest.mark.parametrize(("text"), ["2019-05", "201905"])
def test_both_written_forms_are_read(text: str) -> None:
    assert Month.parse(text) == MAY


@pytest.mark.parametrize(
    "text", ["2019-13", "2019-00", "2019-5", "19-05", "2019/05", "", "２０１９-05"]
)
def test_nothing_else_is_a_month(text: str) -> None:
    with pytest.raises(ValueError):
        Month.parse(text)


def test_written_forms() -> None:
    forms = (str(MAY), MAY.compact(), MAY.dotted(), MAY.chinese())
    assert forms == ("2019-05", "201905", "2019.05", "2019年05月")


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (MAY, 0, MAY),
        (MAY, 35, Month(2022, 4)),
        (Month(2018, 12), 1, Month(2019, 1)),
        (Month(2019, 1), -1, Month(2018, 12)),
        (Month(2019, 5), 39, Month(2022, 8)),
    ],
)
def test_adding_and_subtracting_whole_months(start: Month, months: int, end: Month) -> None:
    assert start + months == end
    assert end - months == start
    assert end - start == months


def test_months_are_ordered_and_contain_their_days() -> None:
    assert Month(2018, 12) < MAY < Month(2019, 10)
    assert Month.of(date(2019, 5, 31)) == MAY
    assert date(2019, 5, 31) in MAY
    assert date(2018, 5, 31) not in MAY


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (Month(2020, 2), date(2020, 2, 1), date(2020, 2, 29)),
        (Month(2019, 2), date(2019, 2, 1), date(2019, 2, 28)),
        (Month(2019, 12), date(2019, 12, 1), date(2019, 12, 31)),
    ],
)
def test_first_and_last_day(month: Month, first: date, last: date) -> None:
    assert (month.first_day, month.last_day) == (first, last)


def test_a_range_includes_both_ends() -> None:
    assert list(Month.range(Month(2019, 12), Month(2020, 1))) == [Month(2019, 12), Month(2020, 1)]
    assert list(Month.range(MAY, MAY - 1)) == []
