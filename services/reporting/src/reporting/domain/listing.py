"""What a frozen roster has said of a case, and what a later one has to add (补差).

A frozen roster never changes. Each case stands in the roster of the month of its approval; when
that one was frozen without it, or has said something else than what holds now, the next roster
carries the difference: so all rosters together always add up to what holds.
"""

from dataclasses import dataclass

from reporting.domain.case import Case
from reporting.domain.money import NOTHING, Money

__all__ = ["KINDS", "Listed", "Line", "line", "remark"]

NEW, LATE, CHANGED, WITHDRAWN = "new", "late", "changed", "withdrawn"
KINDS = {LATE: "补列", CHANGED: "更正", WITHDRAWN: "撤销"}


@dataclass(frozen=True, slots=True)
class Listed:
    """The newest word of the frozen rosters on a case: in which, on what terms, at what cost.

    `money` is None where nobody had published a base for the first month.
    """

    roster: str
    terms: str
    money: Money | None


@dataclass(frozen=True, slots=True)
class Line:
    """One case on the roster to be frozen; `money` is what it adds to the sums of all rosters."""

    case: Case
    kind: str
    about: str  # the frozen roster it corrects
    cost: Money | None
    money: Money | None


def line(case: Case, listed: Listed | None, cost: Money | None, month: str) -> Line | None:
    """A case's place on the roster of a month; None when there is nothing to say.

    `cost` is that of its first month, as far as it is known.
    """
    ends = case.terms in ("withdrawn", "refused")
    owed = NOTHING if ends else cost
    if listed is None:
        if case.terms == "withdrawn":
            return None
        kind = NEW if case.approved_month == month else LATE
        about = "" if kind == NEW else case.approved_month
        return Line(case, kind, about, owed, owed)
    if listed.terms == case.terms and (listed.money is not None or owed is None):
        return None
    money = None if owed is None else owed - (listed.money or NOTHING)
    return Line(case, WITHDRAWN if ends else CHANGED, listed.roster, owed, money)


def remark(found: Line) -> str:
    """备注 of a row that stands for a difference."""
    return f"{KINDS[found.kind]}：{found.about}花名册" if found.kind in KINDS else ""
