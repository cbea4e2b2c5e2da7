"""Beijing's districts and streets, and the 17 agencies that decide over them.

The seventeenth: 北京经济技术开发区 has no code of its own in GB/T 2260, only that of a street
inside 大兴, yet it is an addressee of 京人社就发〔2020〕19号. So an agency is not a division.
Codes are never recycled: a street that is split or renamed gets its `valid_to`.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from kernel.errors import NotFound

__all__ = ["Agency", "Division", "agencies", "agency", "agency_of", "division", "streets_of"]


@dataclass(frozen=True, slots=True)
class Division:
    """A city, district or street (街道、地区、镇、乡); no date means no known limit."""

    code: str
    name: str
    tier: str
    parent: str
    valid_from: date | None
    valid_to: date | None

    def valid_on(self, day: date) -> bool:
        """Whether the division existed on that day, as far as is known."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Agency:
    """A district-level agency (区经办机构): a six-digit district code, or BDA."""

    code: str
    name: str


def division(code: str) -> Division:
    """The city, a district or a street by its code; raises NotFound."""
    found = _divisions().get(code)
    if found is None or found.tier == "agency":
        raise NotFound("没有这个行政区划代码，请核对。")
    return found


def agencies() -> tuple[Agency, ...]:
    """The 17 agencies, districts first."""
    return tuple(_agencies().values())


def agency(code: str) -> Agency:
    """One agency by its code; raises NotFound."""
    found = _agencies().get(code)
    if found is None:
        raise NotFound("没有这个区级经办机构，请核对。")
    return found


def agency_of(street_code: str) -> Agency:
    """The agency whose money and roster a street's applicants are on; raises NotFound."""
    street = division(street_code)
    if street.tier != "street":
        raise NotFound("没有这个街道（乡镇）代码，请核对。")
    return agency(_own_agencies().get(street.code, street.parent))


def streets_of(agency_code: str, on: date | None = None) -> tuple[Division, ...]:
    """The streets of an agency, those valid on a day if one is given; raises NotFound."""
    code = agency(agency_code).code
    return tuple(
        street
        for street in _divisions().values()
        if street.tier == "street"
        and _own_agencies().get(street.code, street.parent) == code
        and (on is None or street.valid_on(on))
    )


@cache
def _divisions() -> dict[str, Division]:
    return {row.code: row for row in _rows()}


@cache
def _agencies() -> dict[str, Agency]:
    rows = _divisions().values()
    return {row.code: Agency(row.code, row.name) for row in rows if row.tier in _AGENCY_TIERS}


@cache
def _own_agencies() -> dict[str, str]:
    rows = _divisions().values()
    return {row.parent: row.code for row in rows if row.tier == "agency"}


def _rows() -> Iterator[Division]:
    text = (files("policy") / "data" / "beijing" / "divisions.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        begun, ended = _day(row["valid_from"]), _day(row["valid_to"])
        yield Division(row["code"], row["name"], row["tier"], row["parent"], begun, ended)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


_AGENCY_TIERS = frozenset({"district", "agency"})
