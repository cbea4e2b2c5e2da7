"""What the simulated providers have in common: HTTP, knobs turned over HTTP, reports told later."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import urllib3

from simulators.messaging.knobs import Knobs, kind, value

__all__ = ["Hang", "Provider", "serve"]

HANG_SECONDS = 60.0  # longer than anybody waits
_POOL = urllib3.PoolManager(timeout=urllib3.Timeout(connect=2, read=5), retries=False)


class Hang(Exception):
    """No answer: the connection stays open until the other side has had enough."""


class Provider:
    """One simulated provider; `answer` is its protocol, `seen` what it has taken."""

    def __init__(self, report_to: str = "", knobs: Knobs | None = None) -> None:
        self.report_to, self.knobs = report_to.rstrip("/"), knobs or Knobs()
        self.seen: list[dict[str, Any]] = []
        self.lock = threading.Lock()

    def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, Any]:
        """Status and JSON; raises Hang."""
        raise NotImplementedError

    def before(self) -> str:
        """Draws this call's fault; waits where it is a delay."""
        fault = self.knobs.call()
        if kind(fault) == "delay":
            time.sleep(float(value(fault, "1")))
        return fault

    def tell(self, send: Callable[[bool, str], None]) -> None:
        """Reports in a thread, as the knobs say; `send(delivered, code)`."""
        fault = self.knobs.report()
        if kind(fault) != "none" and self.report_to:
            threading.Thread(target=_tell, args=(fault, send), daemon=True).start()

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> None:
        """To whom reports go; who does not answer is told once more."""
        for _ in range(2):
            try:
                reply = _POOL.request(
                    "POST", self.report_to + path, body=body, headers=dict(headers)
                )
                if reply.status < 500:
                    return
            except urllib3.exceptions.HTTPError:
                pass
            time.sleep(0.2)


def _tell(fault: str, send: Callable[[bool, str], None]) -> None:
    if kind(fault) == "late":
        time.sleep(float(value(fault, "1")))
    failed = kind(fault) == "failed"
    for _ in range(2 if kind(fault) == "twice" else 1):
        send(not failed, value(fault, "UNDELIV") if failed else "")


def serve(provider: Provider, port: int = 0) -> ThreadingHTTPServer:
    """A server of this provider on the loopback; the caller runs and closes it.

    `GET /seen` shows what was taken, `POST /knobs` turns the knobs.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with provider.lock:
                self._say(200, provider.seen)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                self._say(*self._answered(urlsplit(self.path), body))
            except Hang:
                time.sleep(HANG_SECONDS)
                self.close_connection = True

        def _answered(self, parts: Any, body: bytes) -> tuple[int, Any]:
            if parts.path == "/knobs":
                provider.knobs.turn(json.loads(body))
                return 200, {}
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            return provider.answer(path, self.headers, body)  # type: ignore[arg-type]

        def _say(self, status: int, said: Any) -> None:
            text = json.dumps(said, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Addresses of calls hold tokens: nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    return server
