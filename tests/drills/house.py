"""The house of a drill: each service a process, started again when it ends, as an operator's
supervisor would; every connection over the drill's network."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import psutil
import urllib3

from drills.broken import DROPPED
from drills.network import TESTS, Network
from drills.nodes import APP, Broker, Database, free_port
from outside.demo import demo_settings
from servicekit.assembly import installed_services
from servicekit.clock import TurnableClock
from servicekit.sealing import KeyRing

READY_SECONDS, PAUSE = 120.0, 0.5
SMS_SECRET, SMS_CALLBACK = "drill-sms-secret", "drill-sms-callback"
LINGBU = ("-m", "servicekit.cli")


class House:
    """Servers, network and processes of one drill; `broken` names a protection to take out."""

    def __init__(self, folder: Path, broken: str = "") -> None:
        self.folder, self.broken = folder, broken
        folder.mkdir(parents=True, exist_ok=True)
        self.broker, self.database, self.network = Broker.found(), Database(), Network()
        self.services = tuple(sorted(installed_services()))
        self.names = (*self.services, "gateway")
        self.ports = {name: free_port() for name in self.names}
        self.sms_port = free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.held: set[str] = set()  # not to be started again for now
        self.exits: Counter[str] = Counter()
        self.killed: Counter[str] = Counter()
        self._ending = threading.Event()
        self.secrets = {
            "LINGBU_SEALING_KEYS": KeyRing.generate_text(),
            "LINGBU_INTERNAL_TOKEN": uuid4().hex,
            "LINGBU_SOFTWARE_SEED": uuid4().hex,
            **{f"LINGBU_{name}": text for name, text in demo_settings(folder).items()},
        }

    @property
    def clock(self) -> TurnableClock:
        """The clock of all processes."""
        return TurnableClock(self.folder / "clock.json")

    def turn_provider(self, knobs: dict[str, object]) -> None:
        """How the provider of text messages works from now on."""
        body = json.dumps(knobs).encode()
        urllib3.request("POST", f"http://127.0.0.1:{self.sms_port}/knobs", body=body)

    @property
    def address(self) -> str:
        """Where clients go: through the network, as they would."""
        return f"http://127.0.0.1:{self.network.ports['http-gateway']}"

    @contextmanager
    def open(self) -> Iterator["House"]:
        """Servers up, databases migrated, every process ready and watched over."""
        with ExitStack() as stack:
            stack.enter_context(self.database.up())
            stack.enter_context(self.broker.up())
            self._lay_network()
            stack.enter_context(self.network.up())
            for name in self.names:
                self.database.make(f"lingbu_{name}")
            self._migrate()
            stack.callback(self._end)
            self._start_provider()
            for name in self.names:
                self.start(name)
            for name in self.names:
                self.wait_until_ready(name)
            watch = threading.Thread(target=self._watch, daemon=True)
            watch.start()
            yield self

    def _lay_network(self) -> None:
        self.network.route("http-sms", self.sms_port)
        for name in self.names:
            self.network.route(f"db-{name}", self.database.port)
            self.network.route(f"amqp-{name}", self.broker.port)
            self.network.route(f"http-{name}", self.ports[name])

    def env(self, name: str, port: int = 0) -> dict[str, str]:
        """The settings of one process."""
        ports = self.network.ports
        addresses = {
            f"LINGBU_{n.upper()}_ADDRESS": f"http://127.0.0.1:{ports[f'http-{n}']}"
            for n in self.services
        }
        own = {
            "LINGBU_DATABASE_URL": self.database.url(f"lingbu_{name}", APP, ports[f"db-{name}"]),
            "LINGBU_AMQP_URI": f"amqp://guest:guest@127.0.0.1:{ports[f'amqp-{name}']}//",
            "LINGBU_BIND": f"127.0.0.1:{port or self.ports[name]}",
            "LINGBU_CLOCK_FILE": str(self.folder / "clock.json"),
            "LINGBU_HEARTBEAT": "5",
            "LINGBU_DEMO": "1",
            "LINGBU_POLICY": "beijing",
            "LINGBU_SMS_PROVIDER": "cloud",
            "LINGBU_SMS_READ_SECONDS": "3",
            "LINGBU_CLOUD_SMS_ADDRESS": f"http://127.0.0.1:{ports['http-sms']}/",
            "LINGBU_CLOUD_SMS_KEY_ID": "simulated",
            "LINGBU_CLOUD_SMS_SECRET": SMS_SECRET,
            "LINGBU_CLOUD_SMS_CALLBACK_SECRET": SMS_CALLBACK,
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(TESTS),
        }
        return {**os.environ, **self.secrets, **addresses, **own}

    def start(self, name: str) -> None:
        """Starts one process."""
        self.processes[name] = self.launch(name, self.env(name))
        self.held.discard(name)

    def launch(self, name: str, env: dict[str, str], log: str = "") -> "subprocess.Popen[bytes]":
        """One `lingbu run`, or the same with the protection taken out."""
        words = ("-m", "drills.broken", self.broken) if self.broken else LINGBU
        with self.log(log or name).open("ab") as said:
            return subprocess.Popen(
                [sys.executable, *words, "run", name],
                env=env,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """kill -9 of a service with its relay; the watch starts it again."""
        self.killed[name] += 1
        os.killpg(self.processes[name].pid, signal.SIGKILL)

    def kill_relay(self, name: str) -> None:
        """kill -9 of the relay alone; its service starts it again."""
        for child in psutil.Process(self.processes[name].pid).children():
            child.kill()

    def freeze(self, name: str, signum: int) -> None:
        """SIGSTOP or SIGCONT for a service with its relay."""
        os.killpg(self.processes[name].pid, signum)

    def terminate(self, name: str) -> float:
        """SIGTERM and a new start; returns the seconds that the end took."""
        self.held.add(name)
        process, begun = self.processes[name], time.monotonic()
        process.terminate()
        process.wait(60)
        took = time.monotonic() - begun
        self.start(name)
        return took

    def replace(self, name: str) -> dict[str, float | int | str]:
        """A second replica takes over: started, ready, given the new connections; then the first
        gets its SIGTERM."""
        port, log, begun = free_port(), f"{name}-next", time.monotonic()
        since = len(self.log(log).read_text()) if self.log(log).exists() else 0
        fresh = self.launch(name, self.env(name, port), log)
        self.wait_until_ready(name, log, since)
        ready = time.monotonic()
        self.network.turn([f"http-{name}"], "pass", to=port)
        self.held.add(name)
        old, self.processes[name], self.ports[name] = self.processes[name], fresh, port
        self.held.discard(name)
        old.terminate()
        code = old.wait(60)
        took = {"until_ready": round(ready - begun, 1), "end": round(time.monotonic() - ready, 1)}
        return {"service": name, "exit": code, **took}

    def log(self, name: str) -> Path:
        """What a process has said."""
        return self.folder / f"{name}.log"

    def wait_until_ready(self, name: str, log: str = "", since: int = 0) -> None:
        """Until a process that was started says so."""
        end = time.monotonic() + READY_SECONDS
        while " ready on " not in self.log(log or name).read_text(errors="replace")[since:]:
            if time.monotonic() > end:
                words = self.log(log or name).read_text(errors="replace")[-3000:]
                raise RuntimeError(f"{name} did not start:\n{words}")
            time.sleep(0.1)

    def _watch(self) -> None:
        while not self._ending.wait(PAUSE):
            for name in self.names:
                if name not in self.held and self.processes[name].poll() is not None:
                    self.exits[name] += 1
                    self.start(name)

    def _start_provider(self) -> None:
        words = ["-m", "simulators.messaging", "cloud", f"--port={self.sms_port}"]
        back = f"--report-to=http://127.0.0.1:{self.network.ports['http-gateway']}"
        env = os.environ | {"SIM_SECRET": SMS_SECRET, "SIM_CALLBACK_SECRET": SMS_CALLBACK}
        with self.log("sms").open("ab") as said:
            self._provider = subprocess.Popen(
                [sys.executable, *words, back], env=env, stdout=said, stderr=said
            )

    def places(self) -> dict[str, str]:
        """The settings of an operator's command over all services, without the network."""
        urls = {
            f"LINGBU_{n.upper()}_DATABASE_URL": self.database.url(f"lingbu_{n}", APP)
            for n in self.names
        }
        clock = {"LINGBU_CLOCK_FILE": str(self.folder / "clock.json"), "LINGBU_DEMO": "1"}
        more = {"LINGBU_AMQP_URI": self.broker.amqp, "LINGBU_POLICY": "beijing"}
        return {**os.environ, **self.secrets, **urls, **more, **clock}

    def command(self, *words: str) -> str:
        """What an operator's `lingbu …` says; raises when it fails."""
        done = subprocess.run(
            [sys.executable, *LINGBU, *words], env=self.places(), capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"lingbu {' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

    def refused(self, *words: str, **databases: str) -> str:
        """What a command says that must end with 1, with other databases for some services."""
        other = {
            f"LINGBU_{n.upper()}_DATABASE_URL": self.database.url(name, APP)
            for n, name in databases.items()
        }
        command, env = [sys.executable, *LINGBU, *words], self.places() | other
        done = subprocess.run(command, env=env, capture_output=True, text=True)
        if done.returncode != 1:
            raise RuntimeError(f"lingbu {' '.join(words)} was not refused: {done.stdout}")
        return done.stdout + done.stderr

    def hold(self, name: str) -> None:
        """Ends a service; the watch lets it rest."""
        self.held.add(name)
        self.processes[name].terminate()
        self.processes[name].wait(60)

    def _migrate(self) -> None:
        self.command("migrate")
        for database, statement in DROPPED.items() if self.broken == "constraint" else ():
            self.database.ask(statement, database)

    def _end(self) -> None:
        self._ending.set()
        self.held |= set(self.names)
        for process in [*self.processes.values(), self._provider]:
            try:
                os.kill(process.pid, signal.SIGCONT)
                process.terminate()
            except ProcessLookupError:
                continue
        for process in [*self.processes.values(), self._provider]:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()

    def places_for_audit(self) -> str:
        """All that an auditor is told, as JSON: addresses, nothing of ours."""
        urls = {n: self.database.url(f"lingbu_{n}") for n in self.names}
        return json.dumps({"databases": urls, "sms": f"http://127.0.0.1:{self.sms_port}/seen"})
