"""What every letter looks like: an envelope with meta and data.

Events tell what happened and travel over the bus; commands and queries ask one service and
travel over HTTP, or directly where services share a process.
"""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

from contracts import wire

E = TypeVar("E", bound="Event")


def snake(name: str) -> str:
    """`ApplicationAccepted` -> `application_accepted`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Sealer(Protocol):
    """Closes and opens personal data; the context binds a value to its place."""

    def seal(self, text: str, context: str) -> str: ...

    def open(self, token: str, context: str) -> str: ...


class Event:
    """Something that happened. The source says it; whoever must know subscribes.

    `aggregate` names the field whose value orders events: those of one aggregate are applied in
    the order they were said, whatever the bus does. Where `ordered` is False they carry no
    number and are applied as they come: questions and answers that a request number matches.
    """

    source: ClassVar[str]
    version: ClassVar[int] = 1
    aggregate: ClassVar[str] = "application_id"
    ordered: ClassVar[bool] = True

    @classmethod
    def event_name(cls) -> str:
        return snake(cls.__name__)

    @classmethod
    def routing_key(cls) -> str:
        """`{name}.v{version}`: never personal data, never an identifier."""
        return f"{cls.event_name()}.v{cls.version}"

    @classmethod
    def exchange(cls) -> str:
        return f"{cls.source}.events"

    def aggregate_id(self) -> str:
        return str(getattr(self, self.aggregate))


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """Who said it, when, because of what, and its place among the aggregate's events.

    `trail` is the last version of each event of this aggregate said before: a reader finds in it
    the newest one it subscribes to and so knows whether it missed any. `traceparent` is the step
    that said it (W3C trace context), empty where nobody knows it.
    """

    message_id: UUID
    event: str
    version: int = 1
    source: str = ""
    occurred_at: datetime
    correlation_id: UUID
    causation_id: UUID | None = None
    actor: str = "system"
    aggregate_id: str = ""
    sequence: int = 0
    trail: dict[str, int] = field(default_factory=dict)
    traceparent: str = ""


EACH = "each"  # as the `service` of an order that every service obeys for itself


class Command:
    """An order to one service. `answer` is the dataclass it gives back."""

    service: ClassVar[str]
    answer: ClassVar[type]
    reads_only: ClassVar[bool] = False

    @property
    def addressee(self) -> str:
        """Who is asked; an order that every service obeys names it in its field `of`."""
        return str(getattr(self, "of", "")) if self.service == EACH else self.service

    @classmethod
    def command_name(cls) -> str:
        return snake(cls.__name__)


class Query(Command):
    """A question to one service: changes nothing, needs no idempotency key."""

    reads_only: ClassVar[bool] = True


def seal(event: Event, meta: Meta, sealer: Sealer) -> dict[str, Any]:
    """The letter as JSON, personal data closed."""
    data = wire.dump(event)
    for name in sealed_fields(type(event)):
        if data[name] is not None:
            data[name] = sealer.seal(data[name], f"{event.event_name()}.{name}")
    return {"meta": wire.dump(meta), "data": data}


def unseal(cls: type[E], body: Mapping[str, Any], sealer: Sealer) -> E:
    """The letter opened; unknown fields are ignored, so that a contract can grow."""
    data = dict(body["data"])
    for name in sealed_fields(cls):
        if data.get(name) is not None:
            data[name] = sealer.open(data[name], f"{cls.event_name()}.{name}")
    return wire.load(cls, data)


def sealed_fields(cls: type) -> list[str]:
    """Names of the fields that carry personal data."""
    return [f.name for f in dataclasses.fields(cls) if f.metadata.get("sealed")]
