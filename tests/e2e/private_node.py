"""A RabbitMQ node of a test's own, from locally installed binaries, in a temporary folder."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kombu import Connection

START_SECONDS = 90


class PrivateNode:
    """A RabbitMQ node of our own in a temporary folder, on free ports."""

    def __init__(self, binaries: Path, *, tls: bool = False) -> None:
        """With `tls` it listens where `configure` says."""
        self.binaries, self.tls = binaries, tls
        self.folder = Path(tempfile.mkdtemp(prefix="lingbu-rabbit-"))
        self.port, dist, self.epmd = free_port(), free_port(), str(free_port())
        self.name = f"lingbu-{os.getpid()}-{self.port}@localhost"
        self.amqp = f"amqp://guest:guest@127.0.0.1:{self.port}//"
        self.env = os.environ | {
            "HOME": str(self.folder),
            "ERL_EPMD_PORT": self.epmd,
            "RABBITMQ_NODENAME": self.name,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(dist),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "none"),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "none.env"),
            "RABBITMQ_PID_FILE": str(self.folder / "pid"),
        }
        if tls:
            del self.env["RABBITMQ_NODE_PORT"]

    def configure(self, conf: str) -> None:
        """The text of its rabbitmq.conf."""
        (self.folder / "none.conf").write_text(conf)

    @contextmanager
    def running(self) -> Iterator["PrivateNode"]:
        """Started when it takes connections; stopped and wiped at the end."""
        (self.folder / "plugins").write_text("[].\n")
        with (self.folder / "out").open("wb") as out:
            process = subprocess.Popen(
                [str(self.binaries / "rabbitmq-server")],
                env=self.env,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._wait(process)
            yield self
        finally:
            self.ask("stop", str(self.folder / "pid"), check=False)
            process.wait(60)
            self._stop_name_server()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _stop_name_server(self) -> None:
        if epmd := shutil.which("epmd"):
            words = [epmd, "-port", self.epmd, "-kill"]
            subprocess.run(words, check=False, capture_output=True, timeout=20)

    def listed(self, *words: str) -> list[list[str]]:
        """What `rabbitmqctl list_…` says, one list for a row."""
        said = self.ask("-q", *words, "--no-table-headers").decode()
        return [line.split("\t") for line in said.splitlines() if line]

    def ask(self, *words: str, check: bool = True) -> bytes:
        """What rabbitmqctl answers. `stop_app` drops all connections and listens no more;
        `start_app` is back when done."""
        command = [str(self.binaries / "rabbitmqctl"), "-n", self.name, *words]
        done = subprocess.run(command, env=self.env, check=check, capture_output=True, timeout=90)
        return done.stdout

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        end = time.monotonic() + START_SECONDS
        while not (_listens(self.port) if self.tls else _connects(self.amqp)):
            if process.poll() is not None or time.monotonic() > end:
                words = (self.folder / "out").read_text(errors="replace")[-2000:]
                raise RuntimeError(f"rabbitmq-server did not start:\n{words}")
            time.sleep(0.3)


def _connects(amqp: str) -> bool:
    try:
        with Connection(amqp, connect_timeout=2) as connection:
            connection.connect()
            return True
    except Exception:
        return False


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
        return True
    except OSError:
        return False


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
