"""The exchanges and the queue of one partner on a test broker, from Lingbu's side."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from kombu import Connection, Consumer, Exchange, Producer, Queue

from outside.places import Place

__all__ = ["Arrived", "Line", "NoLine", "opened"]

CONNECT_SECONDS = 10
INBOX = {"x-queue-type": "quorum", "x-overflow": "reject-publish"}  # as the definitions have it


class NoLine(Exception):
    """The test broker cannot be used as it is; the sentence says what is missing."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A letter as it lay in the queue; `at` is seconds of a clock that only goes forward."""

    body: bytes
    routing_key: str
    persistent: bool
    at: float


class Line:
    """Says letters to the partner and collects whatever it says."""

    def __init__(self, connection: Connection, partner: str) -> None:
        self._connection, self._place = connection, Place(partner)
        self._arrived: list[Arrived] = []
        self._producer = Producer(connection.channel())

    def prepare(self) -> None:
        """Makes the partner's exchanges and queue where they are not there yet."""
        channel = self._connection.channel()
        said, told = (Exchange(n, "topic") for n in (self._place.said, self._place.told))
        said(channel).declare()
        queue = Queue(self._place.inbox, told, "#", queue_arguments=INBOX)
        queue(channel).declare()
        channel.close()

    def inbox(self) -> tuple[int, int]:
        """Letters that lie in the partner's queue, and its readers; raises `NoLine`."""
        channel = self._connection.channel()
        try:
            found = channel.queue_declare(self._place.inbox, passive=True)
        except self._connection.channel_errors:
            raise NoLine(f"没有队列 {self._place.inbox}，请加 --prepare 建立") from None
        channel.close()
        return int(found.message_count), int(found.consumer_count)

    def readers(self, seconds: float) -> int:
        """How many read the partner's queue, as soon as anybody does; raises `NoLine`."""
        end = time.monotonic() + seconds
        while not (readers := self.inbox()[1]) and time.monotonic() < end:
            time.sleep(0.25)
        return readers

    def listen(self) -> None:
        """From now on what the partner says is collected, beside whoever else hears it."""
        queue = Queue("", Exchange(self._place.said, "topic"), "#", exclusive=True, durable=False)
        Consumer(self._connection.channel(), [queue], on_message=self._take, no_ack=True).consume()

    def say(self, body: Any, routing_key: str) -> None:
        """Puts a letter, or bytes that are none, into the partner's queue."""
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        self._producer.publish(
            text,
            exchange=self._place.told,
            routing_key=routing_key,
            content_type="application/json",
            content_encoding="utf-8",
            delivery_mode=2,
            mandatory=True,
        )

    def hear(self, seconds: float) -> list[Arrived]:
        """What arrives within so many seconds; returns at the first."""
        end = time.monotonic() + seconds
        while not self._arrived and (left := end - time.monotonic()) > 0:
            with suppress(TimeoutError):
                self._connection.drain_events(timeout=left)
        arrived, self._arrived = self._arrived, []
        return arrived

    def _take(self, message: Any) -> None:
        body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
        key = str(message.delivery_info.get("routing_key", ""))
        persistent = message.properties.get("delivery_mode") == 2
        self._arrived.append(Arrived(body, key, persistent, time.monotonic()))


@contextmanager
def opened(broker: str, partner: str, tls: Any = None) -> Iterator[Line]:
    """A line over its own connection; raises `NoLine` where the broker cannot be reached."""
    options = {"confirm_publish": True}
    connection = Connection(
        broker, connect_timeout=CONNECT_SECONDS, transport_options=options, ssl=tls or False
    )
    try:
        connection.connect()
    except connection.connection_errors + connection.channel_errors as error:
        raise NoLine(f"连不上 RabbitMQ：{type(error).__name__}") from None
    with connection:
        yield Line(connection, partner)
