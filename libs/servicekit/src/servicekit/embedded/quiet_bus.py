"""A bus without a broker: letters go straight from outboxes to desks, until the house is quiet.

For what lives under a clock that stands still while it works: simulations and rehearsals. Letters
are marked as sent after they were taken in, so that a killed process sends them again and the
inboxes drop what had arrived. One process, one thread.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.calendar import CalendarChanged
from contracts.message import Event, Meta, seal
from kernel.clock import Clock
from servicekit.desk import Desk
from servicekit.embedded.together import Together
from servicekit.embedded.waiting import Eye
from servicekit.letterbox import DELAYED

BATCH = 1000


class QuietBus:
    """Desks of one process; `settle` carries letters and fires what is due by its clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._desks: dict[str, Desk] = {}
        self._eyes: dict[str, Eye] = {}
        self._readers: dict[tuple[str, str], list[Desk]] = {}
        self._speaking: set[str] = set()  # have letters in their outbox
        self._ringing: set[str] = set()  # may have something due now
        self._delayed: set[str] = set()  # have letters to be tried again
        self._stale: set[str] = set()  # may have deadlines counted by another calendar
        self._due: dict[str, datetime | None] = {}  # next deadline; absent when it may have moved

    def bell(self, name: str) -> Callable[[], None]:
        """What a service's world calls after a commit that said something."""
        return lambda: self._speaking.add(name)

    def add(self, desk: Desk) -> None:
        """Takes a desk on; what a former process left undone is done at the next `settle`."""
        self._desks[desk.name], self._eyes[desk.name] = desk, Eye(desk)
        for event in desk.readers.table:
            self._readers.setdefault((event.source, event.event_name()), []).append(desk)
        self._speaking.add(desk.name)
        self._delayed.add(desk.name)
        self._stale.add(desk.name)
        self.stir(desk.name)

    def stir(self, name: str) -> None:
        """A service was given something to do: its deadlines may have changed."""
        self._ringing.add(name)
        self._due.pop(name, None)

    def next_due(self) -> datetime | None:
        """When the next deadline or delayed letter of any service is due, even if overdue."""
        for name in sorted(self._desks.keys() - self._due.keys()):
            self._due[name] = self._earliest(self._desks[name])
        return min((due for due in self._due.values() if due is not None), default=None)

    def turned(self) -> None:
        """The clock was set: what has come due by it is done at the next `settle`."""
        now = self._clock.now()
        for name in sorted(name for name, due in self._due.items() if due and due <= now):
            self.stir(name)

    def settle(self) -> None:
        """Carries letters and fires deadlines until nothing is left to do at this moment."""
        while self._speaking or self._ringing:
            if self._speaking:
                self._carry(self._desks[min(self._speaking)])
            else:
                self._ring(self._desks[min(self._ringing)])

    def tell(self, event: Event, message_id: UUID) -> None:
        """Delivers what somebody outside says; said again with the same id, it is passed over."""
        meta = Meta(
            message_id=message_id,
            event=event.event_name(),
            version=event.version,
            source=event.source,
            occurred_at=self._clock.now(),
            correlation_id=message_id,
            aggregate_id=event.aggregate_id(),
        )
        for desk in self._readers.get((event.source, event.event_name()), []):
            self._deliver(desk, [seal(event, meta, desk.world.sealer)])

    def close(self) -> None:
        """Lets go of its connections."""
        for eye in self._eyes.values():
            eye.close()

    def _carry(self, desk: Desk) -> None:
        self._speaking.discard(desk.name)
        rows = self._eyes[desk.name].unsent(BATCH)
        for name, bodies in self._sorted(row.body for row in rows).items():
            self._deliver(self._desks[name], bodies)
        if rows:
            self._eyes[desk.name].mark_sent(rows[-1].id, self._clock.now())
        if len(rows) == BATCH:
            self._speaking.add(desk.name)

    def _sorted(self, bodies: Iterable[Any]) -> dict[str, list[Any]]:
        """What each desk reads of these letters, in their order."""
        found: dict[str, list[Any]] = {}
        for body in bodies:
            meta = body["meta"]
            for reader in self._readers.get((meta["source"], meta["event"]), []):
                found.setdefault(reader.name, []).append(body)
            if meta["event"] == CalendarChanged.event_name():
                self._stale.update(self._desks)
        return found

    def _deliver(self, desk: Desk, bodies: list[Any]) -> None:
        if DELAYED in Together(desk).take_in(bodies):
            self._delayed.add(desk.name)
        self.stir(desk.name)

    def _ring(self, desk: Desk) -> None:
        """Does what is due at one desk, if anything is."""
        self._ringing.discard(desk.name)
        due = self._due[desk.name] = self._earliest(desk)
        if due is None or due > self._clock.now():
            return
        self._due.pop(desk.name)
        if desk.name in self._delayed and desk.redrive_due():
            self._stale.add(desk.name)
        if desk.name in self._stale:
            self._stale.discard(desk.name)
            desk.count_again()
        Together(desk).fire_due()

    def _earliest(self, desk: Desk) -> datetime | None:
        """The next deadline, and the next letter to be tried again if there was any."""
        if not desk.deadlines and desk.name not in self._delayed:
            return None
        eye = self._eyes[desk.name]
        moments = [eye.next_deadline()]
        if desk.name in self._delayed:
            moments.append(eye.next_delayed())
            if moments[-1] is None:
                self._delayed.discard(desk.name)
        return min((moment for moment in moments if moment is not None), default=None)
