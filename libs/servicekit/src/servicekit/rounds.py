"""What a desk does by itself as time goes on: deadlines to be counted again, due ones,
letters to be driven again.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row

from policy.calendar import edition
from servicekit import statements
from servicekit.deadlines import Deadline, Deadlines
from servicekit.letters import APPLIED, DUPLICATE, HELD
from servicekit.measured import DEADLINES, measured
from servicekit.moving import note_move
from servicekit.outage import Outage
from servicekit.parking import Parking
from servicekit.resting import Rest
from servicekit.tracing import Kind, span
from servicekit.uow import UnitOfWork

if TYPE_CHECKING:
    from servicekit.desk import Desk

Take = Callable[[Deadlines, str], Deadline | None]
Work = Callable[[Deadline, UnitOfWork], None]

log = logging.getLogger(__name__)


class Rounds:
    """The rounds of one desk; any number of replicas may make them at once."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._works = {
            work: Outage(log, f"{desk.name}, {work.__name__}")
            for work in (self.count_again, self.fire_due, self.redrive_due)
        }
        self._looking = Outage(log, f"{desk.name}, looking for what is due")
        self._rest = Rest(desk.sessions)

    def tick(self) -> None:
        """One round of the scheduler: stale and due deadlines, delayed letters; never raises.

        Most rounds find nothing, so one look comes first, and after one that found nothing a rest.
        """
        if self._rest.is_on(self._desk.world.clock.now()):
            return
        with self._looking.watching():
            found = self._look()
            wanted = (found.stale, found.due, found.delayed)
            if not any(wanted):
                self._rest.begin(found.next)
                return
            self._rest.wake()
            for (work, outage), there in zip(self._works.items(), wanted, strict=True):
                if there:
                    with outage.watching():
                        work()

    def _look(self) -> Row[Any]:
        """Whether there is anything for each of the works, and when there will be next."""
        self._rest.look()
        return self._found()

    def _found(self) -> Row[Any]:
        kit = self._desk.store.kit
        query = statements.work_of_a_round(kit.deadlines, kit.parked)
        with self._desk.uow() as uow:
            here = {"b_now": uow.now, "b_calendar": edition(uow.calendar)}
            return uow.core.execute(query, here).one()

    def has_work(self) -> bool:
        """Whether a round would find anything to do now."""
        found = self._found()
        return bool(found.stale or found.due or found.delayed)

    def fire_due(self, limit: int = 1000) -> int:
        """Fires due deadlines, each in its own transaction; returns how many."""
        return self._each(limit, Deadlines.take_due, self.fire)

    def count_again(self, limit: int = 1000) -> int:
        """Counts open deadlines anew that were counted by another calendar; returns how many.

        A holiday notice was entered, or the release knows more holidays than the last one did.
        """
        return self._each(limit, Deadlines.take_stale, self._count)

    def _each(self, limit: int, take: Take, work: Work) -> int:
        done = 0
        while done < limit and self._one(take, work):
            done += 1
        return done

    def _one(self, take: Take, work: Work) -> bool:
        with self._desk.uow() as uow:
            deadline = take(uow.deadlines, edition(uow.calendar))
            if deadline is None:
                return False
            try:
                with self._followed(deadline):
                    work(deadline, uow)
                    uow.commit()
                return True
            except Exception:
                log.exception("deadline failed", extra={"kind": deadline.kind})
        with self._desk.uow() as uow:
            uow.deadlines.mark_failed(deadline.id)
            uow.commit()
        return True

    @contextmanager
    def _followed(self, deadline: Deadline) -> Iterator[None]:
        service, kind = self._desk.name, deadline.kind
        with span(f"{service} rings {kind}", Kind.INTERNAL, **{"lingbu.service": service}):
            with measured(DEADLINES, service, kind):
                yield

    def fire(self, deadline: Deadline, uow: UnitOfWork) -> None:
        """Does what one deadline asks for."""
        uow.deadlines.mark_fired(deadline)  # first, so that the handler may set it anew
        self._desk.deadlines[deadline.kind](deadline, uow)

    def _count(self, deadline: Deadline, uow: UnitOfWork) -> None:
        uow.deadlines.stamp(deadline, edition(uow.calendar))
        what = self._desk.recounts[deadline.kind](deadline, uow)
        note_move(deadline, what, uow)

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
