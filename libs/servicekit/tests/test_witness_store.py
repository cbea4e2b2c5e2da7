"""A witness kept behind HTTP: an honest collector, and collectors that misbehave."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from servicekit.audit.signing import Verifier
from servicekit.audit.stores import HttpStore
from servicekit.audit.verify.prove import Means, prove
from servicekit.testing.kept import MINUTE, SIGNER

SLOW = threading.Event()


class Collector(BaseHTTPRequestHandler):
    """Keeps lines; `server.trouble` says how it misbehaves at the next requests."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.misbehaved():
            return
        self.server.lines.setdefault(self.path, []).append(body)
        if self.server.trouble == "answer lost":
            self.server.trouble = ""
            self.close_connection = True
            return
        self.answer(204, b"")

    def do_GET(self):
        if self.misbehaved():
            return
        path, _, query = self.path.partition("?")
        lines = self.server.lines.get(path, [])
        if not lines:
            self.answer(404, b"")
            return
        self.answer(200, b"\n".join(lines[-1:] if query else lines))

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def misbehaved(self):
        trouble = self.server.trouble
        if trouble == "error":
            self.answer(500, b"out of order")
        elif trouble == "redirect":
            self.answer(302, b"", Location="http://127.0.0.1:9/elsewhere")
        elif trouble == "page":
            self.answer(200 if self.command == "GET" else 502, b"<html>please sign in</html>")
        elif trouble == "other json":
            self.answer(200 if self.command == "GET" else 418, b'["not", "an", "entry"]')
        elif trouble == "slow":
            SLOW.wait(30)
        elif trouble == "cut":
            self.answer(200, b'{"at": "2026', Content_Length="4000")
            self.close_connection = True
        elif trouble == "no end":
            self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + self.server.lines["/counter"][0])
            self.close_connection = True
        else:
            return False
        return True

    def log_message(self, *_):
        pass


@contextmanager
def collector():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    server.lines, server.trouble, server.daemon_threads = {}, "", True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        SLOW.set()
        server.shutdown()
        server.server_close()
        SLOW.clear()


@pytest.fixture
def afar(kept):
    """A record whose witness is kept elsewhere."""
    with collector() as server:
        kept.server = server
        kept.store = HttpStore(f"http://127.0.0.1:{server.server_port}/", seconds=0.5)
        kept.witness = kept.a_witness()
        yield kept


def entries(kept):
    return [json.loads(line) for line in kept.server.lines.get("/counter", [])]


def test_a_record_is_whole_and_an_edit_is_found(afar):
    afar.live()
    assert afar.named() == [] and len(entries(afar)) > 3
    with afar.with_every_right() as run:
        run("DELETE FROM audit WHERE chain = 'a' AND n = 12")
        run("UPDATE audit SET title = 'other' WHERE chain = 'b' AND n = 2")
        afar.recompute(run, "b")
    assert {chain for _, chain, *_ in afar.named()} >= {"a", "b"}


TROUBLES = ["error", "redirect", "page", "other json", "slow", "cut", "no end"]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_nothing_is_missing_when_the_collector_is_itself_again(afar, trouble):
    """Heads and the day's root that could not be kept are kept a minute later, once."""
    afar.live(1)
    if trouble != "no end":  # which says only how answers to GET end
        afar.server.trouble = trouble
        afar.add("a", "while nobody takes it")
        before = len(entries(afar))
        for _ in range(2):
            with pytest.raises((OSError, ValueError)):
                afar.pass_(MINUTE)
        assert len(entries(afar)) == before
        afar.server.trouble = ""
    afar.pass_(MINUTE)
    assert [entry["number"] for entry in entries(afar)] == list(range(1, len(entries(afar)) + 1))
    assert afar.named() == [] and afar.proved().unkept == 0
    days = [day["day"] for entry in entries(afar) for day in entry["days"]]
    assert days == sorted(set(days)) and days


def test_an_entry_that_was_kept_though_its_answer_was_lost_is_not_kept_twice(afar):
    afar.live(1)
    afar.server.trouble = "answer lost"
    afar.add("a")
    with pytest.raises(OSError):
        afar.pass_(MINUTE)
    afar.pass_(MINUTE)
    assert afar.named() == []
    assert [entry["number"] for entry in entries(afar)] == list(range(1, len(entries(afar)) + 1))


@pytest.mark.parametrize("trouble", TROUBLES)
def test_whoever_verifies_is_told_and_never_believes_half_an_answer(afar, trouble):
    afar.live()
    afar.server.trouble = trouble
    means = Means(verifier=Verifier(SIGNER.public), store=afar.store, turned=False, jobs=1)
    with pytest.raises(OSError):
        prove("counter", afar.url, means)
