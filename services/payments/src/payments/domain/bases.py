"""Bases (缴费基数) that people ask for, and months in which none may be chosen."""

import re
from decimal import Decimal

from kernel.errors import Invalid
from kernel.month import Month

__all__ = ["subsidised", "written"]

_AMOUNT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")


def written(text: str) -> Decimal:
    """A base in yuan, in digits with at most two after the point; raises Invalid."""
    if not _AMOUNT.fullmatch(text):
        sentence = "缴费基数应为数字，最多两位小数。"
        raise Invalid(sentence, fields={"base": sentence}, code="base-not-a-number")
    return Decimal(text)


def subsidised(month: Month, start: Month, end: Month, stop: Month | None) -> bool:
    """Whether a benefit from `start` to `end`, without benefit from `stop` on, covers a month."""
    return start <= month <= end and (stop is None or month < stop)
