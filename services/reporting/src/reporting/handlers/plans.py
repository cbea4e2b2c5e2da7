"""用款计划 of a district: made, handed up signed, given back or accepted by the city."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts import wire
from contracts.reporting import (
    AcceptFundPlan,
    FundPlan,
    GetFundPlan,
    MakeFundPlan,
    ReturnFundPlan,
    SubmitFundPlan,
)
from kernel.errors import Conflict, Invalid, NotFound
from kernel.money import yuan
from kernel.month import Month
from reporting.domain.plan import digest
from reporting.frozen import PlanRow
from reporting.handlers.planning import Computed, compute
from reporting.handlers.planview import view

DRAFT, SUBMITTED, RETURNED, ACCEPTED = "draft", "submitted", "returned", "accepted"
STATES = {DRAFT: "尚未报送", SUBMITTED: "已报送", RETURNED: "已退回", ACCEPTED: "已接收"}


def make_fund_plan(form: MakeFundPlan, uow: Any) -> FundPlan:
    """编制用款计划: a new version, unless the newest draft says the same already."""
    month, code = Month.parse(form.month), uow.caller.division
    _must_be_near(month, uow)
    carried = _carried(form)
    uow.plans.one_at_a_time(code, str(month))
    newest = uow.plans.newest(code, str(month))
    if newest is not None and newest.state == SUBMITTED:
        raise Conflict(
            "该月用款计划已经报送，待市级接收或退回后方可重新编制。", code="plan-with-city"
        )
    replaces = newest is not None and newest.state != DRAFT
    if (form.excluded or carried or replaces) and len(form.reason.strip()) < 2:
        sentence = "剔除人员、冲减金额或更正已报送的计划，须写明理由。"
        raise Invalid(sentence, fields={"reason": sentence}, code="reason-needed")
    found = compute(code, month, form.excluded, carried, uow)
    _must_lower(form, found, month, uow)
    if newest is not None and not replaces and newest.digest == digest(found.plan):
        return view(newest, uow)
    row = _version(newest.version + 1 if newest else 1, form, found, uow)
    uow.plans.add(row, found.plan.persons)
    title = f"编制{month.chinese()}用款计划第{row.version}版，合计{found.plan.figures.total:.2f}元"
    _note(row, "fund_plan_made", title, uow, why=form.reason)
    return view(row, uow)


def submit_fund_plan(form: SubmitFundPlan, uow: Any) -> FundPlan:
    """报送用款计划: only what still holds, with the officer's signature over it."""
    month, code = Month.parse(form.month), uow.caller.division
    row = _newest(code, form.month, form.version, DRAFT, uow)
    excluded = [UUID(text) for text in row.excluded]
    carried = Decimal(row.figures["carried"])
    if digest(compute(code, month, excluded, carried, uow).plan) != row.digest:
        message = "编制以后享受人员或金额已有变化，请重新编制后报送。"
        raise Conflict(message, allowed=("make_fund_plan",), code="plan-outdated")
    total, persons = row.figures["total"], row.figures["persons"]
    name = uow.policy.divisions.agency(code).name
    sentence = f"{name}{month.chinese()}用款计划第{row.version}版，{persons}人，合计{total}元"
    uow.sign(form, f"报送{sentence}", digest=row.digest, total=total, persons=persons)
    row.state, row.submitted_by, row.submitted_at = SUBMITTED, uow.caller.subject, uow.now
    _note(row, "fund_plan_submitted", f"报送{sentence}", uow)
    return view(row, uow)


def return_fund_plan(form: ReturnFundPlan, uow: Any) -> FundPlan:
    """退回: the district makes another version."""
    row = _newest(form.agency, form.month, form.version, SUBMITTED, uow)
    row.returned = form.reason
    return _decide(row, RETURNED, "退回", uow, why=form.reason)


def accept_fund_plan(form: AcceptFundPlan, uow: Any) -> FundPlan:
    """接收: what the city compiles."""
    row = _newest(form.agency, form.month, form.version, SUBMITTED, uow)
    return _decide(row, ACCEPTED, "接收", uow)


def get_fund_plan(form: GetFundPlan, uow: Any) -> FundPlan:
    """A version, for its own district and the city."""
    if not uow.caller.covers("", form.agency):
        raise _absent()
    if form.version:
        row = uow.plans.get(form.agency, form.month, form.version)
    else:
        row = uow.plans.newest(form.agency, form.month)
    if row is None:
        raise _absent()
    return view(row, uow)


def _decide(row: PlanRow, state: str, verb: str, uow: Any, why: str = "") -> FundPlan:
    row.state, row.decided_by, row.decided_at = state, uow.caller.subject, uow.now
    month = Month.parse(row.month).chinese()
    title = f"{verb}{uow.policy.divisions.agency(row.agency).name}{month}用款计划第{row.version}版"
    _note(row, f"fund_plan_{state}", title, uow, why=why)
    return view(row, uow)


def _newest(code: str, month: str, version: int, state: str, uow: Any) -> PlanRow:
    uow.plans.one_at_a_time(code, month)
    row: PlanRow | None = uow.plans.newest(code, month)
    if row is None or version > row.version:
        raise _absent()
    if row.version != version or row.state != state:
        message = f"该月用款计划最新为第{row.version}版（{STATES[row.state]}），请刷新后再办。"
        raise Conflict(message, code="plan-moved-on")
    return row


def _must_be_near(month: Month, uow: Any) -> None:
    this, ahead = Month.of(uow.today), uow.policy.on(uow.today).plan_months_ahead
    if not this <= month <= this + ahead:
        sentence = f"只能编制本月至{(this + ahead).chinese()}的用款计划。"
        raise Conflict(sentence, fields={"month": sentence}, code="plan-month-out-of-reach")


def _carried(form: MakeFundPlan) -> Decimal:
    try:
        amount = yuan(form.carried)
    except ValueError:
        amount = Decimal(-1)
    if amount < 0:
        sentence = "结转冲减金额应为不小于零、至多两位小数的元数。"
        raise Invalid(sentence, fields={"carried": sentence}, code="bad-amount")
    return amount


def _must_lower(form: MakeFundPlan, found: Computed, month: Month, uow: Any) -> None:
    """A person left out must have been in; more than everything cannot be taken off."""
    if form.excluded:
        whole = compute(uow.caller.division, month, (), Decimal(0), uow).plan
        if set(form.excluded) - whole.persons.keys():
            sentence = "剔除的人员不在该月计划之内，请核对。"
            raise Invalid(sentence, fields={"excluded": sentence}, code="not-planned")
    if found.plan.figures.carried and found.plan.figures.total < 0:
        sentence = "结转冲减金额大于计划金额，请核对。"
        raise Invalid(sentence, fields={"carried": sentence}, code="carried-too-large")


def _version(version: int, form: MakeFundPlan, found: Computed, uow: Any) -> PlanRow:
    plan = found.plan
    return PlanRow(
        agency=plan.agency,
        month=plan.month,
        version=version,
        state=DRAFT,
        figures=plan.figures.written(),
        each=plan.each.written(),
        excluded=sorted(str(key) for key in set(form.excluded)),
        basis=[wire.dump(ground) for ground in found.basis],
        planned_before=found.planned_before,
        actual_before=found.actual_before,
        reason=form.reason,
        returned="",
        digest=digest(plan),
        made_by=uow.caller.subject,
        made_at=uow.now,
        submitted_by="",
        decided_by="",
    )


def _note(row: PlanRow, action: str, title: str, uow: Any, why: str = "") -> None:
    detail = {"version": row.version, "total": row.figures["total"], "digest": row.digest}
    subject = f"plan/{row.agency}/{row.month}"
    uow.note(subject, action, title, clause=uow.step("oversight"), detail=detail, why=why)


def _absent() -> NotFound:
    return NotFound("没有找到该用款计划。")
