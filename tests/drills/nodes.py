"""A RabbitMQ node and a PostgreSQL server of the drill's own, to be killed and started again."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

sys.path.insert(0, str(Path(__file__).parents[1] / "e2e"))

from private_node import PrivateNode, free_port  # noqa: E402
from private_postgres import binaries  # noqa: E402
from servers import rabbit_binaries  # noqa: E402

__all__ = ["Broker", "Database", "free_port"]

OWNER, APP = "postgres", "lingbu"
CONNECTIONS = 200
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": CONNECTIONS,
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "log_min_messages": "fatal",
}


class Broker(PrivateNode):
    """A RabbitMQ node that can be killed with what it holds and started over it again."""

    process: "subprocess.Popen[bytes]"

    @classmethod
    def found(cls) -> "Broker":
        """From the binaries of this machine."""
        folder = rabbit_binaries()
        if folder is None:
            raise SystemExit("rabbitmq-server is not installed: a drill needs one of its own")
        return cls(folder)

    @contextmanager
    def up(self) -> Iterator["Broker"]:
        """Started; wiped at the end."""
        (self.folder / "plugins").write_text("[].\n")
        try:
            self.begin()
            yield self
        finally:
            self.kill()
            self._stop_name_server()
            shutil.rmtree(self.folder, ignore_errors=True)

    def begin(self) -> None:
        """Starts the node over what it holds; returns when it takes connections."""
        with (self.folder / "out").open("ab") as out:
            self.process = subprocess.Popen(
                [str(self.binaries / "rabbitmq-server")],
                env=self.env,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait(self.process)

    def kill(self) -> None:
        """kill -9 of the node and of all that it has started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)


class Database:
    """A PostgreSQL server with durable commits, in a temporary folder."""

    def __init__(self) -> None:
        found = binaries()
        if found is None:
            raise SystemExit("PostgreSQL is not installed: a drill needs a server of its own")
        self.bin, self.port = found, free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="lingbu-drill-pg-"))
        self.data = self.folder / "data"

    @contextmanager
    def up(self) -> Iterator["Database"]:
        """Started; wiped at the end."""
        try:
            if os.geteuid() == 0:
                shutil.chown(self.folder, OWNER)
            self.run("initdb", "-D", self.data, "-A", "trust", "-U", OWNER, "-E", "UTF8")
            with (self.data / "postgresql.conf").open("a") as conf:
                own = SETTINGS | {"port": self.port, "unix_socket_directories": self.folder}
                conf.writelines(f"{name} = '{value}'\n" for name, value in own.items())
            self.begin()
            self.ask(f"CREATE ROLE {APP} LOGIN CREATEROLE")
            yield self
        finally:
            self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop", check=False)
            shutil.rmtree(self.folder, ignore_errors=True)

    def begin(self) -> None:
        """Starts the server; returns when it answers."""
        self.run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "start")

    def restart(self, mode: str) -> None:
        """`fast` ends sessions, `immediate` is a crash with recovery."""
        self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")
        self.begin()

    def make(self, name: str) -> str:
        """An empty database of the services' role; returns its name."""
        self.ask(f"CREATE DATABASE {name} OWNER {APP}")
        return name

    def url(self, name: str, user: str = OWNER, port: int = 0) -> str:
        """The address of a database; over another port where a proxy stands before it."""
        return f"postgresql://{user}@127.0.0.1:{port or self.port}/{name}"

    def ask(self, statement: str, database: str = OWNER) -> list[tuple[Any, ...]]:
        """One statement as the superuser."""
        connection = psycopg2.connect(self.url(database), connect_timeout=5)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def run(self, program: str, *words: object, check: bool = True) -> None:
        """One of PostgreSQL's own programs."""
        with (self.folder / "out").open("ab") as said:
            done = subprocess.run(
                [str(self.bin / program), *map(str, words)],
                user=OWNER if os.geteuid() == 0 else None,
                cwd=self.folder,
                stdout=said,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=120,
            )
        if check and done.returncode:
            raise RuntimeError(f"{program}: {(self.folder / 'out').read_text()[-2000:]}")
