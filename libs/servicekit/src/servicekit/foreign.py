"""Letters of others: a service that speaks with outside systems hears what is not said in our form.

The service brings an opener, which makes one of our letters of it or says why it cannot be one.
From there on it is signed for, delayed and parked like any other.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.message import Event, Meta, Sealer, seal
from servicekit.uow import World

__all__ = ["Foreigner", "Heard", "Hearing", "Opener"]


@dataclass(frozen=True, slots=True)
class Foreigner:
    """An outside system: on which exchange it speaks, and where it is spoken to.

    `hears` and `told` are the queue we read and the exchange it is bound to; `inbox` and `said`
    are those of the other side, declared with ours so that a letter is never without a queue.
    `tells` are the routing keys we say there, `says` those the other side may say, `account` its
    user on the broker. A `guest` reads the other side's queues: they are declared by whom they
    belong to, and so is the account.
    """

    name: str
    said: str
    hears: str
    told: str
    inbox: str = ""
    tells: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    account: str = ""
    guest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A foreign letter in our form, and its place in the conversation."""

    event: Event
    message_id: UUID
    said_at: datetime
    correlation_id: UUID

    def as_letter(self, sealer: Sealer) -> dict[str, Any]:
        """The letter as our readers know it, personal data closed with our keys."""
        meta = Meta(
            message_id=self.message_id,
            event=self.event.event_name(),
            version=self.event.version,
            source=self.event.source,
            occurred_at=self.said_at,
            correlation_id=self.correlation_id,
            aggregate_id=self.event.aggregate_id(),
        )
        return seal(self.event, meta, sealer)


Opener = Callable[[Any, str, World], Heard]  # raises BadLetter


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who is heard, how their letters are opened, and who reads them."""

    foreigners: Mapping[str, Foreigner]
    opener: Opener
    readers: Mapping[type[Event], Callable[[Any, Any], Any]]


def as_bytes(body: Any) -> bytes:
    """What cannot be opened, as it is kept."""
    return json.dumps(body).encode()
