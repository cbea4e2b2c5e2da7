"""按季申请: the person applies for the quarter paid; a quarter not applied for stays without.

Where the pack wants no application, nothing here is ever asked or set.
"""

from datetime import date, timedelta
from typing import Any

from contracts.common import Done
from contracts.payments import ClaimDue, ClaimSubsidy
from kernel.clock import SHANGHAI
from kernel.month import Month
from payments.domain.claims import lapsed_on, reminder_of, unclaimed
from payments.domain.states import ACTIVE, ENDED
from payments.handlers.claimwindows import arm_claims, claimed, windows_of
from payments.handlers.common import conflict, done, load, queue, ringing
from payments.handlers.ledger import settle
from payments.rows import ClaimRow, EntitlementRow
from policy import because
from policy.claims import ClaimWindow


def claim_subsidy(form: ClaimSubsidy, uow: Any) -> Done:
    """Takes the application for one past quarter: its deducted months are subsidised now."""
    row, month = load(form.application_id, uow), Month.parse(form.month)
    windows = windows_of(row, uow)
    window = next((each for each in windows if each.first <= month <= each.last), None)
    window = _open(row, window, month, uow)
    uow.ledgers.add(
        ClaimRow(
            application_id=row.application_id,
            first_month=str(window.first),
            filed_at=uow.now,
            filed_by=uow.caller.subject,
        )
    )
    title = f"申请{_quarter(window)}的补贴"
    basis = (because(f"{title}，在期限之内。", uow.step("claims"), _facts(window)),)
    uow.note(row.application_id, "claimed", title, clause=uow.step("claims"), basis=basis)
    settle(row, uow)
    arm_claims(row, uow)
    return done(row, uow)


def remind_claim(deadline: Any, uow: Any) -> None:
    """T15 once for each reminder day of an open quarter; days missed are not made up."""
    row = ringing(deadline, uow)
    if row is None:
        return
    window = unclaimed(windows_of(row, uow), claimed(row, uow), uow.today)
    reminder = reminder_of(window, uow.today) if window and uow.today in window else None
    if window is not None and reminder is not None:
        days = (window.due - reminder).days
        uow.emit(
            ClaimDue(
                application_id=row.application_id,
                first_month=str(window.first),
                due=window.closes,
                days_left=days,
            )
        )
        title = f"提醒于{window.closes}前申请{_quarter(window)}的补贴"
        uow.note(row.application_id, "claim_reminded", title, clause=uow.step("claims"))
    arm_claims(row, uow, after=uow.today)
    queue(row, uow)


def lapse_claims(deadline: Any, uow: Any) -> None:
    """逾期未申请: the quarter stays without subsidy; the benefit itself runs on."""
    row = ringing(deadline, uow)
    if row is None:
        return
    ended = deadline.due_at.astimezone(uow.now.tzinfo).date() - timedelta(days=1)
    for window in lapsed_on(windows_of(row, uow), claimed(row, uow), uow.today):
        if window.closes < ended or not _paid_in(window, row, uow):
            continue
        title = f"{_quarter(window)}逾期未申请，不予补贴"
        basis = (because(f"{title}。", uow.step("claims"), _facts(window)),)
        uow.note(row.application_id, "claim_lapsed", title, clause=uow.step("claims"), basis=basis)
    arm_claims(row, uow)
    queue(row, uow)


def count_claim_again(deadline: Any, uow: Any) -> str:
    """Another calendar is in force: the last day to apply is another working day."""
    row = ringing(deadline, uow)
    if row is not None:
        arm_claims(row, uow)
        queue(row, uow)
    return "按季申请截止"


def _paid_in(window: ClaimWindow, row: EntitlementRow, uow: Any) -> bool:
    months = uow.ledgers.months(row.application_id).values()
    return any(m.unclaimed and window.first <= Month.parse(m.month) <= window.last for m in months)


def _open(row: EntitlementRow, window: ClaimWindow | None, month: Month, uow: Any) -> ClaimWindow:
    """The window, if it may be applied for now; raises Conflict with what is in the way."""
    if row.state != ACTIVE and row.state not in ENDED:
        raise conflict(row, uow, "not-active", "该申请不在享受期内，没有可以申请的季度。")
    if window is None:
        message = f"{month.chinese()}不须按季申请，或不在享受期内。"
        raise conflict(row, uow, "nothing-to-claim", message)
    if window.first in claimed(row, uow):
        raise conflict(row, uow, "already-claimed", f"{_quarter(window)}已经申请，不必重复。")
    day = _received(uow)
    if day < window.opens:
        message = f"{_quarter(window)}的补贴自{window.opens}起方可申请。"
        raise conflict(row, uow, "claim-too-early", message)
    if day > window.closes:
        message = f"{_quarter(window)}的申请已于{window.closes}截止，逾期不予补贴。"
        raise conflict(row, uow, "claim-too-late", message)
    return window


def _received(uow: Any) -> date:
    """The day it reached us: before midnight is in time, however long it waited inside."""
    asked_at = uow.caller.asked_at
    return asked_at.astimezone(SHANGHAI).date() if asked_at else uow.today


def _quarter(window: ClaimWindow) -> str:
    return f"{window.first.chinese()}至{window.last.chinese()}"


def _facts(window: ClaimWindow) -> dict[str, object]:
    return {
        "首月": window.first,
        "末月": window.last,
        "开始申请": window.opens,
        "截止日期": window.closes,
    }
