"""The drill's hand on the proxy: which routes there are, and how each is turned."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from drills.nodes import free_port

TESTS = Path(__file__).parents[1]


class Network:
    """Every connection goes over a route of its own: `db-intake`, `amqp-intake`, `http-intake`."""

    def __init__(self) -> None:
        self.ports: dict[str, int] = {}
        self._to: dict[str, int] = {}
        self._turning = threading.Lock()

    def route(self, name: str, to: int) -> int:
        """A port that leads to that one."""
        self.ports[name], self._to[name] = free_port(), to
        return self.ports[name]

    @contextmanager
    def up(self) -> Iterator["Network"]:
        """All routes open, in a process of their own."""
        control = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "drills.proxy"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(TESTS)},
            start_new_session=True,
        )
        assert process.stdin and process.stdout
        routes = {name: (port, self._to[name]) for name, port in self.ports.items()}
        process.stdin.write(json.dumps({"routes": routes, "control": control}).encode() + b"\n")
        process.stdin.flush()
        if process.stdout.readline() != b"ready\n":
            raise RuntimeError("the proxy did not start")
        with socket.create_connection(("127.0.0.1", control)) as line:
            self._line = line.makefile("rwb")
            try:
                yield self
            finally:
                process.kill()
                process.wait()

    def turn(self, routes: list[str], mode: str, ms: int = 0, to: int = 0) -> None:
        """Turns some routes, new connections to another port where one is given; returns when
        they are."""
        told = {"routes": routes, "mode": mode, "ms": ms, "to": to}
        with self._turning:
            self._line.write(json.dumps(told).encode() + b"\n")
            self._line.flush()
            self._line.readline()
