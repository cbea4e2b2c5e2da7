"""Exchanges and queues, declared from code: one mailbox for each source a service reads.

A failing letter waits in the reader's own database (see `Desk.take_in`), so the broker needs one
delay only: for letters that could not even be written down because the database was away.
"""

from dataclasses import dataclass
from typing import Any

from kombu import Exchange, Queue, binding

from servicekit.foreign import Foreigner

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
    exchange = event_exchange(f"{source}.events")
    bindings = [binding(exchange, routing_key=key) for key in routing_keys]
    return _queues(f"{service}.from.{source}", bindings, quorum)


def foreign_queues(foreigner: Foreigner, *, quorum: bool = True) -> MailboxQueues:
    """The queue we read of an outside system: everything it says."""
    spoken = binding(event_exchange(foreigner.said), routing_key="#")
    return _queues(foreigner.hears, [spoken], quorum)


def foreign_inbox(foreigner: Foreigner, *, quorum: bool = True) -> Queue:
    """The queue an outside system reads; what it refuses is lost to it, and asked again by us."""
    told = [binding(event_exchange(foreigner.told), routing_key="#")]
    arguments = {"x-queue-type": "quorum", "x-overflow": "reject-publish"} if quorum else None
    return Queue(foreigner.inbox, bindings=told, durable=True, queue_arguments=arguments)


def _queues(name: str, bindings: list[Any], quorum: bool) -> MailboxQueues:
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
