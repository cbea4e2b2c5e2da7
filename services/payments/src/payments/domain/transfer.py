"""转移: what stands against moving a benefit to another street at a month's boundary.

Domain §6.3, §16.8; the owner is always the district of the accepting street (reading Q18).
"""

from dataclasses import dataclass

from kernel.errors import NotFound
from kernel.month import Month
from policy.divisions import Divisions

__all__ = ["TRANSFERRED", "Destination", "destination", "obstacle", "remover"]

TRANSFERRED = "S12"  # on the old side's removal list only: the benefit itself runs on

PAST, LATE = "transfer-month-past", "transfer-after-end"
SAME, UNKNOWN = "same-street", "unknown-street"

SENTENCES = {
    UNKNOWN: "没有这个街道（乡镇）代码，或转移时已不存在，请核对。",
    SAME: "转入街道与现在的街道相同，无须转移。",
    PAST: "转移只能从下月或更晚的月份开始，已经开始的月份不能转移。",
    LATE: "转移月份不能晚于享受期限的最后一个月。",
}
FIELDS = {UNKNOWN: "to_street", SAME: "to_street", PAST: "from_month", LATE: "from_month"}


@dataclass(frozen=True, slots=True)
class Destination:
    """A street and the agency (区经办机构) that owns its cases."""

    street: str
    agency: str
    name: str


def destination(street_code: str, month: Month, places: Divisions) -> Destination | None:
    """The street, if there is one of that code on the first day of the month."""
    try:
        street = places.street(street_code, month.first_day)
    except NotFound:
        return None
    owner = places.agency_of(street_code)
    name = street.name if street.name.startswith(owner.name) else owner.name + street.name
    return Destination(street.code, owner.code, name)


def obstacle(
    street: str, to: Destination | None, month: Month, this_month: Month, end: Month
) -> str:
    """Why a benefit of `street` that lasts until `end` cannot go there from `month`; "" if it can.

    One of the keys of SENTENCES. A month that has begun belongs to where the person was on its
    first day.
    """
    if to is None:
        return UNKNOWN
    if to.street == street:
        return SAME
    if month <= this_month:
        return PAST
    return LATE if month > end else ""


def remover(owner: str, centre: str, enrolment: str, *, ended: bool) -> str:
    """The agency on whose removal list (减员名单) a person has to go now; "" when on nobody's.

    Whoever enlisted a person removes them, also after the benefit has moved to `owner`: a centre
    cannot take off whom it never added. `centre` is the agency whose centre was last told to
    collect. While that has not answered (`enrolment` listed, removing), or collects for nobody
    (none), there is nothing to remove yet. One that runs leaves only a centre that is not its
    owner's.
    """
    if enrolment != "enrolled":
        return ""
    return centre if ended or centre != owner else ""
