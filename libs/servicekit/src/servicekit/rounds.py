"""What a desk does by itself as time goes on: deadlines, delayed letters, letters held back."""

import logging
import time
from typing import TYPE_CHECKING, Any

from servicekit.letters import APPLIED, DUPLICATE, HELD, Inbox
from servicekit.parking import Parking

if TYPE_CHECKING:
    from servicekit.desk import Desk

log = logging.getLogger(__name__)
SWEEP_SECONDS = 10.0


class Rounds:
    """The rounds of one desk; any number of replicas may make them at once."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._next_sweep = time.monotonic() + SWEEP_SECONDS

    def tick(self) -> None:
        """One round of the scheduler: due deadlines, delayed letters; never raises."""
        for work in (self.fire_due, self.redrive_due, self.sweep_held):
            try:
                work()
            except Exception:
                log.exception("round failed", extra={"service": self._desk.name})

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

    def sweep_held(self) -> int:
        """Tries held letters again now and then: one they waited for may have been discarded."""
        if time.monotonic() < self._next_sweep:
            return 0
        self._next_sweep = time.monotonic() + SWEEP_SECONDS
        with self._desk.uow() as uow:
            waiting = Inbox(uow.session, self._desk.store.kit).held_aggregates()
        for source, aggregate_id in waiting:
            self._desk.letterbox.release(source, aggregate_id)
        return len(waiting)

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
