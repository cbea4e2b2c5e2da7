from decimal import Decimal

import pytest

from kernel.money import cents, yuan


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("55.488", "55.49"),
        ("6.164", "6.16"),
        ("0.005", "0.01"),  # half goes up, not to even
        ("0.015", "0.02"),
        ("0.004999", "0.00"),
        ("-0.005", "-0.01"),
    ],
)
def test_half_goes_up(exact: str, rounded: str) -> None:
    assert str(cents(Decimal(exact))) == rounded


@pytest.mark.parametrize(
    ("value", "text"), [("245.02", "245.02"), (3082, "3082.00"), (Decimal("1.5"), "1.50")]
)
def test_amounts_have_two_decimals(value: str | int | Decimal, text: str) -> None:
    assert str(yuan(value)) == text


@pytest.mark.parametrize("value", ["1.005", "abc", "", "NaN", "Infinity"])
def test_what_is_not_an_amount(value: str) -> None:
    with pytest.raises(ValueError):
        yuan(value)


@pytest.mark.parametrize("value", [0.1, True, None])
def test_a_float_is_not_money(value: object) -> None:
    with pytest.raises(TypeError):
        yuan(value)  # type: ignore[arg-type]
