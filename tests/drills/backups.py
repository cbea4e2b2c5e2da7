"""Backups of the drill's PostgreSQL, made under load: dumps of one database, and all of it."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from drills.nodes import APP, OWNER, Database

RECEIVER = "pg_receivewal"


class Backups:
    """What an operator keeps of one server (docs/runbooks/backup.md)."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self.base, self.wal = database.folder / "base", database.folder / "wal"
        self._receiver: subprocess.Popen[bytes] | None = None

    def dump(self, name: str) -> Path:
        """pg_dump of one database, while it is in use."""
        path = self._db.folder / f"{name}.dump"
        self._db.run("pg_dump", *self._there(), "-Fc", "-f", path, name)
        return path

    def restore(self, name: str, path: Path) -> None:
        """The database anew, as it was when it was dumped; ends whoever uses it."""
        self._db.ask(f"DROP DATABASE {name} WITH (FORCE)")
        self._db.ask(f"CREATE DATABASE {name} OWNER {APP}")
        self._db.run("pg_restore", *self._there(), "-d", name, path)

    def begin(self) -> None:
        """From now on no commit is answered before its WAL lies in a second place; then a copy
        of all files, while they are in use."""
        self.wal.mkdir()
        words = [self._db.bin / RECEIVER, *self._there(), "-D", self.wal, "--synchronous"]
        user = OWNER if os.geteuid() == 0 else None
        if user:
            shutil.chown(self.wal, user)
        self._receiver = subprocess.Popen(list(map(str, words)), user=user, cwd=self._db.folder)
        while not self._db.ask("SELECT 1 FROM pg_stat_replication"):
            time.sleep(0.1)
        self._db.ask(f"ALTER SYSTEM SET synchronous_standby_names = '{RECEIVER}'")
        self._db.ask("SELECT pg_reload_conf()")
        self._db.run("pg_basebackup", *self._there(), "-D", self.base, "-c", "fast", "-X", "none")

    def destroy(self) -> None:
        """kill -9 of the server, and every file of it is gone."""
        pid = int((self._db.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        time.sleep(1)  # its children see that they are alone, and end
        shutil.rmtree(self._db.data)
        if self._receiver:
            self._receiver.terminate()
            self._receiver.wait(20)

    def rebuild(self) -> None:
        """From the copy and the WAL, up to the last commit that was answered."""
        for last in self.wal.glob("*.partial"):
            last.rename(last.with_suffix(""))
        self.base.rename(self._db.data)
        with (self._db.data / "postgresql.auto.conf").open("a") as conf:
            conf.write(f"restore_command = 'cp {self.wal}/%f %p'\n")
            conf.write("synchronous_standby_names = ''\n")
        (self._db.data / "recovery.signal").touch()
        if os.geteuid() == 0:
            shutil.chown(self._db.data / "recovery.signal", OWNER)
        self._db.begin()
        while self._db.ask("SELECT pg_is_in_recovery()")[0][0]:
            time.sleep(0.1)

    def _there(self) -> tuple[str, ...]:
        return ("-h", "127.0.0.1", "-p", str(self._db.port), "-U", OWNER)
