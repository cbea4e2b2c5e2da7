"""The hardened consumer: nameko's, without the ways in which it loses or hangs.

What differs from the stock consumer, each with the reason measured before it was written:
a failed letter goes to the database or back through the waiting room, never acknowledged away;
undecodable bytes are parked; shutdown waits for letters in hand; a dead connection is dropped
without the polite close that hangs for ever; a stalled loop is cut loose by a watchdog.
"""

import logging
import socket
import time
from functools import partial
from typing import Any

import eventlet
from amqp.exceptions import ConnectionError as AmqpConnectionError
from amqp.exceptions import NotFound
from kombu import Connection
from nameko.exceptions import ContainerBeingKilled
from nameko.messaging import Consumer, QueueConsumer

from servicekit.foreign import Foreigner
from servicekit.outage import Outage
from servicekit.topology import MailboxQueues, foreign_queues, mailbox_queues

log = logging.getLogger(__name__)
GONE = (AmqpConnectionError, OSError, AttributeError)
STALL_HEARTBEATS = 2.5
LEAVE_SECONDS = 5.0  # for a round of the loop, when the process is told to end
MEMORY_OPTIONS = {"polling_interval": 0.02}
AMQP_OPTIONS = {"max_retries": 3, "interval_start": 0.5, "interval_step": 1, "interval_max": 3}


def is_memory(uri: str) -> bool:
    """Whether the bus is kombu's memory transport."""
    return uri.startswith("memory:")


def _must_be_there(queue: Any, channel: Any) -> None:
    try:
        queue(channel).queue_declare(passive=True)
    except NotFound:
        raise SystemExit(
            f"RabbitMQ 上没有队列 {queue.name}：请先导入 lingbu broker-definitions 的定义，"
            "或运行 lingbu migrate。"
        ) from None


class AbruptConnection(Connection):
    """Closes by dropping the socket: waiting for the peer's CloseOk can hang for ever."""

    _connection: Any
    _default_channel: Any

    def _do_close_self(self) -> None:
        self.declared_entities.clear()
        connection = self._connection
        self._connection = self._default_channel = None
        if connection is not None:
            try:
                connection.collect()
            except Exception:
                log.debug("connection already gone")


class Reader(QueueConsumer):
    """One broker connection for all mailboxes of a service."""

    def __init__(self) -> None:
        super().__init__()
        self.in_hand = 0
        self._live: Any = None
        self._last_round = time.monotonic()
        self._watching = False

    @property
    def connection(self) -> Connection:
        config = self.container.config
        if is_memory(self.amqp_uri):
            return Connection(self.amqp_uri, transport_options=MEMORY_OPTIONS)
        return AbruptConnection(
            self.amqp_uri,
            transport_options=AMQP_OPTIONS,
            heartbeat=config.get("HEARTBEAT", 10),
            ssl=config.get("AMQP_SSL"),
        )

    def handle_message(self, provider: Any, body: Any, message: Any) -> None:
        self.in_hand += 1
        super().handle_message(provider, body, message)

    def settle(self, message: Any, action: str) -> None:
        """ack, reject or requeue; on a dead connection the broker has taken it back already."""
        self.in_hand -= 1
        if getattr(message.channel, "connection", None):
            try:
                getattr(message, action)()
            except GONE:
                log.info("letter goes back with its connection")

    def unregister_provider(self, provider: Any) -> None:
        """A consumer is cancelled in the loop's next round. Away from the broker there is none,
        and nameko would wait for it for ever: then there is nothing to cancel either."""
        with eventlet.Timeout(LEAVE_SECONDS, False):
            super().unregister_provider(provider)
            return
        self._pending_remove_providers.pop(provider, None)
        self._consumers.pop(provider, None)
        super(QueueConsumer, self).unregister_provider(provider)

    def stop(self) -> None:
        """Handlers have ended by now; who still looks for the broker stops looking."""
        with eventlet.Timeout(LEAVE_SECONDS, False):
            super().stop()
            return
        self._gt.kill()
        super(QueueConsumer, self).stop()

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        self.in_hand += 1
        try:
            raw = message.body if isinstance(message.body, bytes) else str(message.body).encode()
            self.container.config["PARK_RAW"](raw, type(exc).__name__)
        except Exception:
            log.exception("could not park undecodable letter")
            self.settle(message, "requeue" if is_memory(self.amqp_uri) else "reject")
        else:
            self.settle(message, "ack")

    def on_iteration(self) -> None:
        self._last_round = time.monotonic()
        self._cancel_consumers_if_requested()
        if not self._consumers and self.in_hand <= 0:
            self.should_stop = True

    def on_consume_ready(self, connection: Any, channel: Any, consumers: Any, **kw: Any) -> None:
        self._live, self._last_round = connection, time.monotonic()
        if not self._watching and not is_memory(self.amqp_uri):
            self._watching = True
            self.container.spawn_managed_thread(self._watch)
        super().on_consume_ready(connection, channel, consumers, **kw)

    def _watch(self) -> None:
        """Cuts the socket when the loop has made no round for 2.5 heartbeats."""
        patience = self.container.config.get("HEARTBEAT", 10) * STALL_HEARTBEATS
        while not self.should_stop:
            eventlet.sleep(1)
            if time.monotonic() - self._last_round > patience:
                log.warning("broker connection stalled, cutting it")
                try:
                    self._live._connection.transport.sock.shutdown(socket.SHUT_RDWR)
                except Exception:
                    log.debug("socket already gone")
                self._last_round = time.monotonic()


class Mailbox(Consumer):
    """What a service reads from one source."""

    queue_consumer = Reader()

    def __init__(self, source: str, routing_keys: tuple[str, ...], **kwargs: Any) -> None:
        self.source, self.routing_keys = source, routing_keys
        self._outage = Outage(log, f"letters from {source}")
        super().__init__(queue=None, **kwargs)

    def queues(self, quorum: bool) -> MailboxQueues:
        """What is read, and where a letter waits that could not be written down."""
        service = self.container.service_name
        return mailbox_queues(service, self.source, self.routing_keys, quorum=quorum)

    def letter(self, body: Any, crashed: bool) -> tuple[Any, ...]:
        """What the service's method is called with."""
        return body, crashed

    def setup(self) -> None:
        config = self.container.config
        memory = is_memory(config["AMQP_URI"])
        queues = self.queues(not memory)
        self.queue = queues.main
        if not memory:
            self.queue.no_declare = True  # a service may make nothing on the broker
            with Connection(config["AMQP_URI"], ssl=config.get("AMQP_SSL")) as connection:
                _must_be_there(self.queue, connection.default_channel)
        super().setup()

    def handle_message(self, body: Any, message: Any) -> None:
        done = partial(self.handle_result, message)
        context: dict[str, Any] = {}
        crashed = any(
            death.get("reason") == "delivery_limit" for death in message.headers.get("x-death", ())
        )
        try:
            self.container.spawn_worker(
                self, self.letter(body, crashed), {}, context_data=context, handle_result=done
            )
        except ContainerBeingKilled:
            self.queue_consumer.settle(message, "requeue")

    def check_signature(self, args: Any, kwargs: Any) -> None:
        """Bodies are checked by the desk."""

    def handle_message_processed(
        self, message: Any, result: Any = None, exc_info: Any = None
    ) -> None:
        if exc_info is None:
            self._outage.worked()
            self.queue_consumer.settle(message, "ack")
            return
        self._outage.failed(exc_info[1])  # it could not be written down and comes again
        if is_memory(self.container.config["AMQP_URI"]):
            eventlet.sleep(1)
            self.queue_consumer.settle(message, "requeue")
        else:
            self.queue_consumer.settle(message, "reject")


class ForeignMailbox(Mailbox):
    """What a service hears of one outside system."""

    def __init__(self, foreigner: Foreigner, **kwargs: Any) -> None:
        self.foreigner = foreigner
        super().__init__(foreigner.name, ("#",), **kwargs)

    def queues(self, quorum: bool) -> MailboxQueues:
        return foreign_queues(self.foreigner, quorum=quorum)

    def letter(self, body: Any, crashed: bool) -> tuple[Any, ...]:
        return body, self.foreigner.name, crashed
