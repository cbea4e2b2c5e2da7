"""What a demo or a test may teach the stand-ins of the outside systems about one person."""

from dataclasses import dataclass

from contracts.common import MONTH
from contracts.message import Command
from contracts.outside import STATUSES, ContributionLine
from contracts.wire import between, described, length, one_of

SHARE = between(0, 100)
WAIT = between(0, 3_600_000)


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
    deductions: dict[str, str] = described(
        "Month YYYY-MM -> result code, with d behind it where the month is put off (暂缓缴)",
        default_factory=dict,
    )
    refuse_enrolment: str = described(
        "The centre refuses enrolment: why", length(0, 60), default=""
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """How well a stand-in works now."""

    partner: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachStandIn(Command):
    """Makes one outside system slow, forgetful or absent; what is not given is as it should be."""

    service, answer = "simulators", StandIn

    partner: str = described("Which: police, banks, centre …", length(1, 30))
    delay_ms: int = described("Every letter waits so many milliseconds", WAIT, default=0)
    reorder_ms: int = described("And up to so many more, each its own", WAIT, default=0)
    loss: int = described("Per cent of questions without an answer", SHARE, default=0)
    duplicates: int = described("Per cent of letters said twice", SHARE, default=0)
    refusal: int = described("Per cent of questions not taken (unavailable)", SHARE, default=0)
    wrong_signature: int = described("Per cent of answers signed wrongly", SHARE, default=0)
    outage: bool = described("It hears nothing", default=False)
