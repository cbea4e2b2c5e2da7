"""The services, the simulators and the gateway as processes over real servers."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from houses import LINGBU, count_rows, parked_letters
from kombu import Connection
from private_node import free_port
from servers import Servers

from outside.demo import demo_settings
from servicekit.assembly import installed_services
from servicekit.installation import queues_of
from servicekit.sealing import KeyRing
from servicekit.testing.postgres import drop_database, fresh_database
from simulators.story.client import Lingbu

READY_SECONDS = 90.0


class DistributedHouse:
    """The services, the simulators and the gateway, each `lingbu run` in a process of its own."""

    def __init__(self, servers: Servers, folder: Path, copies: int = 1) -> None:
        self.servers, self.folder, self.copies = servers, folder, copies
        self.names = (*sorted(installed_services()), "gateway")
        self.ports = {name: free_port() for name in self.names}
        self.databases: dict[str, str] = {}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.secrets = {
            "LINGBU_SEALING_KEYS": KeyRing.generate_text(),
            "LINGBU_INTERNAL_TOKEN": uuid4().hex,
            "LINGBU_SOFTWARE_SEED": uuid4().hex,
            **{f"LINGBU_{name}": text for name, text in demo_settings(folder).items()},
        }
        self.lingbu = Lingbu(f"http://127.0.0.1:{self.ports['gateway']}")

    @contextmanager
    def open(self) -> Iterator["DistributedHouse"]:
        """Databases made, migrated, queues declared, every process ready; then all undone."""
        self.prepare()
        try:
            self._migrate()
            for name in self.names:
                self.start(name)
            self._wait_until_ready()
            yield self
        finally:
            self._end()

    def prepare(self) -> None:
        """Databases of its own, and no letters of others on the broker."""
        wipe(self.servers.amqp)
        self.databases = {name: fresh_database() for name in self.names}

    def clean(self) -> None:
        """Leaves nothing behind."""
        for url in self.databases.values():
            drop_database(url)
        wipe(self.servers.amqp)

    def env(self, name: str) -> dict[str, str]:
        """The settings of one process, as an installation would give them."""
        addresses = {
            f"LINGBU_{other.upper()}_ADDRESS": f"http://127.0.0.1:{port}"
            for other, port in self.ports.items()
        }
        own = {
            "LINGBU_DATABASE_URL": self.databases[name],
            "LINGBU_AMQP_URI": self.servers.amqp,
            "LINGBU_BIND": f"127.0.0.1:{self.ports[name]}",
            "LINGBU_CLOCK_FILE": str(self.folder / "clock.json"),
            "LINGBU_RELAY_COPIES": str(self.copies),
            "LINGBU_DEMO": "1",
            "LINGBU_POLICY": "beijing",
            "PYTHONUNBUFFERED": "1",
        }
        return {**os.environ, **self.secrets, **addresses, **own}

    def start(self, name: str) -> None:
        """Starts one process."""
        with self._log(name).open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*LINGBU, "run", name],
                env=self.env(name),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def stop(self, name: str) -> None:
        """Ends one process."""
        self.ended(name)

    def ended(self, name: str) -> int:
        """Tells one process to end; its exit code."""
        self.processes[name].terminate()
        return self.processes.pop(name).wait(30)

    def partners_keys(self) -> dict[str, Any]:
        """What the partners hold in this house."""
        keys: dict[str, Any] = json.loads(self.secrets["LINGBU_STAND_IN_KEYS"])
        return keys

    def start_stand_in(self, partner: str, keys: Mapping[str, Any], **settings: str) -> None:
        """`lingbu run simulator`: one partner as a process of its own, with a database of its own
        and no other keys."""
        place = f"simulator-{partner}"
        self.databases[place] = fresh_database()
        own = {
            "LINGBU_DATABASE_URL": self.databases[place],
            "LINGBU_BIND": f"127.0.0.1:{free_port()}",
            "LINGBU_STAND_IN_KEYS": json.dumps(keys),
        }
        env = self.env("simulators") | own
        migrate = [*LINGBU, "migrate", "simulators"]
        subprocess.run(migrate, env=env, check=True, capture_output=True)
        words = [f"--set={name}={value}" for name, value in settings.items()]
        with self._log(place).open("ab") as log:
            self.processes[place] = subprocess.Popen(
                [*LINGBU, "run", "simulator", partner, *words],
                env=env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_until_ready()

    def parked(self) -> list[str]:
        return parked_letters([], self._places())

    def count(self, service: str, table: str, where: str = "true") -> int:
        return count_rows(self.databases[service], table, where)

    def _places(self) -> dict[str, str]:
        urls = {f"LINGBU_{name.upper()}_DATABASE_URL": u for name, u in self.databases.items()}
        return {**os.environ, **self.secrets, **urls, "LINGBU_AMQP_URI": self.servers.amqp}

    def _migrate(self) -> None:
        done = subprocess.run([*LINGBU, "migrate"], env=self._places(), capture_output=True)
        if done.returncode:
            raise RuntimeError(done.stdout.decode() + done.stderr.decode())

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + READY_SECONDS
        for name, process in self.processes.items():
            while " ready on " not in self._log(name).read_text(errors="replace"):
                if process.poll() is not None or time.monotonic() > end:
                    words = self._log(name).read_text(errors="replace")[-3000:]
                    raise RuntimeError(f"{name} did not start:\n{words}")
                time.sleep(0.1)

    def _end(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.clean()


def wipe(amqp: str) -> None:
    """Takes every mailbox of ours off the broker, so that no house reads another's letters."""
    with Connection(amqp, connect_timeout=10) as connection:
        for service in installed_services().values():
            for queue in queues_of(service):
                queue(connection.default_channel).delete()
