"""Kannel of a test's own, from Debian's packages: bearerbox, smsbox and the fake SMSC that comes
with them, in a temporary folder, on free ports."""

import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

FAKE_SMSC = Path("/usr/lib/kannel/test/fakesmsc")  # package kannel-extras
START_SECONDS = 20.0
USER, PASSWORD = "lingbu", "a-password-of-the-tests"  # nosec B105 - of the tests alone
ONLINE = "(online"  # in the line of the network, on the status page
GOT = re.compile(r"Got message \d+: <(.*)>")


def missing() -> str:
    """What of Kannel is not installed; empty when all is there."""
    found = {name: _box(name) for name in ("bearerbox", "smsbox")}
    absent = [name for name, path in found.items() if path is None]
    return "、".join(absent + ([] if FAKE_SMSC.exists() else ["fakesmsc"]))


def _box(name: str) -> str | None:
    return shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")


@dataclass(frozen=True)
class Part:
    """One short message as the network got it; `join` is its header for joining, if it has one."""

    to: str
    text: str
    join: tuple[int, int, int] | None


class Kannel:
    """`kill` and `start` the bearerbox with its smsbox; `attach` and `detach` the network."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lingbu-kannel-"))
        self.port, self.smsc, self._admin = _free_port(), _free_port(), _free_port()
        self._conf = self.folder / "kannel.conf"
        self._conf.write_text(_configuration(self.folder, self.smsc, self.port, self._admin))
        self._boxes: list[subprocess.Popen[bytes]] = []
        self._network: subprocess.Popen[bytes] | None = None
        self._logs = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/cgi-bin/sendsms"

    @contextmanager
    def running(self) -> Iterator["Kannel"]:
        try:
            self.start()
            self.attach()
            yield self
        finally:
            self.detach()
            self.kill()
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Takes messages when this returns."""
        self._boxes.append(self._run(_box("bearerbox"), str(self._conf)))
        self._until(lambda: "FAKE:" in self._status(), "does not come up")
        self._boxes.append(self._run(_box("smsbox"), str(self._conf)))
        _wait_for(self.port, self._boxes)

    def kill(self) -> None:
        """As a power cut: SIGKILL."""
        for box in self._boxes:
            box.kill()
        for box in self._boxes:
            box.wait()
        self._boxes = []

    def attach(self) -> None:
        """The network takes what there is."""
        self._until(self._is_attached, "does not reach the network")

    def _is_attached(self) -> bool:
        words = ["-H", "127.0.0.1", "-r", str(self.smsc), "-m", "0", "1 2 text nop"]
        if self._network is None or self._network.poll() is not None:
            self._network = self._run(str(FAKE_SMSC), *words)
        return ONLINE in self._status()

    def detach(self) -> None:
        """The network is away, and Kannel knows."""
        if self._network:
            self._network.kill()
            self._network.wait()
            self._network = None
            self._until(lambda: ONLINE not in self._status(), "does not see the network go")

    def _status(self) -> str:
        """Kannel's own page; empty while it is down.

        Nobody may knock at the network's port to see whether it is there: Kannel takes whoever
        connects for the network, and what it then sends is lost.
        """
        with suppress(OSError):
            page = f"http://127.0.0.1:{self._admin}/status.txt"
            with urllib.request.urlopen(page, timeout=5) as answer:  # noqa: S310
                return str(answer.read().decode())
        return ""

    def _until(self, fact: Callable[[], bool], otherwise: str) -> None:
        end = time.monotonic() + START_SECONDS
        while not fact():
            if time.monotonic() > end or any(box.poll() is not None for box in self._boxes):
                raise RuntimeError(f"Kannel {otherwise}")
            time.sleep(0.05)

    def _run(self, program: str | None, *words: str) -> "subprocess.Popen[bytes]":
        assert program
        self._logs += 1
        with (self.folder / f"{self._logs:02d}-{Path(program).name}.log").open("wb") as log:
            return subprocess.Popen([program, *words], stdout=log, stderr=log)

    def parts(self) -> list[Part]:
        """Every short message that reached the network, over all its connections."""
        logs = sorted(self.folder.glob("*-fakesmsc.log"))
        text = "".join(log.read_text(encoding="utf-8", errors="replace") for log in logs)
        return [_part(line) for line in GOT.findall(text)]

    def texts(self) -> list[tuple[str, str]]:
        """Receiver and whole text of every message; what has not all its parts is left out."""
        whole = [(part.to, part.text) for part in self.parts() if part.join is None]
        joined: dict[tuple[str, int, int], dict[int, list[str]]] = {}
        for part in self.parts():
            if part.join:
                number, total, n = part.join
                joined.setdefault((part.to, number, total), {}).setdefault(n, []).append(part.text)
        for (to, _, total), pieces in joined.items():
            if len(pieces) == total:
                for turn in range(max(map(len, pieces.values()))):
                    rows = (pieces[n + 1][min(turn, len(pieces[n + 1]) - 1)] for n in range(total))
                    whole.append((to, "".join(rows)))
        return whole


def _part(line: str) -> Part:
    """`from to ucs-2 TEXT`, or with a header `from to udh UDH data TEXT`."""
    _, to, kind, *rest = line.split(" ")
    if kind != "udh":
        return Part(to, _ucs2(rest[-1]), None)
    header = unquote_to_bytes(rest[0].replace("+", " "))
    return Part(to, _ucs2(rest[2]), (header[3], header[4], header[5]))


def _ucs2(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-16-be")


def _configuration(folder: Path, smsc: int, port: int, admin: int) -> str:
    inner = _free_port()
    groups = [
        {
            "group": "core",
            "admin-port": admin,
            "admin-interface": "127.0.0.1",
            "admin-password": PASSWORD,
            "smsbox-port": inner,
            "smsbox-interface": "127.0.0.1",
            "store-type": "file",
            "store-location": f'"{folder}/store"',
        },
        {
            "group": "smsc",
            "smsc": "fake",
            "smsc-id": "fake",
            "port": smsc,
            "connect-allow-ip": "127.0.0.1",
        },
        {
            "group": "smsbox",
            "bearerbox-host": "127.0.0.1",
            "sendsms-port": port,
            "sendsms-interface": "127.0.0.1",
            "global-sender": "10690000",
            "http-request-retry": 5,
            "http-queue-delay": 1,
        },
        {
            "group": "sendsms-user",
            "username": USER,
            "password": PASSWORD,
            "concatenation": "true",
            "max-messages": 10,
        },
        {"group": "sms-service", "keyword": "default", "max-messages": 0, "text": '"x"'},
    ]
    lines = ("\n".join(f"{name} = {value}" for name, value in group.items()) for group in groups)
    return "\n\n".join(lines) + "\n"


def _wait_for(port: int, processes: "list[subprocess.Popen[bytes]]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and all(process.poll() is None for process in processes):
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"Kannel does not listen on {port}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
