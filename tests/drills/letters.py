"""What the bus may do to letters: bring them twice, out of order, or bring what is none."""

import json
import signal
import time
from typing import TYPE_CHECKING
from uuid import uuid4

import pika
import psycopg2

if TYPE_CHECKING:
    from drills.faults import Scene

SPEAKERS = ("intake", "review", "payments", "partners")
# Mailboxes with several letters of one case, which must be read in their order.
ORDERED = ("review.from.intake", "reporting.from.intake", "reporting.from.review")
MOST_AGAIN = 100  # of one service
MAILBOXES = {
    "review": ("intake",),
    "payments": ("review", "partners"),
    "reporting": ("intake", "review", "payments"),
    "intake": ("partners", "review"),
    "partners": ("intake",),
}


def _channel(s: "Scene") -> tuple[pika.BlockingConnection, pika.channel.Channel]:
    connection = pika.BlockingConnection(pika.URLParameters(s.house.broker.amqp[:-2] + "/%2F"))
    channel = connection.channel()
    channel.confirm_delivery()
    return connection, channel


def _as_ours() -> pika.BasicProperties:
    return pika.BasicProperties(
        content_type="application/json", content_encoding="utf-8", delivery_mode=2
    )


def twice(s: "Scene") -> None:
    """Letters that were carried before come again, in any order."""
    connection, channel = _channel(s)
    for name in SPEAKERS:
        said = _carried(s, name)
        for exchange, key, body in s.chance.sample(said, min(len(said), MOST_AGAIN)):
            channel.basic_publish(exchange, key, body.encode(), _as_ours())
    connection.close()


def _carried(s: "Scene", name: str) -> list[tuple[str, str, str]]:
    database = psycopg2.connect(s.house.database.url(f"lingbu_{name}"))
    with database, database.cursor() as cursor:
        cursor.execute(
            "SELECT exchange, routing_key, body::text FROM outbox"
            " WHERE sent_at IS NOT NULL AND exchange NOT LIKE 'partner%' ORDER BY id"
        )
        said = cursor.fetchall()
    database.close()
    return said


def shuffled(s: "Scene") -> None:
    """A reader is held while its mailbox fills; then the mailbox is dealt anew."""
    queue = s.chance.choice(ORDERED)
    name = queue.partition(".")[0]
    s.house.freeze(name, signal.SIGSTOP)
    try:
        time.sleep(min(s.seconds, 4))
        connection, channel = _channel(s)
        taken = []
        while len(taken) < 300:
            method, properties, body = channel.basic_get(queue)
            if method is None:
                break
            taken.append((method.delivery_tag, properties, body))
        for _, properties, body in s.chance.sample(taken, len(taken)):
            channel.basic_publish("", queue, body, properties)
        for tag, _, _ in taken:
            channel.basic_ack(tag)
        connection.close()
        s.client.note({"shuffled": len(taken), "queue": queue})
    finally:
        s.house.freeze(name, signal.SIGCONT)


def poisoned(s: "Scene") -> None:
    """No letters at all, and letters of a kind that nobody knows."""
    name = s.chance.choice(sorted(MAILBOXES))
    source = s.chance.choice(MAILBOXES[name])
    meta = {"message_id": str(uuid4()), "event": "never_heard_of", "source": source}
    meta |= {"occurred_at": "2019-04-01T00:00:00+08:00", "correlation_id": str(uuid4())}
    bad = [b"\xff\xfe no json", b"[]", b'{"meta": 1}', b'{"a": "\\u0000"}', b"9" * 5000]
    bad.append(json.dumps({"meta": meta, "data": {}}).encode())
    connection, channel = _channel(s)
    for body in bad:
        channel.basic_publish("", f"{name}.from.{source}", body, _as_ours())
    connection.close()
    s.client.note({"poisoned": name, "count": len(bad)})
