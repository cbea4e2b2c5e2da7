"""What a district's plan for a month comes to today, and what it rests on."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.common import Basis
from kernel.month import Month
from policy import Clause, because
from reporting.domain.money import NOTHING, TITLES, Money
from reporting.domain.plan import Plan, draft
from reporting.handlers.costs import published

ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """A plan with its grounds, and what became of the one before."""

    plan: Plan
    basis: tuple[Basis, ...]
    planned_before: str
    actual_before: str


def compute(
    code: str, month: Month, excluded: Collection[UUID], carried: Decimal, uow: Any
) -> Computed:
    """Computes the plan; raises Conflict (policy-missing) where a base is not published."""
    cost, step = published(month, uow), uow.step("oversight")
    before = uow.plans.newest(code, str(month - 1), ACCEPTED)
    planned = uow.plans.persons(before)
    unpaid = uow.plans.unpaid(planned, str(month - 1)) if planned else 0
    each_before = Money.read(before.each) if before is not None else NOTHING
    plan = draft(
        code,
        month,
        uow.plans.candidates(code, str(month)),
        each=Money.of(cost),
        excluded=frozenset(excluded),
        before=planned,
        unpaid=each_before.times(unpaid),
        unpaid_months=unpaid,
        difference=uow.plans.differences(code, str(month)),
        carried=carried,
    )
    return Computed(
        plan=plan,
        basis=(
            _of_persons(plan, month, step),
            *_of_costs(cost),
            *_of_unpaid(unpaid, each_before, month, step),
        ),
        planned_before=str(before.figures["total"]) if before is not None else "",
        actual_before=f"{uow.plans.actual(code, str(month - 1)):.2f}",
    )


def _of_persons(plan: Plan, month: Month, step: Clause) -> Basis:
    facts = {
        "人数": plan.figures.persons,
        "其中新增": plan.figures.added,
        "其中减少": plan.figures.reduced,
        "计划月份": month,
    }
    return because("只计当月享受补贴的人员，停止、期满、尚未开始的不计。", step, facts)


def _of_costs(cost: Any) -> tuple[Basis, ...]:
    return tuple(
        because(
            f"{TITLES[share.insurance]}每人每月补贴{share.subsidy}元"
            + ("（新标准尚未公布，按原标准暂算）。" if share.provisional else "。"),
            share.clauses[0],
            {"缴费基数": share.base, "补贴": share.subsidy},
        )
        for share in cost
    )


def _of_unpaid(unpaid: int, each: Money, month: Month, step: Clause) -> tuple[Basis, ...]:
    if not unpaid:
        return ()
    facts = {"人数": unpaid, "每人补贴": each.total, "月份": month - 1}
    return (because("上月已列计划而扣款不成功的，从本月计划中冲减。", step, facts),)
