"""The whole house of one share: every installed service over databases of its own, one clock."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import Engine

from contracts.caller import Caller
from contracts.message import Command, Event
from contracts.officers import KeyBound
from kernel.clock import FixedClock
from servicekit.assembly import installed_services, make_sealer, make_world
from servicekit.database import make_sessions
from servicekit.desk import Desk
from servicekit.embedded.postgres import EmbeddedPostgres
from servicekit.embedded.quiet_bus import QuietBus
from servicekit.migrate import upgrade
from servicekit.signing.pressing import Presser
from servicekit.signing.software import SoftwareKeys
from simulators.service import SimulatorsService
from simulators.simulation.databases import engine_at
from simulators.simulation.slots import moment_of

__all__ = ["Town"]

KEYS = SoftwareKeys("simulation")
# A phone answers within the moment; keys are software.
# The monthly sweep asks a dozen questions about everybody and would be most of what happens.
SETTINGS = {
    "DEMO_RECEIPT_SECONDS": "0",
    "SOFTWARE_SEED": "simulation",
    "MONTHLY_SWEEP": "off",
}


def _services() -> dict[str, Any]:
    """All but the partners service: here the stand-ins speak with the others themselves."""
    near = {"simulators": SimulatorsService}
    services = installed_services() | near
    return {name: service for name, service in services.items() if name != "partners"}


class Town:
    """The services and the clock; `engines` are their databases by service, `books` the same for
    whoever counts every row, `owners` their addresses for whoever may change tables."""

    def __init__(
        self, server: EmbeddedPostgres, share: int, keys: str, slot: int, pack: str = ""
    ) -> None:
        self.clock = FixedClock(moment_of(slot))
        self.bus = QuietBus(self.clock)
        self.engines: dict[str, Engine] = {}
        self.books: dict[str, Engine] = {}
        self.owners: dict[str, str] = {}
        self._desks: dict[str, Desk] = {}
        sealer = make_sealer(keys)
        for name, service in sorted(_services().items()):
            place = f"{name}_{share}"
            self.owners[name] = server.owner(place)
            upgrade(self.owners[name], name, service.store.metadata)
            self.engines[name] = engine_at(server.database(place))
            self.books[name] = engine_at(self.owners[name])
            world = make_world(sealer, self.clock, SETTINGS | {"POLICY": pack}, self.bus.bell(name))
            self._desks[name] = Desk.of(service, make_sessions(self.engines[name]), world)
            self.bus.add(self._desks[name])
        self.calendar, self.rulebook = world.calendar, world.policy
        self._presser = Presser(KEYS, self._perform, self._bind)

    def at(self, slot: int) -> None:
        """Sets the clock."""
        self.clock.set(moment_of(slot))
        self.bus.turned()

    def ask(self, command: Command, caller: Caller, key: str = "") -> Any:
        """Gives a command or question to its service; raises `Refusal`."""
        if not command.reads_only:
            self.bus.stir(command.addressee)
        return self._presser.ask(command, caller, key)

    def _perform(self, command: Command, caller: Caller, key: str) -> Any:
        return self._desks[command.addressee].perform(command, caller, key)

    def _bind(self, event: KeyBound) -> None:
        """The gateway's letter, the same in every life of this town."""
        self.bus.tell(event, uuid5(NAMESPACE_URL, f"key/{event.key_serial}"))

    def tell(self, event: Event, message_id: UUID) -> None:
        """Says something that comes from outside."""
        self.bus.tell(event, message_id)

    def settle(self) -> None:
        """Until nobody has anything left to do at this moment."""
        self.bus.settle()

    def close(self) -> None:
        """Lets go of the databases."""
        self.bus.close()
        for engine in (*self.engines.values(), *self.books.values()):
            engine.dispose()
