"""Our one queue and our one exchange. We declare nothing: Lingbu has made both."""

import logging
import random
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from kombu import Connection, Consumer, Producer, Queue

from settings import Settings

log = logging.getLogger("partner")
HEARTBEAT, LONGEST_WAIT = 30, 60.0


def connection(settings: Settings) -> Connection:
    """Confirms on: a letter counts as said when the broker has it on disk."""
    return Connection(
        settings.broker,
        userid=settings.user,
        password=settings.password,
        ssl=settings.tls or False,
        heartbeat=HEARTBEAT,
        connect_timeout=10,
        transport_options={"confirm_publish": True},
    )


def say(producer: Producer, settings: Settings, message: str, body: bytes) -> None:
    """Returns when the broker has confirmed it; raises where it has not, or has no queue for it."""
    producer.publish(
        body,
        exchange=settings.exchange,
        routing_key=f"{message}.v1",
        content_type="application/json",
        content_encoding="utf-8",
        delivery_mode=2,
        mandatory=True,
        confirm_timeout=30,
    )


def serve(settings: Settings, take: Callable[[bytes, Callable[[str, bytes], None]], None]) -> None:
    """Reads the queue for ever. `take` gets each letter and a function to say answers with."""
    tries = 0
    while True:
        begin = time.monotonic()
        try:
            with connection(settings) as opened:
                _read(opened, settings, take)
        except (
            Exception
        ) as error:  # whatever it was, the letter is not acknowledged and comes again
            log.warning("beginning anew after %s", type(error).__name__)
        tries = 0 if time.monotonic() - begin > LONGEST_WAIT else tries + 1
        time.sleep(random.uniform(0.5, 1) * min(2**tries, LONGEST_WAIT))


def _read(opened: Connection, settings: Settings, take: Any) -> None:
    producer = Producer(opened.channel())

    def one(message: Any) -> None:
        """Acknowledged when its answer is confirmed: whoever dies before that is asked again."""
        body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
        take(body, lambda name, answer: say(producer, settings, name, answer))
        message.ack()

    queue = Queue(settings.inbox, no_declare=True)
    with Consumer(opened.channel(), [queue], on_message=one, prefetch_count=settings.prefetch):
        log.warning("reading %s", settings.inbox)
        while True:
            with suppress(TimeoutError):
                opened.drain_events(timeout=HEARTBEAT / 3)
            opened.heartbeat_check()
