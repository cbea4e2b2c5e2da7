"""Brings the stored ledger in line with all results: money in, money back, failures told.

The fold decides (domain.ledger); this only writes down what is different from before.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from contracts.common import Basis
from contracts.payments import DeductionFailed
from kernel.clock import start_of_day
from kernel.errors import NotFound
from kernel.month import Month
from payments.domain.dates import pay_by
from payments.domain.ledger import (
    DEDUCTED,
    DEFERRED_BY_LAW,
    FAILED,
    FAILED_BY_PERSON,
    OPEN,
    PAID,
    PLANNED,
    VOID,
    Ledger,
    Result,
    Standing,
    deferrable,
    fold,
)
from payments.domain.states import CONFIRMED, ENLISTED
from payments.handlers.claimwindows import awaits_claim, claimed
from payments.handlers.common import queue, ringing
from payments.handlers.differences import cancel_difference, settle_differences
from payments.handlers.ending import apply_stop
from payments.handlers.grounds import of_failure
from payments.handlers.money import fit_sums, pay, priced, reverse, stands
from payments.handlers.refunds import ask_back, undone
from payments.handlers.second import bar_resumption
from payments.rows import EntitlementRow, MonthRow, ResultRow, SubsidyRow

SUMS_AT = timedelta(minutes=20)


def settle(row: EntitlementRow, uow: Any) -> None:
    """Recomputes the ledger and whether failures stop the benefit; results that came before
    the enrolment wait for it."""
    if row.state in (CONFIRMED, ENLISTED) and not row.decided_code:
        _only_sums(row, uow)
        return
    ledger = _folded(row, uow)
    lifted = row.stop_code and not row.decided_code and ledger.stop is None
    if lifted and bar_resumption(row, uow):
        ledger = _folded(row, uow)
    months = uow.ledgers.months(row.application_id)
    entries = uow.ledgers.subsidies(row.application_id)
    done = claimed(row, uow)
    bounds = [m for m in (row.decided_month, ledger.stop and str(ledger.stop)) if m]
    complete = True
    for standing in ledger.standings:
        known = months.pop(str(standing.month), None)
        known = known or plan(row, standing.month, uow, standing.state)
        stops = ledger.stop is not None
        known.unclaimed = standing.state == DEDUCTED and awaits_claim(standing.month, done, uow)
        complete &= _write(row, known, standing, entries.get(known.month, []), stops, uow)
    for month in months.values():
        _take_back(row, entries.get(month.month, []), uow)
        month.unclaimed = False
        month.state = VOID if any(month.month >= bound for bound in bounds) else PLANNED
        fit_sums(month, entries.get(month.month, []), uow)
    complete &= settle_differences(row, uow)
    apply_stop(row, ledger.stop, uow)
    if not complete:
        _try_sums_again(row, uow)


def _only_sums(row: EntitlementRow, uow: Any) -> None:
    """Months had before a stop that was lifted again do not wait for the new enrolment."""
    if not settle_differences(row, uow):
        _try_sums_again(row, uow)


def settle_sums(deadline: Any, uow: Any) -> None:
    """Deducted months whose sums are missing, or provisional until a base is published."""
    row = ringing(deadline, uow)
    if row is not None:
        settle(row, uow)
        queue(row, uow)


def plan(row: EntitlementRow, month: Month, uow: Any, state: str = PLANNED) -> MonthRow:
    """Enters a month into the ledger with the sums it will cost, as far as they are known."""
    added = MonthRow(application_id=row.application_id, month=str(month), state=PLANNED)
    uow.session.add(added)
    if state != VOID and not priced(added, uow):
        title = f"{month.chinese()}的缴费标准尚未公布，补贴金额待公布后计算"
        uow.note(row.application_id, "sums_missing", title, clause=uow.step("deductions"))
    uow.session.flush()
    return added


def outcome(result: ResultRow, uow: Any) -> str:
    """What the bank's answer means by the rules of the day it came; a new code: still open."""
    rules = uow.policy.on(result.received_at.astimezone(uow.now.tzinfo).date())
    try:
        meaning = rules.deduction_result(result.code)
    except NotFound:
        return OPEN
    if meaning.success:
        return PAID
    if result.deferred and deferrable(Month.parse(result.month), rules):
        return FAILED_BY_PERSON if rules.deferred_counts_as_failure else DEFERRED_BY_LAW
    bank = rules.bank_error_counts_as_failure and result.code == "09"
    return FAILED_BY_PERSON if meaning.counts or bank else OPEN


def answered(result: ResultRow, uow: Any) -> Result:
    """A result as the fold takes it."""
    return Result(Month.parse(result.month), result.attempt, result.code, outcome(result, uow))


def counted(row: EntitlementRow, uow: Any) -> list[Result]:
    """All results of a benefit that were neither taken back nor given back."""
    refunds = uow.ledgers.refunds(row.application_id)
    results = uow.ledgers.results(row.application_id)
    return [answered(r, uow) for r in results if not r.superseded and not undone(r, refunds)]


def _folded(row: EntitlementRow, uow: Any) -> Ledger:
    if row.start_month is None or row.end_month is None:
        return Ledger((), None)
    return fold(
        counted(row, uow),
        Month.parse(row.start_month),
        Month.parse(row.end_month),
        Month.parse(row.decided_month) if row.decided_month else None,
        uow.policy.on(uow.today).failed_deductions_to_stop,
    )


def _write(
    row: EntitlementRow,
    month: MonthRow,
    standing: Standing,
    before: list[SubsidyRow],
    stops: bool,
    uow: Any,
) -> bool:
    was, month.state = month.state, standing.state
    month.code, month.streak = standing.code, standing.streak
    why = "不在享受期内"
    unpaid = month.state == DEDUCTED and not stands(before)
    if unpaid and uow.entitlements.subsidised_elsewhere(row, month.month):
        month.state, why = VOID, "已在本人另一享受资格中享受补贴"
    fit_sums(month, before, uow)
    if month.state == DEDUCTED:
        return month.unclaimed or pay(month, before, uow)
    _take_back(row, before, uow)
    if month.state == FAILED and not month.failure_told:
        _tell_failure(row, month, stops, uow)
    if month.state == VOID and was != VOID:
        title = f"{standing.month.chinese()}{why}，扣款结果不计补贴"
        uow.note(row.application_id, "month_void", title, clause=uow.step("deductions"))
    return True


def _take_back(row: EntitlementRow, before: list[SubsidyRow], uow: Any) -> None:
    for entry in reverse(before, uow):
        cancel_difference(row, entry.month, uow)
        if _was_taken(row, entry.month, uow):
            ask_back(row, entry, uow)


def _was_taken(row: EntitlementRow, month: str, uow: Any) -> bool:
    """Whether the bank did deduct the month, by what the centre says now."""
    results = uow.ledgers.results(row.application_id)
    mine = (r for r in results if r.month == month and not r.superseded)
    return any(outcome(result, uow) == PAID for result in mine)


def _try_sums_again(row: EntitlementRow, uow: Any) -> None:
    again = start_of_day((Month.of(uow.today) + 1).first_day) + SUMS_AT
    uow.deadlines.set("sums_missing", row.application_id, again, rule="缴费标准公布后计算")


def _tell_failure(row: EntitlementRow, month: MonthRow, stops: bool, uow: Any) -> None:
    month.failure_told = True
    event, title, basis = failing(row.application_id, month, stops, uow)
    uow.emit(event)
    uow.note(
        row.application_id, "deduction_failed", title, clause=uow.step("deductions"), basis=basis
    )


def failing(
    application_id: UUID, month: MonthRow, stops: bool, uow: Any
) -> tuple[DeductionFailed, str, tuple[Basis, ...]]:
    """What is said and noted of a failed month."""
    last_day = pay_by(Month.parse(month.month), uow.today, uow.calendar, uow.policy.on(uow.today))
    event = DeductionFailed(
        application_id=application_id,
        month=month.month,
        code=month.code,
        consecutive=month.streak,
        pay_by=last_day,
        stops=stops,
    )
    title = f"{Month.parse(month.month).chinese()}扣款不成功，连续第{month.streak}个月"
    return event, title, of_failure(month, last_day, stops, uow)
