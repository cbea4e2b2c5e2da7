"""What a desk does by itself as time goes on: due deadlines, letters to be driven again."""

import logging
from typing import TYPE_CHECKING, Any

from servicekit.letters import APPLIED, DUPLICATE, HELD
from servicekit.outage import Outage
from servicekit.parking import Parking

if TYPE_CHECKING:
    from servicekit.desk import Desk

log = logging.getLogger(__name__)


class Rounds:
    """The rounds of one desk; any number of replicas may make them at once."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._works = {
            work: Outage(log, f"{desk.name}, {work.__name__}")
            for work in (self.fire_due, self.redrive_due)
        }

    def tick(self) -> None:
        """One round of the scheduler: due deadlines, delayed letters; never raises."""
        for work, outage in self._works.items():
            with outage.watching():
                work()

    def fire_due(self, limit: int = 1000) -> int:
        """Fires due deadlines, each in its own transaction; returns how many."""
        fired = 0
        while fired < limit and self._fire_one():
            fired += 1
        return fired

    def _fire_one(self) -> bool:
        with self._desk.uow() as uow:
            deadline = uow.deadlines.take_due()
            if deadline is None:
                return False
            try:
                uow.deadlines.mark_fired(deadline)  # first, so that the handler may set it anew
                self._desk.deadlines[deadline.kind](deadline, uow)
                uow.commit()
                return True
            except Exception:
                log.exception("deadline failed", extra={"kind": deadline.kind})
        with self._desk.uow() as uow:
            uow.deadlines.mark_failed(deadline.id)
            uow.commit()
        return True

    def redrive_due(self) -> int:
        """Drives again the letters whose delay is over or that somebody asked for."""
        count = 0
        while True:
            with self._desk.uow() as uow:
                row = Parking(uow.session, self._desk.store.kit).take_redrive(uow.now)
            if row is None:
                return count
            self._redrive(row)
            count += 1

    def _redrive(self, row: Any) -> None:
        outcome = self._desk.take_in(row.body)
        with self._desk.uow() as uow:
            if row.message_id is None or outcome in (APPLIED, DUPLICATE, HELD):
                Parking(uow.session, self._desk.store.kit).settle(row.id, outcome, uow.now)
            uow.commit()
