"""The divisions of a pack (行政区划), and the agencies that decide over their streets.

The codes stand in the pack as `divisions.csv`: one unit above all, its districts, their streets
(街道、地区、镇、乡). An agency is not a division: 北京经济技术开发区 has no code of its own in
GB/T 2260, only that of a street inside 大兴, yet it is an addressee of 京人社就发〔2020〕19号.
A city without districts (不设区的市) stands as a district. Codes are never recycled: what is split
or dissolved gets its `valid_to`; what is renamed stands twice, the second row from the next day on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kernel.errors import NotFound

__all__ = ["AGENCY_TIERS", "ROOT_TIERS", "TIERS", "Agency", "Division", "Divisions"]

ROOT_TIERS = frozenset({"province", "city"})
AGENCY_TIERS = frozenset({"district", "agency"})
TIERS = ("province", "city", "district", "street", "agency")


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city, district or street; no date means no known limit."""

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
    """A district-level agency (区经办机构): a six-digit district code, or one of its own."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Divisions:
    """All divisions of one pack by code; each code's rows in the order of their days.

    `apart`: streets that have an agency of their own, with its code.
    """

    rows: Mapping[str, Sequence[Division]] = field(repr=False)
    apart: Mapping[str, str] = field(repr=False)

    @property
    def root(self) -> Division:
        """The unit above all others: whose installation this is."""
        return next(rows[-1] for rows in self.rows.values() if not rows[-1].parent)

    def division(self, code: str, on: date | None = None) -> Division:
        """A division by its code, as it was on a day or last; raises NotFound."""
        rows = [row for row in self.rows.get(code, ()) if row.tier != "agency"]
        found = [row for row in rows if on is None or row.valid_on(on)]
        if not found:
            raise NotFound("没有这个行政区划代码，请核对。")
        return found[-1]

    def street(self, code: str, on: date | None = None) -> Division:
        """A street by its code, one that existed on a day if one is given; raises NotFound."""
        found = self.division(code, on)
        if found.tier != "street":
            raise NotFound("没有这个街道（乡镇）代码，请核对。")
        return found

    def agencies(self, on: date | None = None) -> tuple[Agency, ...]:
        """The agencies, districts first; those that existed on a day if one is given."""
        lasting = (rows[-1] for rows in self.rows.values() if _existed(rows, on))
        found = [row for row in lasting if row.tier in AGENCY_TIERS]
        found.sort(key=lambda row: row.tier == "agency")
        return tuple(Agency(row.code, row.name) for row in found)

    def agency(self, code: str, on: date | None = None) -> Agency:
        """One agency by its code; raises NotFound."""
        rows = self.rows.get(code, ())
        if not rows or rows[-1].tier not in AGENCY_TIERS or not _existed(rows, on):
            raise NotFound("没有这个区级经办机构，请核对。")
        return Agency(code, rows[-1].name)

    def agency_of(self, street_code: str) -> Agency:
        """The agency whose money and roster a street's applicants are on; raises NotFound."""
        return self.agency(self._owner(self.street(street_code)))

    def streets_of(self, agency_code: str, on: date | None = None) -> tuple[Division, ...]:
        """The streets of an agency, those valid on a day if one is given; raises NotFound."""
        code = self.agency(agency_code).code
        lasting = (rows[-1] for rows in self.rows.values() if _existed(rows, on))
        return tuple(row for row in lasting if row.tier == "street" and self._owner(row) == code)

    def _owner(self, street: Division) -> str:
        return self.apart.get(street.code, street.parent)


def _existed(rows: Sequence[Division], on: date | None) -> bool:
    return on is None or any(row.valid_on(on) for row in rows)
