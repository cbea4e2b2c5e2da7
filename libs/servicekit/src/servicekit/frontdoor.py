"""The front door of a service is three tables: what it obeys, what it reads, what it rings for.

    class IntakeService:
        name = "intake"
        store = store
        desk = DeskProvider()

        obey = obeys({SubmitApplication: handlers.submit_application, ...})
        read = reads({CheckAnswered: handlers.note_answer, ...})
        ring = rings({"check_timeout": handlers.time_out_check})

Each table becomes one nameko method with its entrypoints; the same tables serve the embedded
house and the tests without nameko.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from nameko.extensions import register_entrypoint

from contracts.message import Command, Event
from contracts.rights import RIGHTS, Rights
from servicekit.each import EACH
from servicekit.entrypoints import Ask, ForeignMailbox, Mailbox, Tick
from servicekit.foreign import Foreigner, Hearing, Opener
from servicekit.health import Health
from servicekit.metrics import Metrics

Handler = Callable[[Any, Any], Any]
METHOD = Callable[..., Any]


def obeys(table: Mapping[type[Command], Handler], rights: Rights = RIGHTS) -> METHOD:
    """Commands and queries: reached over internal HTTP, or directly in one process.

    What each service obeys for itself (`servicekit.each`) is among them. What has no row in
    `rights` is nobody's to give.
    """

    def obey(self: Any, command: Command, caller: Any, key: str = "") -> Any:
        return self.desk.perform(command, caller, key)

    obey.table, obey.rights = {**table, **EACH}, rights  # type: ignore[attr-defined]
    register_entrypoint(obey, Ask(obey.table))  # type: ignore[attr-defined]
    for url in ("/livez", "/readyz"):
        register_entrypoint(obey, Health(url))
    register_entrypoint(obey, Metrics())
    return obey


def reads(table: Mapping[type[Event], Handler]) -> METHOD:
    """Events of other services: one mailbox for each source."""

    def read(self: Any, body: Any, crashed: bool = False) -> str:
        return str(self.desk.take_in(body, crashed))

    read.table = dict(table)  # type: ignore[attr-defined]
    for source in sorted({event.source for event in table}):
        keys = tuple(sorted(e.routing_key() for e in table if e.source == source))
        register_entrypoint(read, Mailbox(source, keys))
    return read


def hears(
    foreigners: Iterable[Foreigner], opener: Opener, table: Mapping[type[Event], Handler]
) -> METHOD:
    """Outside systems: one mailbox for each, whose letters `opener` makes into those of `table`."""

    def hear(self: Any, body: Any, foreigner: str, crashed: bool = False) -> str:
        return str(self.desk.hear(body, foreigner, crashed))

    known = {foreigner.name: foreigner for foreigner in foreigners}
    hear.hearing = Hearing(known, opener, dict(table))  # type: ignore[attr-defined]
    for foreigner in known.values():
        register_entrypoint(hear, ForeignMailbox(foreigner))
    return hear


def rings(
    table: Mapping[str, Handler],
    interval: float = 0.5,
    recounts: Mapping[str, Callable[[Any, Any], str]] | None = None,
) -> METHOD:
    """Deadlines by kind; every replica looks, the rows decide who fires.

    `recounts` are the kinds counted in working days. When a holiday notice changes the calendar,
    their handler sets the deadline anew from its trigger and returns its Chinese name.
    """

    def ring(self: Any) -> None:
        self.desk.tick()

    ring.table = dict(table)  # type: ignore[attr-defined]
    ring.recounts = dict(recounts or {})  # type: ignore[attr-defined]
    register_entrypoint(ring, Tick(interval))
    return ring
