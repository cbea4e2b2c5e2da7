"""The partners service as a process of its own, and whoever asks it and hears of the answers."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from exchange import TOWN, Exchange
from kombu import Connection, Consumer, Producer, Queue
from kombu import Exchange as BrokersExchange
from private_node import free_port

from contracts.message import Event, Meta, seal, unseal
from outside.demo import book_for
from outside.letters import LINGBU
from servicekit.sealing import KeyRing, Sealer
from servicekit.testing.postgres import drop_database, fresh_database

RUN = (sys.executable, "-m", "servicekit.cli")
SECONDS = 120


class Town:
    """Speaks as intake and payments do, and hears what partners says to them."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer
        self._producer = Producer(connection.channel())
        self._heard: list[Any] = []
        queue = Queue(f"hears-{uuid4()}", exclusive=True, durable=False)
        bound = queue(connection.channel())
        bound.declare()
        for source in ("registries", "centre"):
            spoken = BrokersExchange(f"{source}.events", "topic")
            spoken(bound.channel).declare()  # a broker that was given may lack it
            bound.bind_to(spoken, "#")
        consumer = Consumer(bound.channel, [bound], on_message=self._take, no_ack=True)
        consumer.consume()

    def say(self, event: Event) -> None:
        """As its source says it."""
        meta = Meta(
            message_id=uuid4(),
            event=event.event_name(),
            version=event.version,
            source=event.source,
            occurred_at=datetime.now(UTC),
            correlation_id=uuid4(),
            aggregate_id=event.aggregate_id(),
        )
        self._producer.publish(
            seal(event, meta, self._sealer),
            exchange=event.exchange(),
            routing_key=event.routing_key(),
            serializer="json",
            mandatory=True,
        )

    def hear(self, kind: type[Event], count: int = 1) -> list[Any]:
        """So many events of a kind; fails after two minutes."""
        end = time.monotonic() + SECONDS
        while len(found := self._of(kind)) < count:
            left = end - time.monotonic()
            assert left > 0, f"{kind.__name__}: {len(found)} of {count}"
            with suppress(TimeoutError):
                self._connection.drain_events(timeout=left)
        return found

    def _of(self, kind: type[Event]) -> list[Any]:
        name = kind.event_name()
        bodies = [body for body in self._heard if body["meta"]["event"] == name]
        return [unseal(kind, body, self._sealer) for body in bodies]

    def _take(self, message: Any) -> None:
        self._heard.append(message.decode())


@contextmanager
def open_town(exchange: Exchange, folder: Path) -> Iterator[Town]:
    """Database, `lingbu run partners` with its account, and the ones around it."""
    url, ring = fresh_database(), KeyRing.generate_text()
    user, password = exchange.account("lingbu_partners")
    values = {
        "DATABASE_URL": url,
        "PARTNERS_DATABASE_URL": url,
        "AMQP_URI": exchange.place(TOWN).replace("://", f"://{user}@"),
        "AMQP_PASSWORD": password,
        "BIND": f"127.0.0.1:{free_port()}",
        "SEALING_KEYS": ring,
        "INTERNAL_TOKEN": uuid4().hex,
        "SOFTWARE_SEED": uuid4().hex,
        "PARTNER_KEYS": book_for(LINGBU, exchange.keys),
        "DEMO": "1",
        "POLICY": "beijing",
    }
    env = {**os.environ, **{f"LINGBU_{name}": text for name, text in values.items()}}
    migrate_env = {name: text for name, text in env.items() if not name.startswith("LINGBU_AMQP")}
    try:
        subprocess.run(
            [*RUN, "migrate", "partners"], env=migrate_env, check=True, capture_output=True
        )
        with _running(env, folder / "partners.log"):
            with Connection(exchange.administrator(TOWN), connect_timeout=10) as connection:
                yield Town(connection, Sealer(KeyRing.from_text(ring)))
    finally:
        drop_database(url)


@contextmanager
def _running(env: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as out:
        words = [*RUN, "run", "partners"]
        process = subprocess.Popen(words, env=env, stdout=out, stderr=subprocess.STDOUT)
    try:
        end = time.monotonic() + SECONDS
        while "partners ready" not in log.read_text(errors="replace"):
            said = log.read_text(errors="replace")[-3000:]
            assert process.poll() is None and time.monotonic() < end, said
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
