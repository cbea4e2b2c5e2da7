"""补差: months collected on the old base are made up once the new one is published (domain §4.3).

A difference that cannot be collected is no failed month: it never counts towards a stop (§16.28).
"""

from decimal import Decimal
from typing import Any

from contracts.outside import DeductionReported, DifferenceAsked
from contracts.payments import DifferenceSettled
from kernel.errors import MissingValue, NotFound
from kernel.month import Month
from payments.domain.differences import due
from payments.domain.ledger import DEDUCTED
from payments.rows import DifferenceRow, EntitlementRow, MonthRow
from policy import Contribution, Rules, because
from policy.contributions import INSURANCES
from policy.difference import Difference

ASKED, FAILED, SETTLED, CANCELLED = "asked", "failed", "settled", "cancelled"


def settle_differences(row: EntitlementRow, uow: Any) -> bool:
    """Asks for the difference of each provisional month whose base is published by now; False
    while one still waits."""
    complete = True
    for month in uow.ledgers.months(row.application_id).values():
        collected = month.state == DEDUCTED and not month.unclaimed
        if collected and month.provisional and month.pension_personal is not None:
            complete &= _settle(row, month, uow)
    return complete


def cancel_difference(row: EntitlementRow, month: str, uow: Any) -> None:
    """The month is not subsidised after all: its difference goes with it."""
    found = uow.ledgers.differences(row.application_id).get(month)
    if found is not None:
        found.state = CANCELLED


def note_difference(row: EntitlementRow, event: DeductionReported, uow: Any) -> bool:
    """The bank's answer to a difference: collected, or tried again; never a failed month.

    False where none is open: nothing is done.
    """
    found = uow.ledgers.differences(row.application_id).get(event.month)
    if found is None or found.state not in (ASKED, FAILED):
        return False
    rules = uow.policy.on(uow.today)
    if _collected(event.code, rules):
        found.state = SETTLED
        uow.emit(DifferenceSettled(**_sums(found)))
        title = f"{event.month}补差{found.personal}元扣款成功"
        uow.note(row.application_id, "difference_settled", title, clause=uow.step("yearly_amount"))
        return True
    found.state = FAILED
    clause = rules.clause("adjustment_counts_as_failure")
    facts = {"结果代码": event.code, "补差月份": Month.parse(event.month)}
    ground = because("补差扣款不成功，不作为当月扣款不成功。", clause, facts)
    title = f"{event.month}补差{found.personal}元扣款不成功，不计入连续扣款不成功"
    uow.note(row.application_id, "difference_failed", title, clause=str(clause), basis=(ground,))
    return True


def _collected(code: str, rules: Rules) -> bool:
    """Whether the bank's answer says so; a code that nobody knows does not."""
    try:
        return rules.deduction_result(code).success
    except NotFound:
        return False


def _settle(row: EntitlementRow, month: MonthRow, uow: Any) -> bool:
    try:
        cost: Contribution = uow.policy.contribution(Month.parse(month.month))
    except MissingValue:
        return False
    if cost.provisional:
        return False
    found = due({name: _parts(month, name) for name in INSURANCES}, cost)
    month.provisional = False
    if not found.nothing:
        _ask(row, month, found, cost, uow)
    return True


def _ask(
    row: EntitlementRow, month: MonthRow, found: Difference, cost: Contribution, uow: Any
) -> None:
    asked = uow.ledgers.differences(row.application_id).get(month.month)
    if asked is None:
        asked = DifferenceRow(application_id=row.application_id, month=month.month)
    asked.personal, asked.subsidy, asked.total = found.personal, found.subsidy, found.total
    asked.state, asked.asked_at = ASKED, uow.now
    uow.ledgers.add(asked)
    uow.emit(DifferenceAsked(**_sums(asked)))
    facts: dict[str, object] = {"月份": found.month, "个人补差": found.personal}
    facts |= {"补贴补差": found.subsidy, "新个人应缴": cost.personal, "新补贴": cost.subsidy}
    base = cost.pension.clauses[0]
    ground = because("缴费标准公布后，按新标准与已扣金额之差补差。", base, facts)
    title = f"{month.month}补差：个人{found.personal}元，补贴{found.subsidy}元"
    uow.note(row.application_id, "difference_asked", title, clause=str(base), basis=(ground,))


def _parts(month: MonthRow, name: str) -> tuple[Decimal, Decimal]:
    return getattr(month, f"{name}_personal"), getattr(month, f"{name}_subsidy")


def _sums(found: DifferenceRow) -> dict[str, Any]:
    return {
        "application_id": found.application_id,
        "month": found.month,
        "personal": str(found.personal),
        "subsidy": str(found.subsidy),
        "total": str(found.total),
    }
