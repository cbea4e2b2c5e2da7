"""Money in yuan (元) as Decimal, rounded half up to the fen (分), never through a float."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

__all__ = ["cents", "yuan"]

_FEN = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """Round half up to 0.01 yuan: 55.485 becomes 55.49, as the fund's own tables do."""
    return amount.quantize(_FEN, rounding=ROUND_HALF_UP)


def yuan(value: str | int | Decimal) -> Decimal:
    """Read an amount in yuan with two decimals; raises ValueError if it is finer than a fen.

    A float is refused with TypeError: 0.1 + 0.2 has no place in a fund plan.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise TypeError(f"money is text, int or Decimal, not {type(value).__name__}")
    try:
        amount = Decimal(value)
        exact = amount.quantize(_FEN)
    except InvalidOperation:
        raise ValueError("not an amount of money") from None
    if exact != amount:
        raise ValueError("finer than a fen: round it first with cents()")
    return exact
