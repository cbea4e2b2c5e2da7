"""Exchanges and queues, declared from code: one mailbox for each source a service reads.

A failing letter waits in the reader's own database (see `Desk.take_in`), so the broker needs one
delay only: for letters that could not even be written down because the database was away.
"""

from dataclasses import dataclass

from kombu import Exchange, Queue, binding

RETRY_MS = 2_000
DELIVERY_LIMIT = 20


def event_exchange(name: str) -> Exchange:
    """The durable topic exchange on which one source speaks."""
    return Exchange(name, type="topic", durable=True)


@dataclass(frozen=True, slots=True)
class MailboxQueues:
    """The queue a service reads from one source, and its waiting room."""

    main: Queue
    retry: Queue | None


def mailbox_queues(
    service: str, source: str, routing_keys: tuple[str, ...], *, quorum: bool = True
) -> MailboxQueues:
    """`{service}.from.{source}`, quorum and dead-lettered on a broker, plain in memory."""
    name = f"{service}.from.{source}"
    exchange = event_exchange(f"{source}.events")
    bindings = [binding(exchange, routing_key=key) for key in routing_keys]
    if not quorum:
        return MailboxQueues(Queue(name, bindings=bindings, durable=True), None)
    common = {
        "x-queue-type": "quorum",
        "x-dead-letter-exchange": "",
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
    main = common | {
        "x-dead-letter-routing-key": f"{name}.retry",
        "x-delivery-limit": DELIVERY_LIMIT,
    }
    retry = common | {"x-dead-letter-routing-key": name, "x-message-ttl": RETRY_MS}
    return MailboxQueues(
        Queue(name, bindings=bindings, durable=True, queue_arguments=main),
        Queue(f"{name}.retry", durable=True, queue_arguments=retry),
    )
