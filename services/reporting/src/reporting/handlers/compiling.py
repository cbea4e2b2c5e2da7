"""编制全市用款计划: the accepted plans of a month as one, each district once."""

from typing import Any

from contracts.reporting import CompiledPlan, CompileFundPlan, GetCompiledPlan
from kernel.errors import Conflict, NotFound
from kernel.month import Month
from reporting.domain.money import Money
from reporting.domain.plan import (
    Figures,
    Plan,
    added_up,
    read_figures,
    sha256,
    standing,
    without,
)
from reporting.frozen import CompiledRow, PlanRow
from reporting.handlers.planview import compiled_view


def compile_fund_plan(form: CompileFundPlan, uow: Any) -> CompiledPlan:
    """A new signed version; whoever is no longer entitled is taken off, and said so."""
    month = Month.parse(form.month)
    uow.plans.one_at_a_time("city", form.month)
    accepted = uow.plans.accepted(form.month)
    if not accepted:
        raise Conflict("该月还没有已接收的区用款计划，无法编制。", code="no-plan-accepted")
    lines = [_line(row, month, uow) for row in accepted]
    before = uow.plans.compiled(form.month)
    said = [line for line, _ in lines]
    if before is not None and before.lines == said:
        message = f"自第{before.version}版以来没有变化，不必重新编制。"
        raise Conflict(message, code="nothing-new")
    figures = added_up(part for _, part in lines)
    row = CompiledRow(
        month=form.month,
        version=before.version + 1 if before else 1,
        lines=said,
        missing=[
            one.code
            for one in uow.policy.divisions.agencies()
            if one.code not in {p.agency for p in accepted}
        ],
        figures=figures.written(),
        digest=sha256([form.month, said]),
        compiled_by=uow.caller.subject,
        compiled_at=uow.now,
    )
    return _keep(form, row, month, uow)


def get_compiled_plan(form: GetCompiledPlan, uow: Any) -> CompiledPlan:
    """The newest version, or the one asked for."""
    row = uow.plans.compiled(form.month, form.version)
    if row is None:
        raise NotFound("没有找到该月的全市用款计划。")
    return compiled_view(row, uow)


def _keep(form: CompileFundPlan, row: CompiledRow, month: Month, uow: Any) -> CompiledPlan:
    total, missing = row.figures["total"], len(row.missing)
    sentence = f"{month.chinese()}全市用款计划第{row.version}版，{len(row.lines)}个区"
    sentence += f"（缺{missing}个区），合计{total}元"
    uow.sign(form, f"编制{sentence}", digest=row.digest, total=total, missing=row.missing)
    uow.plans.keep(row)
    detail = {"version": row.version, "total": total, "digest": row.digest}
    title = f"编制{sentence}"
    uow.note(
        f"plan/{form.month}",
        "fund_plan_compiled",
        title,
        clause=uow.step("oversight"),
        detail=detail,
    )
    return compiled_view(row, uow)


def _line(row: PlanRow, month: Month, uow: Any) -> tuple[dict[str, Any], Figures]:
    persons = uow.plans.persons(row)
    plan = Plan(
        agency=row.agency,
        month=row.month,
        persons=persons,
        each=Money.read(row.each),
        figures=read_figures(row.figures),
    )
    cases = uow.plans.cases(persons)
    entitled = {c.application_id for c in cases if standing(c, month, row.agency)}
    left = without(plan, entitled)
    line = {
        "agency": row.agency,
        "version": row.version,
        "digest": row.digest,
        "dropped": len(persons) - len(left.persons),
        "figures": left.figures.written(),
    }
    return line, left.figures
