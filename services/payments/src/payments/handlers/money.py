"""What a month costs, and the subsidy of a month: once, and back again if it was not due."""

import logging
from decimal import Decimal
from typing import Any

from contracts.common import Basis
from contracts.payments import MonthSubsidised, SubsidyReversed
from kernel.errors import MissingValue
from kernel.month import Month
from payments.domain.ledger import VOID
from payments.handlers.grounds import of_sums
from payments.rows import MonthRow, SubsidyRow
from policy.contributions import INSURANCES

log = logging.getLogger(__name__)


def priced(month: MonthRow, uow: Any) -> bool:
    """Writes the parts of each insurance into the month; False while a number is missing.

    Nothing is ever put in the place of a number that nobody has published.
    """
    try:
        cost = uow.policy.contribution(Month.parse(month.month))
    except MissingValue:
        return False
    for name, share in zip(INSURANCES, cost, strict=True):
        setattr(month, f"{name}_personal", share.personal)
        setattr(month, f"{name}_subsidy", share.subsidy)
    month.provisional = cost.provisional
    return True


def fit_sums(month: MonthRow, before: list[SubsidyRow], uow: Any) -> None:
    """A void month costs nothing; any other shows its sums as soon as they are known.

    What was collected provisionally stays as it was: what a late base adds is a difference.
    """
    if month.state == VOID:
        for name in INSURANCES:
            setattr(month, f"{name}_personal", None)
            setattr(month, f"{name}_subsidy", None)
    elif month.pension_personal is None or (month.provisional and not stands(before)):
        priced(month, uow)


def sums(month: MonthRow) -> tuple[Decimal, Decimal]:
    """The personal and the subsidised part of all insurances, in yuan."""
    return tuple(  # type: ignore[return-value]
        sum((getattr(month, f"{name}_{part}") for name in INSURANCES), Decimal())
        for part in ("personal", "subsidy")
    )


def pay(month: MonthRow, before: list[SubsidyRow], uow: Any) -> bool:
    """Enters the subsidy of a deducted month, unless it stands already; False while a number
    is missing."""
    if stands(before):
        return True
    if not priced(month, uow):
        log.warning("month deducted but its base is not published", extra={"month": month.month})
        return False
    entry, event, title, basis = subsidised(month, len(before) + 1, uow)
    uow.session.add(entry)
    uow.emit(event)
    clause = uow.step("deductions")
    uow.note(month.application_id, "month_subsidised", title, clause=clause, basis=basis)
    return True


def subsidised(
    month: MonthRow, number: int, uow: Any
) -> tuple[SubsidyRow, MonthSubsidised, str, tuple[Basis, ...]]:
    """What is entered, said and noted of a deducted month whose sums are known."""
    personal, subsidy = sums(month)
    entry = SubsidyRow(
        application_id=month.application_id,
        month=month.month,
        round=number,
        personal=personal,
        subsidy=subsidy,
        total=personal + subsidy,
        at=uow.now,
    )
    way = "（新缴费标准尚未公布，按原标准暂算）" if month.provisional else ""
    title = f"{month.month}扣款成功{way}，个人{personal}元，补贴{subsidy}元，合计{entry.total}元"
    basis = of_sums(uow.policy.contribution(Month.parse(month.month)))
    return entry, MonthSubsidised(**_told(entry)), title, basis


def reverse(before: list[SubsidyRow], uow: Any) -> list[SubsidyRow]:
    """Takes a standing subsidy out of the ledger again (冲回); returns what was taken out."""
    standing = [entry for entry in before if entry.reversed_at is None]
    for entry in standing:
        entry.reversed_at = uow.now
        uow.emit(SubsidyReversed(**_told(entry)))
        title = f"{entry.month}已不在享受期内，冲回补贴{entry.subsidy}元"
        uow.note(entry.application_id, "subsidy_reversed", title, clause=uow.step("deductions"))
    return standing


def stands(before: list[SubsidyRow]) -> bool:
    """Whether money of the month is in the ledger."""
    return any(entry.reversed_at is None for entry in before)


def _told(entry: SubsidyRow) -> dict[str, Any]:
    return {
        "application_id": entry.application_id,
        "month": entry.month,
        "personal": str(entry.personal),
        "subsidy": str(entry.subsidy),
        "total": str(entry.total),
    }
