"""Who is in the demo caseload: a name for keys and logs, a street, a life, what is special."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.identity import compose
from kernel.month import Month
from simulators.story import endings, lives, starts
from simulators.story.agenda import Agenda
from simulators.story.lives import Living
from simulators.story.people import Person, invent
from simulators.story.places import DONGHUAMEN, NANMOFANG, Place

__all__ = ["CAST", "Role"]

Facts = Callable[[Agenda], Mapping[str, Any]]


@dataclass(frozen=True)
class Role:
    """One case of the demo."""

    slug: str
    place: Place
    life: Living
    facts: Facts = lambda a: {}

    def person(self, number: int, agenda: Agenda) -> Person:
        """The synthetic applicant who lives it."""
        slug, on = f"demo-{self.slug}", agenda.present.date()
        return invent(number, on, **{"slug": slug} | dict(self.facts(agenda)))


def _checks(**results: str) -> Facts:
    checks = {code.replace("_", "-"): result for code, result in results.items()}
    return lambda a: {"fate": {"checks": checks}}


def _paid(a: Agenda, payer: str, **silent: str) -> dict[str, Any]:
    start = Month.of(a.ago(11).date()) + 1
    line = {"month": str(start), "payer": payer, "open_ended": payer == "employer"}
    return {"fate": {"contributions": [line], "checks": silent}}


def _fails(*back: int) -> Facts:
    return lambda a: {"fate": {"deductions": {str(a.month(n)): "01" for n in back}}}


def _graduate(a: Agenda) -> dict[str, Any]:
    year = a.present.year
    return {
        "category": "PGRAD",
        "id_number": compose("110105", date(year - 23, 5, 17), 137),
        "education": "20",
        "former_status": "06",
        "graduated_on": date(year - 1, 7, 1),
        "unemployed_days": 120,
    }


EAST, SOUTH = DONGHUAMEN, NANMOFANG
CAST = (
    Role("draft", EAST, lambda c, a, p: lives.drafted(c, p, a.ago(1))),
    Role(
        "silent",
        EAST,
        lambda c, a, p: lives.accepted(c, p, a.ago(0)),
        _checks(CHK_GA_HK="SILENT"),
    ),
    Role(
        "blocked",
        SOUTH,
        lambda c, a, p: lives.accepted(c, p, a.ago(1)),
        _checks(CHK_SB_EMP="FAIL"),
    ),
    Role(
        "warned",
        EAST,
        lambda c, a, p: lives.accepted(c, p, a.ago(1)),
        _checks(CHK_GS_CORP="FAIL"),
    ),
    Role("ready", SOUTH, lambda c, a, p: lives.face_checked(c, p, a.ago(1)), _graduate),
    Role("published", EAST, lambda c, a, p: lives.published(c, p, a.ago(2))),
    Role(
        "published-army",
        SOUTH,
        lambda c, a, p: lives.published(c, p, a.ago(3)),
        lambda a: {"category": "PARMY"},
    ),
    Role("objected", SOUTH, endings.objected),
    Role("second", EAST, endings.awaiting_second, lambda a: {"category": "PDIS2"}),
    Role("to-applicant", EAST, endings.returned_to_applicant),
    Role("to-street", SOUTH, endings.returned_to_street),
    Role("corrected", EAST, endings.corrected, lambda a: {"category": "PUN1Y"}),
    Role("rejected-street", EAST, endings.rejected_by_street),
    Role("rejected-district", SOUTH, endings.rejected_by_district),
    Role("withdrawn", EAST, endings.withdrawn),
    Role("start-check", SOUTH, lambda c, a, p: lives.approved(c, a, p, a.ago(9))),
    Role("postponed", EAST, starts.postponed, lambda a: _paid(a, "self")),
    Role("refunding", SOUTH, starts.refunding, lambda a: _paid(a, "self", REFUND="SILENT")),
    Role("refused", EAST, starts.refused, lambda a: _paid(a, "employer")),
    Role("confirmed", EAST, starts.start_confirmed, lambda a: {"category": "PZERO"}),
    Role("enlisted", SOUTH, starts.enlisted, _checks(ENROLMENT="SILENT")),
    Role("report-due", EAST, lambda c, a, p: lives.enjoying(c, a, p, a.month(2))),
    Role("long", SOUTH, lambda c, a, p: lives.enjoying(c, a, p, a.month(7))),
    Role(
        "failed-once",
        EAST,
        lambda c, a, p: lives.enjoying(c, a, p, a.month(4)),
        _fails(1),
    ),
    Role(
        "stopped-deductions",
        SOUTH,
        lambda c, a, p: lives.enjoying(c, a, p, a.month(4), last=a.month(1)),
        _fails(2, 1),
    ),
    Role(
        "stopped-report",
        EAST,
        lambda c, a, p: lives.enjoying(c, a, p, a.month(4), last=a.month(2), reports=False),
    ),
    Role(
        "completed",
        SOUTH,
        lambda c, a, p: lives.enjoying(c, a, p, a.month(4), months=3, last=a.month(2)),
    ),
)
