"""What a demo or a test may teach the stand-ins of the outside systems about one person."""

from dataclasses import dataclass

from contracts.common import MONTH
from contracts.message import Command
from contracts.outside import STATUSES, ContributionLine
from contracts.wire import described, length, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What the simulators now know of a person."""

    person: str = described("Masked identity number")
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLine:
    """Something a registry reports by itself."""

    reporter: str = described("公安, 民政, 卫健, 社保 …", length(1, 20))
    status: str = described("What it reports", one_of(*STATUSES))
    month: str = described("YYYY-MM", MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachSimulator(Command):
    """Gives one synthetic person a fate: check results, contributions, deduction codes."""

    service, answer = "simulators", Taught

    id_number: str = described("Synthetic identity number", length(15, 18))
    checks: dict[str, str] = described("Check code -> PASS, FAIL, NO_DATA, ERROR or SILENT")
    contributions: tuple[ContributionLine, ...] = ()
    refund: bool = True
    statuses: tuple[StatusLine, ...] = described("Reported at once", default=())
    deductions: dict[str, str] = described("Month YYYY-MM -> result code", default_factory=dict)
    refuse_enrolment: str = described(
        "The centre refuses enrolment: why", length(0, 60), default=""
    )
