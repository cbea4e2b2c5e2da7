"""Everything that can be read of a broker: names, definitions, bodies that pass, bodies left."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kombu import Connection, Exchange, Queue
from private_node import PrivateNode

from servicekit.assembly import installed_services
from servicekit.installation import foreigners_of

LISTS = (
    ("list_queues", "name", "arguments", "policy"),
    ("list_exchanges", "name", "arguments"),
    ("list_bindings",),
    ("list_connections", "name", "user", "client_properties"),
    ("list_channels", "name"),
    ("list_consumers",),
    ("export_definitions", "-"),
)


def told_by(node: PrivateNode) -> Iterator[tuple[str, bytes]]:
    """What its administrator is shown."""
    for words in LISTS:
        yield f"rabbitmqctl {words[0]}", node.ask(*words)


class Tap:
    """A queue of our own behind every exchange of events: bodies and headers as they pass."""

    def __init__(self, connection: Connection) -> None:
        self._channel = connection.default_channel
        services = installed_services()
        names = [f"{name}.events" for name in sorted({*services, "gateway"})]
        names += [one.told for service in services.values() for one in foreigners_of(service)]
        self._queue = Queue("t.leaks", durable=True)(self._channel)
        self._queue.declare()
        for name in names:
            exchange = Exchange(name, "topic", durable=True)(self._channel)
            exchange.declare()
            self._queue.bind_to(exchange.name, "#")

    def read(self) -> list[bytes]:
        """Every letter since the last call."""
        return [whole(letter) for letter in iter(lambda: self._queue.get(no_ack=True), None)]

    def close(self) -> None:
        self._queue.delete()


@contextmanager
def tap(amqp: str) -> Iterator[Tap]:
    with Connection(amqp, connect_timeout=10) as connection:
        made = Tap(connection)
        try:
            yield made
        finally:
            made.close()


def left_in(amqp: str, queue: str) -> list[bytes]:
    """Bodies that wait in a queue; they stay there."""
    with Connection(amqp, connect_timeout=10) as connection:
        bound = Queue(queue)(connection.default_channel)
        found = list(iter(lambda: bound.get(no_ack=False), None))
        return [whole(letter) for letter in found]


def put(amqp: str, queue: str, body: bytes) -> None:
    """A letter straight into a queue, as nobody of ours would write it."""
    with Connection(amqp, connect_timeout=10) as connection:
        connection.Producer().publish(
            body, routing_key=queue, content_type="application/json", content_encoding="utf-8"
        )


def whole(letter: Any) -> bytes:
    body = letter.body if isinstance(letter.body, bytes) else str(letter.body).encode()
    return body + repr((letter.headers, letter.properties, letter.delivery_info)).encode()
