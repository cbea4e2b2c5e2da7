"""Chinese labels of the codes that reports are grouped by."""

from collections.abc import Callable

from kernel.errors import NotFound
from policy import Rules
from policy.divisions import Divisions
from reporting.domain.case import STATES
from reporting.domain.roster import SEXES

BANDS = "ABCD"  # the form's four boxes (月收入区间), lowest first


def named(look_up: Callable[[], str], code: str) -> str:
    """A code's name; the code itself where the tables of the day do not know it."""
    try:
        return look_up()
    except NotFound:
        return code


def label(by: str, key: str, rules: Rules, places: Divisions) -> str:
    """The label of one value of a dimension."""
    ways: dict[str, Callable[[], str]] = {
        "district": lambda: places.agency(key).name,
        "street": lambda: places.division(key).name,
        "state": lambda: STATES.get(key, key),
        "category": lambda: rules.category(key).name,
        "project": lambda: rules.code("projects", key).name,
        "sex": lambda: SEXES.get(key, key),
        "income_band": lambda: _band(key, rules),
    }
    return named(ways[by], key)


def _band(key: str, rules: Rules) -> str:
    """By the box's letter, or by the code of the policy."""
    bands = rules.income_bands
    for letter, band in zip(BANDS, bands, strict=False):
        if key in (letter, band.code):
            return band.name
    return key
