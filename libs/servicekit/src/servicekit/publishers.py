"""The two ways a letter reaches the bus: pika to RabbitMQ, kombu to the memory transport."""

from collections.abc import Mapping
from typing import Any

import pika
from kombu import Connection, Producer
from pika.exceptions import NackError, UnroutableError

from servicekit.relay import Unroutable
from servicekit.tls import broker_context
from servicekit.topology import event_exchange

BLOCKED_SECONDS = 5


class RabbitPublisher:
    """Confirms, mandatory, and bounded waits: an alarm of the broker raises instead of hanging."""

    def __init__(self, uri: str, values: Mapping[str, str] | None = None) -> None:
        parameters = pika.URLParameters(uri)
        if parameters.ssl_options is not None:
            context = broker_context(values or {})
            parameters.ssl_options = pika.SSLOptions(context, parameters.host)
        # Readers and relay must mean the same place: pika reads `//` as a nameless vhost.
        parameters.virtual_host = Connection(uri).virtual_host or "/"
        parameters.blocked_connection_timeout = BLOCKED_SECONDS
        parameters.heartbeat = 10
        parameters.socket_timeout = 5
        self._connection = pika.BlockingConnection(parameters)
        self._channel = self._connection.channel()
        self._channel.confirm_delivery()

    def publish(self, exchange: str, routing_key: str, body: bytes, message_id: str) -> None:
        properties = pika.BasicProperties(
            content_type="application/json",
            content_encoding="utf-8",
            delivery_mode=2,
            message_id=message_id,
        )
        try:
            self._channel.basic_publish(exchange, routing_key, body, properties, mandatory=True)
        except (UnroutableError, NackError) as error:
            raise Unroutable(type(error).__name__) from None

    def idle(self) -> None:
        """Answers heartbeats while nothing is to be sent."""
        self._connection.process_data_events(0)

    def close(self) -> None:
        self._connection.close()


class MemoryPublisher:
    """kombu's memory transport in the same process."""

    def __init__(self, uri: str) -> None:
        self._connection = Connection(uri)
        self._producer: Any = Producer(self._connection.channel(), serializer="json")

    def publish(self, exchange: str, routing_key: str, body: bytes, message_id: str) -> None:
        target = event_exchange(exchange)
        self._producer.publish(
            body,
            exchange=target,
            routing_key=routing_key,
            declare=[target],
            content_type="application/json",
            content_encoding="utf-8",
            message_id=message_id,
        )

    def close(self) -> None:
        self._connection.close()
