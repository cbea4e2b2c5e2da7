"""Lists sent to the centre, and who has to go on one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from payments.rows import EntitlementRow, ListRow, PlaceRow


class Lists:
    """Addition and removal lists by district and month."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def one_at_a_time(self, agency: str) -> None:
        """Lets one transaction close lists of a district; others wait for its commit."""
        self.session.execute(
            select(func.pg_advisory_xact_lock(func.hashtext(f"payments.lists.{agency}")))
        )

    def newest(self, agency: str, month: str, kind: str) -> ListRow | None:
        """The last list of a kind closed for a month."""
        found: ListRow | None = self.session.scalar(
            select(ListRow)
            .where(ListRow.agency == agency, ListRow.month == month, ListRow.kind == kind)
            .order_by(ListRow.sequence.desc())
            .limit(1)
        )
        return found

    def get(self, list_id: UUID) -> ListRow | None:
        """One list, locked for this transaction."""
        found: ListRow | None = self.session.get(ListRow, list_id, with_for_update=True)
        return found

    def add(self, row: ListRow, places: Sequence[PlaceRow]) -> None:
        self.session.add(row)
        self.session.flush()
        self.session.add_all(places)
        self.session.flush()

    def places(self, list_id: UUID) -> list[PlaceRow]:
        """The people on a list in their order."""
        return list(
            self.session.scalars(
                select(PlaceRow).where(PlaceRow.list_id == list_id).order_by(PlaceRow.row)
            )
        )

    def to_enlist(self, agency: str, month: str, *, lock: bool = True) -> list[EntitlementRow]:
        """Confirmed ones that begin in this month or earlier and are on no list yet, and those
        that came from another district, once its centre has let them go."""
        return self._waiting(
            EntitlementRow.agency == agency,
            EntitlementRow.state.in_(("confirmed", "active")),
            EntitlementRow.enrolment == "none",
            EntitlementRow.start_month <= month,
            EntitlementRow.collect_from <= month,
            lock=lock,
        )

    def to_remove(self, agency: str, month: str, *, lock: bool = True) -> list[EntitlementRow]:
        """Ended ones whom this district's centre still deducts from; who was enlisted elsewhere
        and moved here is that district's to remove (`payments.domain.transfer.remover`)."""
        return self._waiting(
            EntitlementRow.agency == agency,
            EntitlementRow.centre == agency,
            EntitlementRow.state.in_(("stopped", "completed")),
            EntitlementRow.enrolment == "enrolled",
            EntitlementRow.stop_month <= month,
            lock=lock,
        )

    def _waiting(self, *conditions: Any, lock: bool) -> list[EntitlementRow]:
        order = (EntitlementRow.number, EntitlementRow.application_id)
        found = select(EntitlementRow).where(*conditions).order_by(*order)
        return list(self.session.scalars(found.with_for_update() if lock else found))
