"""用款计划: a district's plan for a month, handed up signed, and the city's compiled one."""

from dataclasses import dataclass
from uuid import UUID

from contracts.common import MONTH, Basis
from contracts.message import Command, Query
from contracts.signing import Proof
from contracts.wire import described, length

AGENCY = length(1, 9)
AMOUNT = length(1, 16)
REASON = length(2, 300)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFigures:
    """Persons, months and yuan of a plan; the parts add up to the total."""

    persons: int = described("人数")
    months: int = described("月数: person-months, one for each person of a monthly plan")
    added: int = described("其中新增: those whose first month this is")
    reduced: int = described("其中减少: planned for the month before, not for this one")
    unpaid: int = described("Months planned before and not deducted, taken off here")
    pension: str = described("养老")
    unemployment: str = described("失业")
    medical: str = described("医疗")
    difference: str = described("补差 of bases published late")
    carried: str = described("Taken off: unspent money that is carried over")
    total: str = described("合计")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundPlan:
    """One version of a district's plan for a month, with what it rests on."""

    agency: str
    agency_name: str
    month: str
    version: int
    state: str = described("draft, submitted, returned or accepted")
    figures: PlanFigures
    excluded: tuple[UUID, ...] = described("Left out by the officer, with a reason")
    reason: str = described("Why persons were left out, money taken off, or a version replaced")
    returned: str = described("Why the city gave it back")
    planned_before: str = described("The accepted plan of the month before, yuan; empty: none")
    actual_before: str = described("What was subsidised in the month before, yuan")
    basis: tuple[Basis, ...]
    digest: str = described("SHA-256 over figures and persons")
    made_by: str
    made_at: str
    submitted_by: str
    submitted_at: str
    decided_by: str
    decided_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeFundPlan(Command):
    """编制用款计划: a new version, computed from those entitled; only ever lowered by hand."""

    service, answer = "reporting", FundPlan

    month: str = described("YYYY-MM", MONTH)
    excluded: tuple[UUID, ...] = described("Persons to leave out", length(0, 500), default=())
    carried: str = described("Unspent money to take off, yuan", AMOUNT, default="0.00")
    reason: str = described(
        "Needed for either, and after a version was handed up", length(0, 300), default=""
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitFundPlan(Command):
    """报送用款计划: the newest draft goes up to the city, signed."""

    service, answer = "reporting", FundPlan

    month: str = described("YYYY-MM", MONTH)
    version: int = described("The version that was read")
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFundPlan(Command):
    """退回用款计划: the district has to make it anew."""

    service, answer = "reporting", FundPlan

    agency: str = described("Agency code", AGENCY)
    month: str = described("YYYY-MM", MONTH)
    version: int = described("The version that was read")
    reason: str = described("What is wrong with it", REASON)


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptFundPlan(Command):
    """接收用款计划: the city will compile this version."""

    service, answer = "reporting", FundPlan

    agency: str = described("Agency code", AGENCY)
    month: str = described("YYYY-MM", MONTH)
    version: int = described("The version that was read")


@dataclass(frozen=True, slots=True, kw_only=True)
class GetFundPlan(Query):
    """A district's plan for a month: the newest version, or the one asked for."""

    service, answer = "reporting", FundPlan

    agency: str = described("Agency code", AGENCY)
    month: str = described("YYYY-MM", MONTH)
    version: int = described("0 for the newest", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledLine:
    """One district in the compiled plan."""

    agency: str
    agency_name: str
    version: int
    digest: str = described("Of the district's plan")
    dropped: int = described("Planned persons who are no longer entitled, taken off")
    figures: PlanFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledPlan:
    """全市用款计划 of a month: the accepted plans, each district once."""

    month: str
    version: int
    lines: tuple[CompiledLine, ...]
    missing: tuple[str, ...] = described("Names of districts without an accepted plan")
    figures: PlanFigures
    digest: str = described("SHA-256 over the lines")
    compiled_by: str
    compiled_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompileFundPlan(Command):
    """编制全市用款计划: all accepted plans of a month become one version, signed."""

    service, answer = "reporting", CompiledPlan

    month: str = described("YYYY-MM", MONTH)
    proof: Proof | None = described("钥匙盘签名 over the challenge", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCompiledPlan(Query):
    """The city's compiled plan of a month: the newest version, or the one asked for."""

    service, answer = "reporting", CompiledPlan

    month: str = described("YYYY-MM", MONTH)
    version: int = described("0 for the newest", default=0)
