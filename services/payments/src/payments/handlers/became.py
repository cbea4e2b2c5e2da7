"""What became of a result that was kept: a line of a file says so where it does not count."""

from typing import Any

from contracts.outside import DeductionReported
from kernel.month import Month
from payments.domain.ledger import VOID, decisive
from payments.domain.states import CONFIRMED, ENLISTED, LIVE
from payments.handlers.deductions import result_of
from payments.handlers.ledger import answered, counted
from payments.rows import EntitlementRow

WAITING, OUTWEIGHED = "waiting", "outweighed"


def became(event: DeductionReported, uow: Any) -> str:
    """void, waiting or outweighed by how the ledger stands now; empty for a result that counts."""
    row: EntitlementRow = uow.entitlements.get(event.application_id)
    if row.state in (CONFIRMED, ENLISTED) and not row.decided_code:
        return WAITING
    mine = uow.ledgers.result(result_of(event, uow))
    month = uow.ledgers.months(row.application_id).get(mine.month)
    if month is None:
        return WAITING if row.state in LIVE else VOID
    if month.state == VOID:
        return VOID
    top = decisive(counted(row, uow)).get(Month.parse(mine.month))
    return "" if top == answered(mine, uow) else OUTWEIGHED
