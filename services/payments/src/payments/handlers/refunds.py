"""退费 of a month that was deducted but is not subsidised after all: the personal part goes back.

Not where the person has to pay back (追回), as after a false commitment (domain §16.16, §16.17).
"""

from typing import Any
from uuid import uuid4

from contracts.outside import RefundAnswered, RefundAsked
from payments.handlers.common import about
from payments.rows import EntitlementRow, RefundRow, ResultRow, SubsidyRow

ASKED, REFUNDED, REFUSED = "asked", "refunded", "refused"


def ask_back(row: EntitlementRow, entry: SubsidyRow, uow: Any) -> None:
    """Asks the centre to return the personal part of a reversed month, once for what was paid."""
    cause = row.decided_code and uow.policy.on(uow.today).stop(row.decided_code)
    known = uow.ledgers.refunds(row.application_id)
    if (cause and cause.recover) or any(_covers(refund, entry) for refund in known):
        return
    refund = RefundRow(
        request_id=uuid4(),
        application_id=row.application_id,
        month=entry.month,
        personal=entry.personal,
        asked_at=uow.now,
        state=ASKED,
    )
    uow.ledgers.add(refund)
    uow.emit(
        RefundAsked(
            application_id=row.application_id,
            request_id=refund.request_id,
            month=entry.month,
            subject=about(row, uow, "name", "id_number", "bank", "account"),
        )
    )
    title = f"{entry.month}已扣款而不再享受，已请社保中心退还个人缴费{entry.personal}元"
    uow.note(row.application_id, "month_refund_asked", title, clause=uow.step("deductions"))


def note_month_refund(event: RefundAnswered, uow: Any) -> EntitlementRow | None:
    """Keeps the answer; returns the entitlement whose ledger has to be looked at again."""
    refund = uow.ledgers.refund(event.request_id)
    if refund is None or refund.state != ASKED:
        return None
    row: EntitlementRow | None = uow.entitlements.get(refund.application_id)
    refund.state, refund.answered_at = REFUNDED if event.refunded else REFUSED, uow.now
    said = "已退还" if event.refunded else "未予退还，请街道（乡镇）核实"
    title = f"社保中心{said}{refund.month}个人缴费{refund.personal}元"
    uow.note(refund.application_id, "month_refund_answered", title, clause=uow.step("deductions"))
    return row


def undone(result: ResultRow, refunds: list[RefundRow]) -> bool:
    """Whether the deduction was given back: then it is as if it had never come."""
    return any(
        refund.state == REFUNDED
        and refund.month == result.month
        and refund.answered_at is not None
        and result.received_at <= refund.answered_at
        for refund in refunds
    )


def _covers(refund: RefundRow, entry: SubsidyRow) -> bool:
    """Asked for, or given back since: a month deducted anew after its refund is owed again."""
    before = refund.answered_at is None or entry.at <= refund.answered_at
    return refund.month == entry.month and refund.state != REFUSED and before
