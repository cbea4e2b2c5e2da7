"""用款计划 (domain §11): who is planned for a month, and what that costs.

    plan(m) = those entitled in m × the subsidy of m
            − months planned for m-1 and not deducted × the subsidy of m-1
            + 补差 asked for in m-1
            − unspent money that the district carries over

The variance of the month before is shown beside the plan. It is not taken off a second time:
the months not deducted are its cause.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kernel.month import Month
from policy.contributions import INSURANCES
from reporting.domain.case import Case
from reporting.domain.money import NOTHING, Money

__all__ = [
    "Figures",
    "Plan",
    "added_up",
    "digest",
    "draft",
    "read_figures",
    "sha256",
    "standing",
    "without",
]

NEW, RUNNING = "new", "running"
_AWAITED = frozenset({"approved", "postponed", "refund_pending"})  # the start is still open
_RUNNING = frozenset({"confirmed", "enlisted", "active"})
_ENDED = frozenset({"stopped", "completed"})


def standing(case: Case, month: Month, agency: str) -> str:
    """How a case stands in a month of a district: "new" in its first one, "running", or "".

    Nobody is planned whom payments would not pay for: not before the start, not after the last
    month, not from a stop on, and an open start only for the month it is proposed for.
    """
    if case.withdrawn or not case.start or not case.months:
        return ""
    first = Month.parse(case.start)
    last = Month.parse(case.end_month) if case.end_month else first + case.months - 1
    if not first <= month <= last or case.place_in(str(month))[1] != agency:
        return ""
    if case.state in _AWAITED:
        return NEW if first == month else ""
    stopped_by_then = not case.stop_month or case.stop_month <= str(month)
    if case.state not in _RUNNING and (case.state not in _ENDED or stopped_by_then):
        return ""
    return NEW if first == month else RUNNING


@dataclass(frozen=True, slots=True)
class Figures:
    """人数, 月数 and sums of a plan, in yuan."""

    persons: int = 0
    added: int = 0
    reduced: int = 0
    unpaid: int = 0
    money: Money = NOTHING
    difference: Decimal = Decimal("0.00")
    carried: Decimal = Decimal("0.00")

    @property
    def total(self) -> Decimal:
        """合计."""
        return self.money.total + self.difference - self.carried

    def written(self) -> dict[str, str | int]:
        """All columns, in the words of the contract."""
        counts = {"persons": self.persons, "months": self.persons, "added": self.added}
        sums = {"difference": self.difference, "carried": self.carried, "total": self.total}
        return {
            **counts,
            "reduced": self.reduced,
            "unpaid": self.unpaid,
            **self.money.written(),
            **{name: f"{value:.2f}" for name, value in sums.items()},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was planned: each person with their standing, one person's cost, and the figures."""

    agency: str
    month: str
    persons: Mapping[UUID, str]
    each: Money
    figures: Figures


def draft(
    agency: str,
    month: Month,
    cases: Iterable[Case],
    *,
    each: Money,
    excluded: Collection[UUID] = (),
    before: Collection[UUID] = (),
    unpaid: Money = NOTHING,
    unpaid_months: int = 0,
    difference: Decimal = Decimal("0.00"),
    carried: Decimal = Decimal("0.00"),
) -> Plan:
    """The plan of a district for a month.

    `each` is what the fund pays for one person in it, `before` who was planned for the month
    before, `unpaid` what of that was not deducted.
    """
    found = {case.application_id: standing(case, month, agency) for case in cases}
    persons = {key: kind for key, kind in found.items() if kind and key not in excluded}
    figures = Figures(
        persons=len(persons),
        added=sum(kind == NEW for kind in persons.values()),
        reduced=len(set(before) - persons.keys()),
        unpaid=unpaid_months,
        money=each.times(len(persons)) - unpaid,
        difference=difference,
        carried=carried,
    )
    return Plan(agency=agency, month=str(month), persons=persons, each=each, figures=figures)


def without(plan: Plan, entitled: Collection[UUID]) -> Plan:
    """The plan less those who are no longer entitled when it is compiled."""
    persons = {key: kind for key, kind in plan.persons.items() if key in entitled}
    gone = len(plan.persons) - len(persons)
    was = plan.figures
    figures = Figures(
        persons=len(persons),
        added=sum(kind == NEW for kind in persons.values()),
        reduced=was.reduced + gone,
        unpaid=was.unpaid,
        money=was.money - plan.each.times(gone),
        difference=was.difference,
        carried=was.carried,
    )
    return Plan(
        agency=plan.agency, month=plan.month, persons=persons, each=plan.each, figures=figures
    )


def added_up(parts: Iterable[Figures]) -> Figures:
    """The city's figures: every column is the sum of the districts' columns."""
    whole = Figures()
    for part in parts:
        whole = Figures(
            persons=whole.persons + part.persons,
            added=whole.added + part.added,
            reduced=whole.reduced + part.reduced,
            unpaid=whole.unpaid + part.unpaid,
            money=whole.money + part.money,
            difference=whole.difference + part.difference,
            carried=whole.carried + part.carried,
        )
    return whole


def digest(plan: Plan) -> str:
    """SHA-256 over place, month, figures and persons, in canonical JSON."""
    said = [plan.agency, plan.month, plan.figures.written(), plan.each.written()]
    persons = sorted((str(key), kind) for key, kind in plan.persons.items())
    return sha256([*said, persons])


def sha256(value: object) -> str:
    """Of a value as canonical JSON."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_figures(kept: Mapping[str, str | int]) -> Figures:
    """From `written`."""
    return Figures(
        persons=int(kept["persons"]),
        added=int(kept["added"]),
        reduced=int(kept["reduced"]),
        unpaid=int(kept["unpaid"]),
        money=Money.read({name: str(kept[name]) for name in INSURANCES}),
        difference=Decimal(str(kept["difference"])),
        carried=Decimal(str(kept["carried"])),
    )
