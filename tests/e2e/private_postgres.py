"""A PostgreSQL server of a test's own that speaks TLS, with the roles of `deploy/postgres`."""

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from certificates import Pair
from private_node import free_port

ROOT = Path(__file__).parents[2]
HBA = """\
local   all all                peer map=owner
hostssl all all 127.0.0.1/32   scram-sha-256
"""


def binaries() -> Path | None:
    """The newest PostgreSQL installed on this machine, as Debian lays it out."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


class PrivatePostgres:
    """Over TCP with TLS and passwords only; made and wiped by `running`."""

    def __init__(self, folder: Path, secrets: Path, pair: Pair) -> None:
        self.bin, self.port = folder, free_port()
        self.secrets, self.pair = secrets, pair
        self.folder = Path(tempfile.mkdtemp(prefix="lingbu-pgtls-"))
        self.data = self.folder / "data"

    @contextmanager
    def running(self) -> Iterator["PrivatePostgres"]:
        """Started, with all databases and roles made."""
        self._give_to_owner()
        try:
            self._run("initdb", "-D", self.data, "-A", "peer", "-U", "postgres", "-N")
            self._configure()
            self._run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "start")
            try:
                self._make_databases()
                yield self
            finally:
                self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _configure(self) -> None:
        for source, name in ((self.pair.cert, "server.pem"), (self.pair.key, "server.key")):
            shutil.copy(source, self.folder / name)
        (self.folder / "server.key").chmod(0o600)
        self._give_to_owner()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "ssl": "on",
            "ssl_cert_file": self.folder / "server.pem",
            "ssl_key_file": self.folder / "server.key",
            "max_connections": 300,
            "fsync": "off",
        }
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        (self.data / "pg_hba.conf").write_text(HBA)
        (self.data / "pg_ident.conf").write_text(f"owner {getpass.getuser()} postgres\n")

    def _make_databases(self) -> None:
        script = ROOT / "deploy" / "postgres" / "10-databases.sh"
        place = {"PGHOST": self.folder, "PGPORT": self.port}
        env = place | {"SECRETS": self.secrets, "POSTGRES_USER": "postgres"}
        self._ask("sh", script, **env)

    def as_superuser(self, statement: str, database: str = "postgres") -> str:
        """What psql answers, unaligned."""
        words = ("-XtA", "-h", self.folder, "-p", self.port, "-U", "postgres", "-d", database)
        return self._ask("psql", *words, "-c", statement).strip()

    def _ask(self, *words: object, **env: object) -> str:
        path = {"PATH": f"{self.bin}:{os.environ['PATH']}"}
        done = subprocess.run(
            list(map(str, words)),
            env=os.environ | path | {name: str(value) for name, value in env.items()},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if done.returncode:
            raise RuntimeError(f"{words[0]}: {done.stderr}")
        return done.stdout

    def _run(self, program: str, *words: object) -> None:
        """As another user where need be: PostgreSQL does not run as root. Its output goes to a
        file, for a server left behind would hold a pipe open."""
        out = self.folder / "out"
        with out.open("wb") as said:
            done = subprocess.run(
                [str(self.bin / program), *map(str, words)],
                user="postgres" if os.geteuid() == 0 else None,
                cwd=self.folder,
                stdout=said,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=120,
            )
        if done.returncode:
            raise RuntimeError(f"{program}: {out.read_text()}")

    def _give_to_owner(self) -> None:
        if os.geteuid() == 0:
            for path in (self.folder, *self.folder.glob("*")):
                shutil.chown(path, "postgres")
