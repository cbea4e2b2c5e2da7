"""Who may do what on the broker: an account for each process, as narrow as its code.

A process writes its own exchange, under the names of its own events, and reads its own mailboxes;
an outside system writes one exchange and reads one queue. Nobody makes, binds or deletes anything:
what there is on the broker, queues and bindings too, comes from the definitions made here, which
the broker reads at its start.
"""

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts import sampling
from contracts.message import Event
from servicekit.installation import foreigners_of, mailboxes, queues_of
from servicekit.topology import MailboxQueues, event_exchange, mailbox_queues

PREFIX = "lingbu_"
NOTHING = "^$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One process on the broker: what it says where, and the queues it reads."""

    name: str
    user: str
    says: Mapping[str, tuple[str, ...]]  # exchange -> routing keys
    reads: tuple[str, ...]


def events() -> list[type[Event]]:
    """Every event of the contracts."""
    return [kind for kind in sampling.messages().values() if issubclass(kind, Event)]


def accounts(services: Iterable[Any], speakers: Iterable[str] = ()) -> list[Account]:
    """Of services, and of those who only speak: the gateway reads nothing from the bus."""
    found = [_account(one.name, _says(one), _read(one)) for one in services]
    found += [_account(name, _said((name,)), ()) for name in speakers]
    return sorted(found, key=lambda account: account.name)


def outside_accounts(services: Iterable[Any]) -> list[Account]:
    """Of the outside systems these services speak with."""
    return [
        Account(name=one.name, user=one.account, says={one.said: one.says}, reads=(one.inbox,))
        for service in services
        for one in foreigners_of(service)
        if one.account
    ]


def _account(name: str, says: Mapping[str, tuple[str, ...]], reads: tuple[str, ...]) -> Account:
    return Account(name=name, user=PREFIX + name, says=says, reads=reads)  # as in the database


def _says(service: Any) -> dict[str, tuple[str, ...]]:
    inside = _said(getattr(service, "speaks_as", (service.name,)))
    return inside | {one.told: one.tells for one in foreigners_of(service)}


def _said(sources: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    said: dict[str, list[str]] = {}
    for event in events():
        if event.source in sources:
            said.setdefault(event.exchange(), []).append(event.routing_key())
    return {exchange: tuple(sorted(keys)) for exchange, keys in sorted(said.items())}


def _read(service: Any) -> tuple[str, ...]:
    boxes = tuple(queues.main.name for queues in _mailboxes(service))
    return (*boxes, *(one.hears for one in foreigners_of(service)))


def _mailboxes(service: Any) -> list[MailboxQueues]:
    boxes = mailboxes(service).items()
    return [mailbox_queues(service.name, source, keys) for source, keys in boxes]


def definitions(
    services: list[Any], known: list[Account], passwords: Mapping[str, str], vhost: str
) -> dict[str, Any]:
    """RabbitMQ's definitions: everything there is on the broker, passwords as salted hashes."""
    queues = [queue for one in services for queue in queues_of(one)]
    spoken = {bound.exchange.name for queue in queues for bound in queue.bindings}
    sources = {event.exchange() for event in events()} | spoken
    return {
        "vhosts": [{"name": vhost}],
        "users": [_user(account, passwords[account.user]) for account in known],
        "permissions": [_permission(account, vhost) for account in known],
        "topic_permissions": [
            {
                "user": account.user,
                "vhost": vhost,
                "exchange": exchange,
                "write": _one_of(keys),
                "read": NOTHING,
            }
            for account in known
            for exchange, keys in account.says.items()
        ],
        "exchanges": [_exchange(name, vhost) for name in sorted(sources)],
        "queues": [_queue(queue, vhost) for queue in queues],
        "bindings": [
            {
                "source": bound.exchange.name,
                "vhost": vhost,
                "destination": queue.name,
                "destination_type": "queue",
                "routing_key": bound.routing_key,
                "arguments": {},
            }
            for queue in queues
            for bound in sorted(queue.bindings, key=lambda bound: str(bound.routing_key))
        ],
    }


def password_hash(password: str, salt: bytes = b"") -> str:
    """As RabbitMQ keeps it: base64 of a four-byte salt and SHA-256 over salt and password.

    One round only, which the broker's format fixes: passwords have to be long and random.
    """
    salt = salt or secrets.token_bytes(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _user(account: Account, password: str) -> dict[str, Any]:
    return {
        "name": account.user,
        "password_hash": password_hash(password),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": [],
    }


def _permission(account: Account, vhost: str) -> dict[str, str]:
    return {
        "user": account.user,
        "vhost": vhost,
        "configure": NOTHING,
        "write": _one_of(tuple(account.says)),
        "read": _one_of(account.reads),
    }


def _one_of(names: tuple[str, ...]) -> str:
    return f"^({'|'.join(map(re.escape, names))})$" if names else NOTHING


def _exchange(name: str, vhost: str) -> dict[str, Any]:
    exchange = event_exchange(name)
    return {
        "name": name,
        "vhost": vhost,
        "type": exchange.type,
        "durable": exchange.durable,
        "auto_delete": False,
        "internal": False,
        "arguments": {},
    }


def _queue(queue: Any, vhost: str) -> dict[str, Any]:
    return {
        "name": queue.name,
        "vhost": vhost,
        "durable": queue.durable,
        "auto_delete": False,
        "arguments": queue.queue_arguments,
    }
