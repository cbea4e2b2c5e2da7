"""Every service in one process and no broker: carry each outbox until the house is quiet."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

import policy
from contracts import wire
from contracts.caller import SYSTEM_CALLER, Caller
from contracts.message import Command, Event, Meta, seal, unseal
from kernel.calendar import WorkingCalendar
from kernel.clock import FixedClock
from policy.calendar import published_calendar
from servicekit.config import DEMO_PROVINCE
from servicekit.database import make_engine, make_sessions
from servicekit.desk import Desk
from servicekit.sealing import KeyRing, Sealer, use_sealer
from servicekit.signing.pressing import Presser
from servicekit.signing.software import SoftwareKeys
from servicekit.signing.trust import Trust
from servicekit.signing.webauthn import Site
from servicekit.testing.postgres import as_desk, database_for, give_back
from servicekit.uow import World

RING = KeyRing.from_text(KeyRing.generate_text())
SEALER = Sealer(RING)
use_sealer(SEALER)
KEYS = SoftwareKeys("house")
SITE = Site(rp_id="localhost", origins=frozenset({"http://localhost:8080"}))


def world_at(
    clock: FixedClock,
    settings: Mapping[str, str] | None = None,
    calendar: WorkingCalendar | None = None,
) -> World:
    """The world of a test: its clock, the real rules, throw-away keys, a release's calendar."""
    return World(
        clock=clock,
        sealer=SEALER,
        calendar=calendar or published_calendar(),
        policy=policy.load((settings or {}).get("POLICY") or DEMO_PROVINCE),
        settings=settings or {},
        trust=Trust(software=KEYS.root, site=SITE),
    )


class Room:
    """One service over its own database; `engine` looks at it with every right."""

    def __init__(self, service: Any, world: World) -> None:
        self.url = database_for(service.store.metadata)
        self.engine = make_engine(self.url, pool_size=5, ping=False)
        self.at_work = make_engine(as_desk(self.url), pool_size=5, ping=False)
        self.desk = Desk.of(service, make_sessions(self.at_work), world)

    def letters(self) -> list[Any]:
        """Everything this service has said, in order."""
        outbox = self.desk.store.kit.outbox
        with self.engine.connect() as connection:
            return list(connection.execute(select(outbox).order_by(outbox.c.id)))

    def unsent(self, now: datetime) -> list[Any]:
        """Takes what has not been sent yet."""
        outbox = self.desk.store.kit.outbox
        with self.engine.begin() as connection:
            rows = connection.execute(
                select(outbox).where(outbox.c.sent_at.is_(None)).order_by(outbox.c.id)
            ).all()
            connection.execute(
                outbox.update().where(outbox.c.sent_at.is_(None)).values(sent_at=now)
            )
        return list(rows)

    def words(self, action: str) -> list[str]:
        """Officers' own words beside the rows of an action, opened."""
        kit = self.desk.store.kit
        same = (kit.audit.c.chain == kit.audit_words.c.chain) & (
            kit.audit.c.n == kit.audit_words.c.n
        )
        query = select(kit.audit_words.c.words).join(kit.audit, same)
        with self.engine.connect() as connection:
            return list(connection.scalars(query.where(kit.audit.c.action == action)))

    def dump(self) -> str:
        """Everything the database holds, as it is stored."""
        tables = self.desk.store.metadata.tables
        with self.engine.connect() as connection:
            rows = [
                connection.exec_driver_sql(f"SELECT {t}::text FROM {t}").all()  # nosec B608 - ours
                for t in tables
            ]
        return str(rows)

    def parked(self) -> list[Any]:
        """Open parked letters."""
        table = self.desk.store.kit.parked
        with self.engine.connect() as connection:
            return list(connection.execute(select(table).where(table.c.settled_at.is_(None))))

    def close(self) -> None:
        self.engine.dispose()
        self.at_work.dispose()
        give_back(self.desk.store.metadata, self.url)


class House:
    """Some or all services, one clock; `settle` is the bus, with copies and shuffling."""

    def __init__(
        self,
        clock: FixedClock,
        *services: Any,
        settings: Mapping[str, str] | None = None,
        calendar: WorkingCalendar | None = None,
    ) -> None:
        use_sealer(SEALER)  # an earlier test of this process may have left another
        self.clock = clock
        world = world_at(clock, settings, calendar)
        self.rooms = {service.name: Room(service, world) for service in services}
        self.presser = Presser(KEYS, self.perform, self.tell)

    def __getitem__(self, name: str) -> Room:
        return self.rooms[name]

    def ask(self, command: Command, caller: Caller = SYSTEM_CALLER, key: str = "") -> Any:
        """Gives a command or query to its service, signed where it must be; raises `Refusal`."""
        return self.presser.ask(command, caller, key)

    def perform(self, command: Command, caller: Caller, key: str = "") -> Any:
        """The same without anybody who presses a key."""
        return self.rooms[command.addressee].desk.perform(command, caller, key)

    def settle(self, copies: int = 1, shuffle: random.Random | None = None) -> int:
        """Carries letters until nobody says anything more; returns how many were carried."""
        carried = 0
        while batch := self._collect(copies, shuffle):
            for exchange, body in batch:
                self._hand_over(exchange, body)
            carried += len(batch)
        return carried

    def _collect(self, copies: int, shuffle: random.Random | None) -> list[Any]:
        now = self.clock.now()
        rows = [row for room in self.rooms.values() for row in room.unsent(now)]
        letters = [(row.exchange, row.body) for row in rows for _ in range(copies)]
        if shuffle:
            shuffle.shuffle(letters)
        return letters

    def _hand_over(self, exchange: str, body: Any) -> None:
        if "meta" in body:
            self._deliver(body)
            return
        for room in self.rooms.values():
            foreigners = room.desk.hearing.foreigners.values() if room.desk.hearing else ()
            for foreigner in foreigners:
                if foreigner.said == exchange:
                    room.desk.hear(body, foreigner.name)

    def _deliver(self, body: Any) -> None:
        for room in self.rooms.values():
            for event in room.desk.readers.table:
                meta = body["meta"]
                if (event.source, event.event_name()) == (meta["source"], meta["event"]):
                    room.desk.receive(body)

    def tell(self, event: Event, **meta: Any) -> dict[str, Any]:
        """Delivers an event as if its source had said it (no sequence unless given)."""
        values: dict[str, Any] = {
            "message_id": uuid4(),
            "event": event.event_name(),
            "version": event.version,
            "source": event.source,
            "occurred_at": datetime.now(UTC),
            "correlation_id": uuid4(),
            "aggregate_id": event.aggregate_id(),
        }
        body = seal(event, Meta(**(values | meta)), SEALER)
        self._deliver(body)
        return body

    def said(self, service: str, event: type[Event] | None = None) -> list[Any]:
        """Events a service has said, opened; of one type, or all."""
        known = {e.event_name(): e for room in self.rooms.values() for e in room.desk.readers.table}
        if event:
            known[event.event_name()] = event
        names = [event.event_name()] if event else list(known)
        return [
            unseal(known[row.body["meta"]["event"]], row.body, SEALER)
            for row in self[service].letters()
            if row.body.get("meta", {}).get("event") in names
        ]

    def turn(self, copies: int = 1, **delta: float) -> None:
        """Turns the clock (days=, hours= …), fires what is due and settles."""
        self.clock.set(self.clock.now() + timedelta(**delta))
        self.ring(copies)

    def turn_to(self, moment: datetime, copies: int = 1) -> None:
        """Turns the clock to a moment, day by day, so that deadlines fire in their order."""
        while self.clock.now() < moment:
            self.clock.set(min(self.clock.now() + timedelta(days=1), moment))
            self.ring(copies)

    def ring(self, copies: int = 1) -> None:
        """Fires due deadlines and settles, until both are quiet."""
        while sum(self._work(room) for room in self.rooms.values()) + self.settle(copies):
            pass

    def _work(self, room: Room) -> int:
        desk = room.desk
        return desk.count_again() + desk.fire_due() + desk.redrive_due()

    def close(self) -> None:
        for room in self.rooms.values():
            room.close()


def plain(answer: Any) -> dict[str, Any]:
    """An answer as JSON values, as a client would get it."""
    return wire.dump(answer)


def fresh_id() -> UUID:
    return uuid4()
