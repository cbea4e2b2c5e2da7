"""How much open work a street has, counted where it lies."""

from typing import Any

from sqlalchemy import ColumnElement, false, func, select

from contracts.caller import Caller
from contracts.common import WorkCount
from payments.entitlement_store import Wanted, narrowed
from payments.rows import EntitlementRow


class Worklist:
    """Counts of a street's entitlements by what they wait for."""

    def __init__(self, uow: Any) -> None:
        self.session, self.now, self.today = uow.session, uow.now, uow.today

    def count(self, kind: str, wanted: Wanted, caller: Caller) -> WorkCount:
        """How many a list of these would have; no law names a day for a suspicion."""
        late: ColumnElement[bool] = EntitlementRow.next_due_at < self.now
        if wanted.work == "reports":
            late = EntitlementRow.report_due < self.today
        if wanted.suspected:
            late = false()
        counted = (
            select(func.count(), func.count().filter(late))
            .select_from(EntitlementRow)
            .where(EntitlementRow.street_code == caller.division, *narrowed(wanted))
        )
        waiting, overdue = self.session.execute(counted).one()
        return WorkCount(kind=kind, waiting=waiting, overdue=overdue)
