"""GET /metrics of a service process: what an operator's monitoring reads, in Prometheus' text.

Numbers and fixed words alone: no case, no person, nobody's words. It lies on the internal port
beside /livez and /readyz, which the gateway does not pass on. A service says what it knows of
itself in its store (`Store.readings`).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

import eventlet
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Request, Response

from contracts.caller import SYSTEM_CALLER
from servicekit.buses import listening, readers_of
from servicekit.desk import Desk
from servicekit.health import PATIENCE
from servicekit.inside import InsideHandler
from servicekit.mailbox import Reader
from servicekit.measured import REGISTRY
from servicekit.provider import DeskProvider
from servicekit.readings import Reading
from servicekit.tables import KitTables
from servicekit.walls import info_of


class Metrics(InsideHandler):
    """The door; it answers without a worker, like the health doors."""

    def __init__(self, url: str = "/metrics", **kwargs: Any) -> None:
        super().__init__("GET", url, **kwargs)

    def handle_request(self, request: Request) -> Response:
        """200 also while the database is away: that is one of the numbers."""
        [desk] = [d.desk for d in self.container.dependencies if isinstance(d, DeskProvider)]
        text = exposition(desk.name, readings(desk, readers_of(self.container)))
        text += generate_latest(REGISTRY)
        return Response(text, content_type=CONTENT_TYPE_LATEST)


def readings(desk: Desk, readers: list[Reader]) -> list[Reading]:
    """Everything that can be said of a service at this moment."""
    connected = all(listening(reader) for reader in readers)
    found = [Reading("bus_connected", "1 while every consumer makes its rounds", connected)]
    return [*found, *kept_by(desk)]


def kept_by(desk: Desk) -> list[Reading]:
    """What a desk's database says."""
    with eventlet.Timeout(PATIENCE, False):
        try:
            now = desk.world.clock.now()
            with desk.sessions(info=info_of(SYSTEM_CALLER)) as session:
                kept = [*of_the_kit(session, desk.store.kit, now)]
                kept += desk.store.readings(session, now) if desk.store.readings else ()
            return [Reading("database_up", "1 while the database answers", 1), *kept]
        except SQLAlchemyError:
            pass
    return [Reading("database_up", "1 while the database answers", 0)]


def of_the_kit(session: Session, kit: KitTables, now: datetime) -> Iterator[Reading]:
    """Letters and deadlines: `now` is the installation's time, letters age by the database's."""
    outbox, parked, deadlines = kit.outbox.c, kit.parked.c, kit.deadlines.c
    age = func.extract("epoch", func.clock_timestamp() - func.min(outbox.created_at))
    unsent = select(func.count(), age).select_from(kit.outbox).where(outbox.sent_at.is_(None))
    count, oldest = session.execute(unsent).one()
    yield Reading("outbox_unsent", "Letters that have not left", count)
    yield Reading("outbox_oldest_seconds", "Age of the oldest of them", oldest or 0)
    stopped = select(func.count()).select_from(kit.parked)
    stopped = stopped.where(parked.settled_at.is_(None), parked.redrive_at.is_(None))
    yield Reading("letters_parked", "Letters that wait for people", session.scalar(stopped) or 0)
    yield Reading(
        "letters_held",
        "Letters that wait for those before them",
        session.scalar(select(func.count()).select_from(kit.held)) or 0,
    )
    still_open = (deadlines.fired_at.is_(None), deadlines.cancelled_at.is_(None))
    late = select(func.count(), func.min(deadlines.due_at)).where(
        *still_open, deadlines.due_at <= now
    )
    count, first = session.execute(late).one()
    yield Reading("deadlines_overdue", "Deadlines that are due and have not been rung", count)
    waited = (now - first).total_seconds() if first else 0
    yield Reading("deadline_oldest_overdue_seconds", "How long the first of them is due", waited)


def exposition(service: str, found: Iterable[Reading]) -> bytes:
    """The text: one family for each name, every sample with the service it is of."""
    registry = CollectorRegistry()
    registry.register(Asked(service, lambda: found))
    return generate_latest(registry)


def families(service: str, found: Iterable[Reading]) -> Iterator[GaugeMetricFamily]:
    """Readings as families, in the order they were taken."""
    made: dict[str, GaugeMetricFamily] = {}
    for reading in found:
        labels = {"service": service, **reading.labels}
        family = made.setdefault(
            reading.name,
            GaugeMetricFamily(f"lingbu_{reading.name}", reading.help, labels=list(labels)),
        )
        family.add_metric([str(value) for value in labels.values()], float(reading.value))
    yield from made.values()


class Asked(Collector):
    """Readings of a service, taken anew each time somebody collects."""

    def __init__(self, service: str, ask: Callable[[], Iterable[Reading]]) -> None:
        self._service, self._ask = service, ask

    def describe(self) -> Iterator[Metric]:
        """Nothing beforehand: the database is asked when somebody reads."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        yield from families(self._service, self._ask())


def kept_of(desk: Desk) -> Collector:
    """What a desk's database says, for a registry that outlives one reading."""
    return Asked(desk.name, lambda: kept_by(desk))
