"""One process, everything in it: PostgreSQL, memory bus, services, gateway."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import eventlet
import eventlet.wsgi
from nameko.containers import ServiceContainer

from servicekit.assembly import installed_services, make_desk, make_sealer, make_world
from servicekit.audit.signing import Signer, Verifier
from servicekit.audit.stores import FileStore
from servicekit.audit.verify.ordered import Prover, step_each
from servicekit.audit.verify.prove import Means
from servicekit.audit.witness import SECONDS, Witness, keep_looking
from servicekit.clock import TurnableClock
from servicekit.database import make_engine, make_sessions
from servicekit.desk import Desk
from servicekit.doors import DirectDoors
from servicekit.embedded.bus import URI, GreenRelay, QuietMark
from servicekit.embedded.postgres import EmbeddedPostgres
from servicekit.embedded.quietness import Quietness
from servicekit.embedded.secrets import WITNESS_FOLDER, demo_secrets
from servicekit.green import elsewhere
from servicekit.migrate import upgrade
from servicekit.premises import must_know_its_places
from servicekit.tables import KitTables

log = logging.getLogger(__name__)
APPS = "lingbu.apps"
FRONTS = "lingbu.fronts"  # pages before the gateway, its clients over HTTP
DEMO_SETTINGS = "lingbu.demo_settings"  # what others need in a demo: settings of a data folder
ORDERED_SECONDS, BREATH_SECONDS = 2.0, 0.02  # between looks for ordered proofs, between slices
IDLE_SECONDS, KEEP_SECONDS = 30, 5  # half a request or a silent client does not hold a place


@dataclass(frozen=True, kw_only=True)
class HouseOptions:
    """How to run the embedded house."""

    var: Path
    host: str = "127.0.0.1"
    port: int = 8080
    copies: int = 1
    settings: Mapping[str, str]


class EmbeddedHouse:
    """Starts everything; `serve` answers HTTP until it is killed or stopped."""

    def __init__(self, options: HouseOptions) -> None:
        self.options = options
        self.secrets = demo_secrets(options.var)
        software = {"SOFTWARE_SEED": self.secrets.software_seed}
        site = {  # a browser takes a name for a site, not a number
            "WEBAUTHN_RP_ID": "localhost",
            "WEBAUTHN_ORIGINS": f"http://localhost:{options.port}",
        }
        self.settings: dict[str, str] = {**site, **options.settings, **software}
        for entry in entry_points(group=DEMO_SETTINGS):
            self.settings.update(entry.load()(options.var))
        self.clock = TurnableClock(options.var / "clock.json")
        self.postgres = EmbeddedPostgres(options.var, self.secrets.database_password)
        self.sealer = make_sealer(self.secrets.sealing_keys)
        self.desks: dict[str, Desk] = {}
        self.front: Desk
        self.relays: list[GreenRelay] = []
        self.containers: list[ServiceContainer] = []
        self.running: list[Any] = []
        self.watched: list[Witness] = []
        self.provers: list[Prover] = []
        self.quiet_since: datetime | None = None

    def open_services(self, services: Mapping[str, Any] | None = None) -> None:
        """Migrates and assembles every installed service, then starts bus and relays."""
        for name, service in (services or installed_services()).items():
            upgrade(self.postgres.owner(name), name, service.store.metadata)
            self._add(service, self.postgres.database(name))
            self._watch(name, service.store.kit)
        mark = QuietMark(self.options.var / "bus.json", self.relays, self.containers)
        self.quiet_since = mark.read()
        again = sum(relay.send_again(self.quiet_since) for relay in self.relays)
        if again:
            log.warning("%s letters sent again after the last stop", again)
        for container in self.containers:
            container.start()
        self.running = [eventlet.spawn(relay.run) for relay in self.relays]
        self.running.append(eventlet.spawn(mark.keep))
        self.running.append(eventlet.spawn(self._witness))
        self.running.append(eventlet.spawn(self._prove))

    def _watch(self, name: str, kit: KitTables) -> None:
        """Its record is witnessed, and proved where somebody orders it."""
        signer, store = Signer(self.secrets.audit_key), FileStore(self.options.var / WITNESS_FOLDER)
        engine = make_engine(self.postgres.witness(name), pool_size=1)
        self.watched.append(Witness(name, engine, signer, store))
        means = Means(verifier=Verifier(signer.public), store=store, turned=True, jobs=1)
        self.provers.append(Prover(name, engine, kit.runs, means))

    def _add(self, service: Any, url: str) -> None:
        bell = threading.Event()
        world = make_world(self.sealer, self.clock, self.settings, bell.set, elsewhere)
        desk = make_desk(service, url, world)
        must_know_its_places(desk)
        config = {"AMQP_URI": URI, "DIRECT": True, "DESK": desk}
        self.desks[service.name] = desk
        self.containers.append(ServiceContainer(service, config))
        self.relays.append(GreenRelay(desk, bell, self.options.copies))

    def _witness(self) -> None:
        while True:
            eventlet.sleep(SECONDS)
            keep_looking(self.watched)

    def _prove(self) -> None:
        while True:
            eventlet.sleep(BREATH_SECONDS if step_each(self.provers) else ORDERED_SECONDS)

    def open_gateway(self) -> Any:
        """The WSGI application over the services in this process."""
        [entry] = entry_points(group=APPS, name="gateway")
        app = entry.load()
        upgrade(self.postgres.owner("gateway"), "gateway", app.metadata)
        self._watch("gateway", app.kit)
        sessions = make_sessions(make_engine(self.postgres.database("gateway"), pool_size=8))
        bell = threading.Event()
        self.front = app.own_desk(sessions, self.clock, self.settings, bell.set)
        self._carry_for(GreenRelay(self.front, bell, self.options.copies))
        quiet = Quietness([*self.desks.values(), self.front], self.containers).is_there
        return app.embedded(DirectDoors(self.desks), self.front, self.clock, self.settings, quiet)

    def _carry_for(self, relay: GreenRelay) -> None:
        """The gateway says whose key is whose; its letters leave like those of a service."""
        relay.send_again(self.quiet_since)
        self.relays.append(relay)
        self.running.append(eventlet.spawn(relay.run))

    def serve(self, wsgi: Any, ready: Callable[[str], None]) -> None:
        """Answers HTTP; `ready` is told the address once the socket listens."""
        socket = eventlet.listen((self.options.host, self.options.port), reuse_port=False)
        host, port = socket.getsockname()[:2]
        for entry in entry_points(group=FRONTS):
            wsgi = entry.load().embedded(wsgi, f"http://{_loopback(host)}:{port}", self.settings)
        ready(f"http://{host}:{port}")
        eventlet.wsgi.server(
            socket,
            wsgi,
            log=None,
            log_output=False,
            max_size=512,
            socket_timeout=IDLE_SECONDS,
            keepalive=KEEP_SECONDS,
        )

    def close(self) -> None:
        """Stops consumers, all at once, then who publishes, then the database server."""
        for stopping in [eventlet.spawn(container.stop) for container in self.containers]:
            stopping.wait()
        for thread in self.running:
            thread.kill()
        keep_looking(self.watched)
        self.postgres.stop()


def _loopback(host: str) -> str:
    """Where this process reaches itself, also when it answers everywhere."""
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # nosec B104 - compared, not bound
