"""Districts, streets and months as the city's pages choose and name them."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from kernel.month import Month
from portal import codes
from portal.forms import Choices
from portal.pages.district.months import parsed
from portal.session import person

YEAR = 12


@dataclass(frozen=True, slots=True)
class Period:
    """Months, both included."""

    first: Month
    last: Month

    def query(self) -> dict[str, str]:
        """As the API takes it."""
        return {"from_month": str(self.first), "to_month": str(self.last)}

    def address(self) -> dict[str, str]:
        """As our addresses have it."""
        return {"from": str(self.first), "to": str(self.last)}

    def chinese(self) -> str:
        """2019年1月至5月."""
        if self.first == self.last:
            return self.first.chinese()
        return f"{self.first.chinese()}至{self.last.chinese()}"


def period() -> Period:
    """?from=2019-01&to=2019-05; without them the year that ends with this month."""
    last = parsed(request.args.get("to", "")) or Month.parse(codes.today()[:7])
    first = parsed(request.args.get("from", "")) or last - (YEAR - 1)
    return Period(first, last)


def districts() -> Choices:
    """Every district, by code; for a district's officer their own."""
    own = division()
    found = (one for one in codes.rows("divisions") if one["more"].get("tier") == "district")
    return tuple((one["code"], one["name"]) for one in found if own in ("", one["code"]))


def streets(district: str) -> Choices:
    """The streets of a district, or none while none is chosen."""
    rows = codes.rows("divisions")
    return tuple(
        (one["code"], one["name"]) for one in rows if one["more"].get("agency") == district
    )


def division() -> str:
    """The district of whoever asks; empty for the city."""
    who = person()
    return who.division if who and who.tier == "district" else ""


def names() -> Mapping[str, str]:
    """Names of districts and streets by code."""
    return dict(codes.choices("divisions"))
