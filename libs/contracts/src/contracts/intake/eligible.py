"""May I apply? (资格自测): asked by anybody before an application, kept nowhere."""

from dataclasses import dataclass
from datetime import date

from contracts.common import Basis, Done
from contracts.message import Query
from contracts.wire import described, length, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One reason against an application."""

    code: str = described("Reason code, see GET /codes/reasons")
    basis: Basis = described("A sentence to read aloud, its clause, and what was compared")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Done):
    """The two forms are kept as a draft; what speaks against it is told now, decided by review."""

    obstacles: tuple[Obstacle, ...] = described(
        "By the form alone, in its order; whoever insists is accepted all the same", default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibleAnswer:
    """Whether anything speaks against it on what was told; the registries have the last word."""

    eligible: bool
    on: date = described("The day whose rules were asked")
    obstacles: tuple[Obstacle, ...] = described("All of them, in the order of the form")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEligible(Query):
    """申请资格自测: what speaks against an application today, on what the person tells."""

    service, answer = "intake", EligibleAnswer

    category: str = described("人员类型 code, see GET /codes/categories", length(1, 10))
    sex: str = described("性别", one_of("male", "female"))
    birth_date: date = described("出生日期")
    local: bool = described("本市户籍")
    hukou_type: str = described("户籍类型 code, see GET /codes/hukou", length(1, 4))
    work_started_on: date = described("从事灵活就业的第一天")
    employed_by_unit: bool = described("与单位签有劳动合同，或由单位缴纳社会保险费")
    unemployed_on: date | None = described("失业登记日期", default=None)
    graduated_on: date | None = described("Graduates only: 毕业证书日期", default=None)
    first_employment: bool | None = described("Graduates only: 初次就业即为灵活就业", default=None)
    agency: str = described("The district of the street, six digits", length(0, 6), default="")
