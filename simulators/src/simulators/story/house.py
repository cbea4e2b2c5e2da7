"""An embedded house of one's own: `lingbu up` as a process over a folder, until it is closed."""

import os
import signal
import subprocess  # nosec B404 - starts our own modules, without a shell
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from simulators.story.client import Lingbu

__all__ = ["HouseProcess"]

START_SECONDS, STOP_SECONDS = 90.0, 20.0


class HouseProcess:
    """Starts, stops, kills and starts again; its output goes to `house.log` in the folder."""

    def __init__(self, var: Path, *, copies: int = 1, env: dict[str, str] | None = None) -> None:
        self.var, self.copies = var, copies
        self.env = env or {}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """Where everything it prints is kept."""
        return self.var / "house.log"

    @property
    def address(self) -> str:
        """Where it answers; another port after each start."""
        return (self.var / "address").read_text().strip()

    def start(self) -> Lingbu:
        """Starts the process, waits until it answers; raises RuntimeError with its last words."""
        self.var.mkdir(parents=True, exist_ok=True)
        (self.var / "address").unlink(missing_ok=True)
        words = ["up", "--var", str(self.var), "--port", "0", "--no-demo"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # nosec B603 - our own module, no shell
                [sys.executable, "-m", "servicekit.cli", *words, "--copies", str(self.copies)],
                stdout=log,
                stderr=subprocess.STDOUT,
                env=os.environ | {"PYTHONUNBUFFERED": "1"} | self.env,
                start_new_session=True,
            )
        self._wait_for_address()
        return Lingbu(self.address)

    def _wait_for_address(self) -> None:
        end = time.monotonic() + START_SECONDS
        while not (self.var / "address").exists() or not self.address:
            ended = self.process is None or self.process.poll() is not None
            if ended or time.monotonic() > end:
                self.stop()
                raise RuntimeError("灵补没有启动：\n" + self.last_words())
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9: no chance to say anything."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        """Ends the process, kindly first, and whatever database server it left behind."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
        self._stop_postgres()

    def _stop_postgres(self) -> None:
        pid_file = self.var / "pg" / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text().split()[0])
        end = time.monotonic() + STOP_SECONDS
        try:
            os.kill(pid, signal.SIGINT)
            while pid_file.exists() and time.monotonic() < end:
                time.sleep(0.05)
        except ProcessLookupError:
            pid_file.unlink(missing_ok=True)

    def last_words(self, lines: int = 40) -> str:
        """The end of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
