"""What a demo or a test may teach the stand-ins of the outside systems about one person."""

from dataclasses import dataclass

from contracts.message import Command
from contracts.outside import ContributionLine
from contracts.wire import described, length


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What the simulators now know of a person."""

    person: str = described("Masked identity number")
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachSimulator(Command):
    """Gives one synthetic person a fate: check results, contributions, deduction codes."""

    service, answer = "simulators", Taught

    id_number: str = described("Synthetic identity number", length(15, 18))
    checks: dict[str, str] = described("Check code -> PASS, FAIL, NO_DATA, ERROR or SILENT")
    contributions: tuple[ContributionLine, ...] = ()
    refund: bool = True
    deductions: dict[str, str] = described("Month YYYY-MM -> result code", default_factory=dict)
    refuse_enrolment: str = described(
        "The centre refuses enrolment: why", length(0, 60), default=""
    )
